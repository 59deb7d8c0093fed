/**
 * The SDK's enums: `const` objects with a type of the same name, members in the SDK's order because
 * `Object.values()` of them is a menu on somebody's page. New members go last.
 *
 * The namespaces hold types only and leave nothing behind at run time; they make `AvatarQuality.High`
 * usable as a type, as members of a TypeScript enum are.
 */

/** Size and bit rate of the picture: high is 720p at 2 Mbit/s, medium 480p at 1, low 360p at 0.5. */
export const AvatarQuality = { Low: 'low', Medium: 'medium', High: 'high' } as const;
export type AvatarQuality = (typeof AvatarQuality)[keyof typeof AvatarQuality];
export declare namespace AvatarQuality {
  type Low = 'low';
  type Medium = 'medium';
  type High = 'high';
}

/** The tone of the avatar's voice. Interactive Avatar only. */
export const VoiceEmotion = {
  EXCITED: 'excited',
  SERIOUS: 'serious',
  FRIENDLY: 'friendly',
  SOOTHING: 'soothing',
  BROADCASTER: 'broadcaster',
} as const;
export type VoiceEmotion = (typeof VoiceEmotion)[keyof typeof VoiceEmotion];
export declare namespace VoiceEmotion {
  type EXCITED = 'excited';
  type SERIOUS = 'serious';
  type FRIENDLY = 'friendly';
  type SOOTHING = 'soothing';
  type BROADCASTER = 'broadcaster';
}

/** The speech model, for voices that come from ElevenLabs. */
export const ElevenLabsModel = {
  eleven_flash_v2_5: 'eleven_flash_v2_5',
  eleven_multilingual_v2: 'eleven_multilingual_v2',
} as const;
export type ElevenLabsModel = (typeof ElevenLabsModel)[keyof typeof ElevenLabsModel];
export declare namespace ElevenLabsModel {
  type eleven_flash_v2_5 = 'eleven_flash_v2_5';
  type eleven_multilingual_v2 = 'eleven_multilingual_v2';
}

/** Who turns the user's speech into text. */
export const STTProvider = { DEEPGRAM: 'deepgram', GLADIA: 'gladia' } as const;
export type STTProvider = (typeof STTProvider)[keyof typeof STTProvider];
export declare namespace STTProvider {
  type DEEPGRAM = 'deepgram';
  type GLADIA = 'gladia';
}

/** What the avatar does with a text: answer it (`talk`) or say it word for word (`repeat`). */
export const TaskType = { TALK: 'talk', REPEAT: 'repeat' } as const;
export type TaskType = (typeof TaskType)[keyof typeof TaskType];
export declare namespace TaskType {
  type TALK = 'talk';
  type REPEAT = 'repeat';
}

/** When `speak()` resolves: at the end of its turn (`sync`), or once the text has been taken (`async`). */
export const TaskMode = { SYNC: 'sync', ASYNC: 'async' } as const;
export type TaskMode = (typeof TaskMode)[keyof typeof TaskMode];
export declare namespace TaskMode {
  type SYNC = 'sync';
  type ASYNC = 'async';
}

/** Accepted for compatibility: the microphone travels over LiveKit whichever is named. */
export const VoiceChatTransport = { LIVEKIT: 'livekit', WEBSOCKET: 'websocket' } as const;
export type VoiceChatTransport = (typeof VoiceChatTransport)[keyof typeof VoiceChatTransport];
export declare namespace VoiceChatTransport {
  type LIVEKIT = 'livekit';
  type WEBSOCKET = 'websocket';
}

/** How good the connection to the avatar is, as LiveKit judges it. */
export const ConnectionQuality = { UNKNOWN: 'UNKNOWN', GOOD: 'GOOD', BAD: 'BAD' } as const;
export type ConnectionQuality = (typeof ConnectionQuality)[keyof typeof ConnectionQuality];
export declare namespace ConnectionQuality {
  type UNKNOWN = 'UNKNOWN';
  type GOOD = 'GOOD';
  type BAD = 'BAD';
}
