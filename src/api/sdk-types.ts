/**
 * The SDK's types, with its names and shapes: enums where the SDK has enums, and required what the SDK requires. Each can
 * be passed to the method that takes it.
 */

import type {
  AvatarQuality,
  ElevenLabsModel,
  STTProvider,
  TaskMode,
  TaskType,
  VoiceChatTransport,
  VoiceEmotion,
} from './enums.js';
import type {
  SpeakOptions,
  StartAvatarOptions,
  STTOptions,
  StreamingAvatarOptions,
  VoiceOptions,
} from './requests.js';

/** The constructor's options, with a session token. */
export interface StreamingAvatarApiConfig extends StreamingAvatarOptions {
  token: string;
}

/** The avatar's voice. */
export interface VoiceSetting extends VoiceOptions {
  emotion?: VoiceEmotion | undefined;
  model?: ElevenLabsModel | undefined;
}

/** Speech-to-text. */
export interface STTSettings extends STTOptions {
  provider?: STTProvider | undefined;
}

/** What a session is started with. */
export interface StartAvatarRequest extends StartAvatarOptions {
  avatarName: string;
  quality?: AvatarQuality | undefined;
  voice?: VoiceSetting | undefined;
  sttSettings?: STTSettings | undefined;
  voiceChatTransport?: VoiceChatTransport | undefined;
}

/** What the avatar says. */
export interface SpeakRequest extends SpeakOptions {
  taskType?: TaskType | undefined;
  task_type?: TaskType | undefined;
  taskMode?: TaskMode | undefined;
}

// Both are as loose as the SDK's.

/** A listener of any shape. */
// oxlint-disable-next-line typescript/no-explicit-any
export type EventHandler = (...args: any[]) => void;

/** An object of anything. */
export interface CommonRequest {
  // oxlint-disable-next-line typescript/no-explicit-any
  [key: string]: any;
}
