/**
 * What methods take and resolve with. Types named `…Options` take an enum's member or its value as a plain string, in
 * any case. `sdk-types.ts` has the stricter types that the SDK exports, under the SDK's names.
 */

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

/** A member of an enum, or its value: `high`, `High` or `HIGH`. */
export type AnyCase<Enum extends string> = `${Enum}` | Capitalize<`${Enum}`> | Uppercase<`${Enum}`>;

/** The service to talk to. `auto` tells HeyGen's two services apart by the token; `simulated` needs no server. */
export type ServiceName = 'auto' | 'interactive-avatar' | 'liveavatar' | 'simulated';

/** Why a token source is called: a session starts, or the service refused its last token with 401. */
export type TokenReason = 'start' | 'unauthorized';

/** Returns a new session token at each call. If it rejects, the start rejects with `token_source_failed`. */
export type TokenSource = (
  request: StartAvatarOptions,
  context: { reason: TokenReason; signal: AbortSignal },
) => Promise<string> | string;

/** Options of `new StreamingAvatar()`. */
export interface StreamingAvatarOptions {
  /**
   * A session token, which serves one session; a {@link TokenSource}; or a `URL` that gets the start request as JSON
   * by POST and responds with `{ token }`. Never an API key (`api_key_in_page`). Without it a start rejects with
   * `token_missing`, except on the service `simulated`, which needs no token.
   */
  token?: string | TokenSource | URL | undefined;
  /** Credentials mode of the request to a token URL. Other values reject a start with `invalid_option`. Default: `same-origin`. */
  tokenCredentials?: RequestCredentials | undefined;
  /** Base URL of the service's API, with port and path prefix. Default: the service's own. */
  basePath?: string | undefined;
  /** The service to talk to. Default: `auto`. */
  service?: ServiceName | undefined;
  /** Logs what the session does to the console, at debug level, without tokens and without what is said. Default: false. */
  debug?: boolean | undefined;
  /** Clock for the session's limits, and for a whole simulated session, so that tests can move time. */
  clock?: Clock | undefined;
  /** Longest waits of a start, in milliseconds. What is left out keeps its default. */
  deadlines?: Partial<Deadlines> | undefined;
  /** Stream to put the avatar's tracks into, for a page that plays it before the start. Default: a new one per session. */
  mediaStream?: MediaStream | undefined;
}

/** Fine tuning of a voice from ElevenLabs. Each number is from 0 to 1; otherwise `invalid_option`. */
export interface ElevenLabsSettings {
  stability?: number | undefined;
  similarity_boost?: number | undefined;
  style?: number | undefined;
  use_speaker_boost?: boolean | undefined;
}

/** The avatar's voice. */
export interface VoiceOptions {
  /** The voice's id. Default: the avatar's own voice. */
  voiceId?: string | undefined;
  /** Speed of speech, 0.5 to 1.5, otherwise `invalid_option`. Default: 1. LiveAvatar uses the nearest value from 0.8 to 1.2. */
  rate?: number | undefined;
  /** Tone of the voice. Interactive Avatar only. */
  emotion?: AnyCase<VoiceEmotion> | undefined;
  elevenlabsSettings?: ElevenLabsSettings | undefined;
  model?: AnyCase<ElevenLabsModel> | undefined;
}

/** Speech-to-text. */
export interface STTOptions {
  /** Default: the service's. `assembly_ai` and `elevenlabs` on LiveAvatar only. */
  provider?: AnyCase<STTProvider> | 'assembly_ai' | 'elevenlabs' | undefined;
  /** Words recognised with less confidence are dropped. 0 to 1, otherwise `invalid_option`. Default: 0.55. Interactive Avatar only. */
  confidence?: number | undefined;
  /** Same as the option `language`, which counts if both are set. */
  language?: string | undefined;
}

/** LiveAvatar's own options. They reach the service through whoever mints the session token. */
export interface LiveAvatarOptions {
  /** Starts a free session of one minute with the service's test avatar; `avatarName` is optional then. Default: false. */
  sandbox?: boolean | undefined;
  /** Seconds after which the service ends the session, at least 1; with `sandbox` at most 60. Default: the service's own. */
  maxSessionDuration?: number | undefined;
  /** Values for the variables of the context: at most 50, names up to 64 characters, values up to 1000. */
  dynamicVariables?: Readonly<Record<string, string>> | undefined;
  /** Id of your own language model, set up at LiveAvatar. Default: the service's. */
  llmConfigurationId?: string | undefined;
  /**
   * `FULL` (default): the service listens, thinks and speaks. `repeat`: it listens, and speaks only what the page
   * says, for a language model of your own. `LITE`: it speaks the audio that the page sends.
   */
  mode?: 'FULL' | 'repeat' | 'LITE' | undefined;
}

/** What a session is started with. */
export interface StartAvatarOptions {
  /** Avatar id. Default: `default`. On LiveAvatar a UUID, without a default. */
  avatarName?: string | undefined;
  /** Size of the picture. `very_high` on LiveAvatar only. Default: the service's. */
  quality?: AnyCase<AvatarQuality> | 'very_high' | undefined;
  voice?: VoiceOptions | undefined;
  /** Language of speech and understanding: `en`, `en-US`. */
  language?: string | undefined;
  /** Id of a knowledge base at HeyGen; on LiveAvatar, of a context. */
  knowledgeId?: string | undefined;
  /** System prompt for the answers to `TaskType.TALK`. */
  knowledgeBase?: string | undefined;
  /** Seconds without activity after which the session ends, 30 to 3600, otherwise `invalid_option`. Default: 120. */
  activityIdleTimeout?: number | undefined;
  /** Never ends the session because of inactivity: it bills until it is stopped. Default: false. */
  disableIdleTimeout?: boolean | undefined;
  sttSettings?: STTOptions | undefined;
  /** Same as `voice`, which counts where both are set. */
  ttsSettings?: VoiceOptions | undefined;
  /** Makes the avatar speak up when the user stays silent. Default: false. */
  useSilencePrompt?: boolean | undefined;
  /** Accepted for compatibility. The microphone always goes over LiveKit. */
  voiceChatTransport?: AnyCase<VoiceChatTransport> | undefined;
  /** The user is heard only while push-to-talk is pressed. Default: false. */
  enablePushToTalk?: boolean | undefined;
  /** Accepted for compatibility. Sessions always have version `v2` of the protocol. */
  version?: string | undefined;
  /** What a simulated session says, and how. Other services ignore it. */
  simulatedScript?: SimulatedScript | undefined;
  /** Video codec, for the endpoint that mints a LiveAvatar token. Default: `H264` if the browser plays it, otherwise `VP8`. */
  videoEncoding?: 'H264' | 'VP8' | undefined;
  /** LiveAvatar's own options. */
  liveAvatar?: LiveAvatarOptions | undefined;
}

/** How a session was opened. */
export interface StartAvatarResponse {
  session_id: string;
  /** Same as `session_id`. Optional in what a page passes to `startAvatar()`. */
  readonly sessionId?: string | undefined;
  /** Token for the LiveKit room. */
  access_token: string;
  /** URL of the LiveKit server. */
  url: string;
  is_paid: boolean;
  /** Seconds after which the service ends the session. */
  session_duration_limit: number;
}

/** What starting a session resolves with. */
export interface StartedSession extends StartAvatarResponse {
  /** Same as `session_id`. */
  readonly sessionId: string;
}

/** How to open the microphone. */
export interface VoiceChatRequest {
  /** Makes the avatar speak up when the user stays silent. Default: what the session was started with. */
  useSilencePrompt?: boolean | undefined;
  /** Whether the microphone starts muted. Default: false, unless `muteInputAudio()` was called outside voice chat. Applies to an open microphone too. */
  isInputAudioMuted?: boolean | undefined;
}

/** What the avatar says. */
export interface SpeakOptions {
  /** The text. Must not be empty (`empty_text`). */
  text: string;
  /** Default: `talk`. */
  taskType?: AnyCase<TaskType> | undefined;
  /** Same as `taskType`, which counts if both are set. */
  task_type?: AnyCase<TaskType> | undefined;
  /** When the service responds. Default: `async` for a TALK, the service's own for a REPEAT. In either mode `speak()` resolves when the service has taken the text. */
  taskMode?: AnyCase<TaskMode> | undefined;
}

/** What `speak()` resolves with. */
export interface SpeakResponse {
  /** Id of the turn. Its `avatar_*` events have the same id. */
  task_id: string;
  /** How long the avatar will speak, in milliseconds; estimated if the service does not say. */
  duration_ms: number;
  /**
   * Resolves at the end of the turn, however long it takes, at its interruption, or at the end of the session. Never
   * rejects. Not enumerable, so that the response looks like the SDK's.
   */
  readonly finished: Promise<{ interrupted: boolean }>;
}

/** Audio for `speakAudio()`: 16-bit mono samples at 24 kHz, whole or as they come, or any `AudioBuffer`. */
export type SoundSource = Int16Array | AudioBuffer | ReadableStream<Int16Array>;
