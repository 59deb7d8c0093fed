/** What a page may ask for, under the SDK's names: the client's options, start and speak requests, and their answers. */

import type { Clock } from './clock.js';
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
import type { SimulatedScript } from './simulated-script.js';

/** The service to talk to: HeyGen's, where `auto` tells by the token, or none at all, for which `simulated` is to be named. */
export type ServiceName = 'auto' | 'interactive-avatar' | 'liveavatar' | 'simulated';

/** Why a token source is asked: a session is to start, or the token it gave last was refused with 401. */
export type TokenReason = 'start' | 'unauthorized';

/** Gives a session token, fresh each time it is asked. Rejecting ends the start with `token_source_failed`. */
export type TokenSource = (
  request: StartAvatarOptions,
  context: { reason: TokenReason; signal: AbortSignal },
) => Promise<string> | string;

/** Options of `new StreamingAvatar()`. */
export interface StreamingAvatarOptions {
  /**
   * A session token, which serves one session; a {@link TokenSource}; or a `URL` that is POSTed the start
   * request as JSON and answers `{ token }`. Never an API key (`api_key_in_page`). Without it a start rejects with
   * `token_missing`, but for the service `simulated`, which takes none.
   */
  token?: string | TokenSource | URL | undefined;
  /** Where the service's API is, port and path prefix included. Default: the service's own address. */
  basePath?: string | undefined;
  /** Default `auto`. */
  service?: ServiceName | undefined;
  /** Writes what the session does to the browser's console, at its debug level: no token, nothing that is said. Default: nothing is written. */
  debug?: boolean | undefined;
  /** Time for the session's limits, and for all of a simulated session, which a test can move. Default: the page's own. */
  clock?: Clock | undefined;
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
export interface VoiceOptions {
  /** Default: the avatar's own voice. */
  voiceId?: string | undefined;
  /** Speed of speech, 0.5 to 1.5, default 1; outside is `invalid_option`. LiveAvatar goes from 0.8 to 1.2. */
  rate?: number | undefined;
  /** Interactive Avatar only. */
  emotion?: `${VoiceEmotion}` | undefined;
  elevenlabsSettings?: ElevenLabsSettings | undefined;
  model?: `${ElevenLabsModel}` | undefined;
}

/** How the user's speech is understood. */
export interface STTOptions {
  /** `assembly_ai` and `elevenlabs` on LiveAvatar only. */
  provider?: `${STTProvider}` | 'assembly_ai' | 'elevenlabs' | undefined;
  /** 0 to 1; what is recognised with less is dropped. Service's default 0.55. Interactive Avatar only. */
  confidence?: number | undefined;
}

/** What LiveAvatar has beyond Interactive Avatar. It reaches the service through whoever mints the session token. */
export interface LiveAvatarOptions {
  /** A free session of a minute with the service's test avatar, which `avatarName` may then leave out. Default false. */
  sandbox?: boolean | undefined;
  /** Whole seconds after which the service ends the session, at least 1; at most 60 with `sandbox`. Default: the service's own. */
  maxSessionDuration?: number | undefined;
  /** Values for the variables of the context: at most 50, names of 64 characters, values of 1000. */
  dynamicVariables?: Readonly<Record<string, string>> | undefined;
  /** Id of a language model of your own, set up at LiveAvatar. Default: the service's. */
  llmConfigurationId?: string | undefined;
  /**
   * `FULL` (default): the service listens, thinks and speaks. `repeat`: it listens, and speaks only what the page says,
   * so that a model of your own can do the thinking. `LITE`: it speaks the sound that the page sends.
   */
  mode?: 'FULL' | 'repeat' | 'LITE' | undefined;
}

/** What a session is started with. Unknown members are ignored. */
export interface StartAvatarOptions {
  /** The avatar's id. Default `default`; on LiveAvatar a UUID, without a default. */
  avatarName?: string | undefined;
  /** Size of the picture; `very_high` on LiveAvatar only. Service's default when left out. */
  quality?: `${AvatarQuality}` | 'very_high' | undefined;
  voice?: VoiceOptions | undefined;
  /** Language of speech and understanding, such as `en` or `en-US`. */
  language?: string | undefined;
  /** Id of a knowledge base kept at HeyGen; on LiveAvatar of a context. */
  knowledgeId?: string | undefined;
  /** A system prompt for the answers to `TaskType.TALK`. */
  knowledgeBase?: string | undefined;
  /** Seconds without activity after which the session ends, 30 to 3600. Default 120. */
  activityIdleTimeout?: number | undefined;
  /** Never end the session for want of activity. It bills until it is stopped. */
  disableIdleTimeout?: boolean | undefined;
  sttSettings?: STTOptions | undefined;
  /** Let the avatar speak up when the user stays silent. Default false. */
  useSilencePrompt?: boolean | undefined;
  /** Accepted for compatibility; the microphone always travels over LiveKit. */
  voiceChatTransport?: `${VoiceChatTransport}` | undefined;
  /** The user is heard only while push-to-talk is pressed. Default false. */
  enablePushToTalk?: boolean | undefined;
  /** What a simulated session says and how; without a meaning to every other service. */
  simulatedScript?: SimulatedScript | undefined;
  /** Codec of the picture, for whoever mints a LiveAvatar token. Default: what the browser plays best. */
  videoEncoding?: 'H264' | 'VP8' | undefined;
  /** LiveAvatar only. */
  liveAvatar?: LiveAvatarOptions | undefined;
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
export interface SpeakOptions {
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

/** Sound for `speakAudio()`: samples of 16 bit, mono, at 24 kHz, whole or as they come; an `AudioBuffer` may be any. */
export type SoundSource = Int16Array | AudioBuffer | ReadableStream<Int16Array>;

export type { StartAvatarOptions as StartAvatarRequest, StreamingAvatarOptions as StreamingAvatarApiConfig };
export type { SpeakOptions as SpeakRequest, VoiceOptions as VoiceSetting, STTOptions as STTSettings };
