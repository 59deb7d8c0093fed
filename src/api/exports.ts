/** What the entries for pages export from `api/`: enums, errors and types. */

export * from './enums.js';
export { APIError, StreamingAvatarError } from './errors.js';
export { SessionEvents, StreamingEvents } from './events.js';

export type { Clock } from './clock.js';
export type { DiagnoseOptions, DiagnosisCheck, DiagnosisRow } from './diagnosis.js';
export type { ErrorCode, ErrorDetails } from './errors.js';
export type { AnyListener, HeardEvent, ListenerOf, ListenOptions } from './event-listeners.js';
export type {
  EventData,
  StreamingAvatarEventMap,
  StreamingStartTalkingEvent,
  StreamingStopTalkingEvent,
  StreamingTalkingEndEvent,
  StreamingTalkingMessageEvent,
  UserSilenceEvent,
  UserStartEvent,
  UserStopEvent,
  UserTalkingEndEvent,
  UserTalkingMessageEvent,
  PlaybackBlock,
  WarningDetail,
} from './events.js';
export type { Deadlines, Phase, StartPhase, Timings } from './phases.js';
export type {
  AnyCase,
  ElevenLabsSettings,
  LiveAvatarOptions,
  ServiceName,
  SoundSource,
  SpeakOptions,
  SpeakResponse,
  StartAvatarOptions,
  StartAvatarResponse,
  StartedSession,
  StreamingAvatarOptions,
  STTOptions,
  TokenReason,
  TokenSource,
  VoiceChatRequest,
  VoiceOptions,
} from './requests.js';
export type {
  CommonRequest,
  EventHandler,
  SpeakRequest,
  StartAvatarRequest,
  StreamingAvatarApiConfig,
  STTSettings,
  VoiceSetting,
} from './sdk-types.js';
export type {
  SimulatedAnswer,
  SimulatedDelays,
  SimulatedScript,
  SimulatedTrouble,
} from './simulated-script.js';
export type { EndReason, LiveState, SessionState } from './state.js';
export type { TranscriptTurn } from './transcript.js';
