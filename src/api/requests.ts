/** What a page may ask for, under the SDK's names: the client's options, start and speak requests, and their answers. */

import type {
  AvatarQuality,
  ElevenLabsModel,
  STTProvider,
  TaskMode,
  TaskType,
  VoiceChatTransport,
  VoiceEmotion,
} from './enums.js';
import type { Deadlines } from './phases.js';

/** The HeyGen service to talk to; `auto` tells by the token. */
export type ServiceName = 'auto' | 'interactive-avatar';

/** Why a token source is asked: a session is to start, or the token it gave last was refused with 401. */
export type TokenReason = 'start' | 'unauthorized';

/** Gives a session token, fresh each time it is asked. Rejecting ends the start with `token_source_failed`. */
export type TokenSource = (
  request: StartAvatarRequest,
  context: { reason: TokenReason; signal: AbortSignal },
) => Promise<string> | string;

/** Options of `new StreamingAvatar()`. */
export interface StreamingAvatarApiConfig {
  /**
   * A session token, which serves one session; a {@link TokenSource}; or a `URL` that is POSTed the start
   * request as JSON and answers `{ token }`. Never an API key (`api_key_in_page`).
   */
  token: string | TokenSource | URL;
  /** Where the service's API is, port and path prefix included. Default: the service's own address. */
  basePath?: string | undefined;
  /** Default `auto`. */
  service?: ServiceName | undefined;
  /** Longest waits of a start, in milliseconds; what is left out keeps its default. */
  deadlines?: Partial<Deadlines> | undefined;
  /** The stream the avatar's tracks are put into, for a page that plays it before the start. Default: a new one each session. */
  mediaStream?: MediaStream | undefined;
}

/** Fine tuning of a voice that comes from ElevenLabs; each 0 to 1. */
export interface ElevenLabsSettings {
  stability?: number | undefined;
  similarity_boost?: number | undefined;
  style?: number | undefined;
  use_speaker_boost?: boolean | undefined;
}

/** The avatar's voice. */
export interface VoiceSetting {
  /** Default: the avatar's own voice. */
  voiceId?: string | undefined;
  /** Speed of speech, 0.5 to 1.5, default 1; outside is `invalid_option`. */
  rate?: number | undefined;
  emotion?: `${VoiceEmotion}` | undefined;
  elevenlabsSettings?: ElevenLabsSettings | undefined;
  model?: `${ElevenLabsModel}` | undefined;
}

/** How the user's speech is understood. */
export interface STTSettings {
  provider?: `${STTProvider}` | undefined;
  /** 0 to 1; what is recognised with less is dropped. Service's default 0.55. */
  confidence?: number | undefined;
}

/** What a session is started with. Unknown members are ignored. */
export interface StartAvatarRequest {
  /** The avatar's id. Default `default`. */
  avatarName?: string | undefined;
  /** Size of the picture. Service's default when left out. */
  quality?: `${AvatarQuality}` | undefined;
  voice?: VoiceSetting | undefined;
  /** Language of speech and understanding, such as `en` or `en-US`. */
  language?: string | undefined;
  /** Id of a knowledge base kept at HeyGen. */
  knowledgeId?: string | undefined;
  /** A system prompt for the answers to `TaskType.TALK`. */
  knowledgeBase?: string | undefined;
  /** Seconds without activity after which the session ends, 30 to 3600. Default 120. */
  activityIdleTimeout?: number | undefined;
  /** Never end the session for want of activity. It bills until it is stopped. */
  disableIdleTimeout?: boolean | undefined;
  sttSettings?: STTSettings | undefined;
  /** Let the avatar speak up when the user stays silent. Default false. */
  useSilencePrompt?: boolean | undefined;
  /** Accepted for compatibility; the microphone always travels over LiveKit. */
  voiceChatTransport?: `${VoiceChatTransport}` | undefined;
  /** The user is heard only while push-to-talk is pressed. Default false. */
  enablePushToTalk?: boolean | undefined;
  [other: string]: unknown;
}

/** What a session was opened with. */
export interface StartAvatarResponse {
  session_id: string;
  /** Token for the LiveKit room. */
  access_token: string;
  /** Address of the LiveKit server. */
  url: string;
  is_paid: boolean;
  /** Seconds after which the service ends the session. */
  session_duration_limit: number;
}

/** How to open the microphone. */
export interface VoiceChatRequest {
  /** Let the avatar speak up when the user stays silent, where it should be other than the session was started with. */
  useSilencePrompt?: boolean | undefined;
  /** Begin muted. Default: what `muteInputAudio()` or `unmuteInputAudio()` asked for last, else not. */
  isInputAudioMuted?: boolean | undefined;
}

/** What the avatar is to say. */
export interface SpeakRequest {
  /** Not empty (`empty_text`). */
  text: string;
  /** Default `talk`. */
  taskType?: `${TaskType}` | undefined;
  /** Another spelling of `taskType`, which goes first. */
  task_type?: `${TaskType}` | undefined;
  /** Default `async`. */
  taskMode?: `${TaskMode}` | undefined;
}

/** What `speak()` resolves with. */
export interface SpeakResponse {
  /** The turn's id; its `avatar_*` events carry the same. */
  task_id: string;
  /** How long the avatar will speak, in milliseconds, where the service says so. */
  duration_ms?: number | undefined;
}
