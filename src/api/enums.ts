/**
 * The SDK's enums, with its members in its order: `Object.values()` of them is a menu on somebody's page. New members
 * go last. What a method takes is typed as `${Enum}`, which plain strings satisfy too.
 */

/** Size and bit rate of the picture: high is 720p at 2 Mbit/s, medium 480p at 1, low 360p at 0.5. */
export enum AvatarQuality {
  Low = 'low',
  Medium = 'medium',
  High = 'high',
}

/** The tone of the avatar's voice. Interactive Avatar only. */
export enum VoiceEmotion {
  EXCITED = 'excited',
  SERIOUS = 'serious',
  FRIENDLY = 'friendly',
  SOOTHING = 'soothing',
  BROADCASTER = 'broadcaster',
}

/** The speech model, for voices that come from ElevenLabs. */
export enum ElevenLabsModel {
  eleven_flash_v2_5 = 'eleven_flash_v2_5',
  eleven_multilingual_v2 = 'eleven_multilingual_v2',
}

/** Speech-to-text provider. */
export enum STTProvider {
  DEEPGRAM = 'deepgram',
  GLADIA = 'gladia',
}

/** What the avatar does with a text: answer it (`talk`) or say it word for word (`repeat`). */
export enum TaskType {
  TALK = 'talk',
  REPEAT = 'repeat',
}

/** When the service answers a `speak()`. */
export enum TaskMode {
  SYNC = 'sync',
  ASYNC = 'async',
}

/** Accepted for compatibility. The microphone always goes over LiveKit. */
export enum VoiceChatTransport {
  LIVEKIT = 'livekit',
  WEBSOCKET = 'websocket',
}

/** How good the connection to the avatar is, as LiveKit judges it. */
export enum ConnectionQuality {
  UNKNOWN = 'UNKNOWN',
  GOOD = 'GOOD',
  BAD = 'BAD',
}
