/**
 * The SDK's enums, with its members in its order: pages make menus of their `Object.values()`. New members go last.
 * Methods take `${Enum}`, which includes plain strings.
 */

/** Size and bit rate of the picture: high is 720p at 2 Mbit/s, medium 480p at 1 Mbit/s, low 360p at 0.5 Mbit/s. */
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

/** When the service responds to `speak()`. Neither waits for the end of the turn. */
export enum TaskMode {
  SYNC = 'sync',
  ASYNC = 'async',
}

/** Accepted for compatibility. The microphone always goes over LiveKit. */
export enum VoiceChatTransport {
  LIVEKIT = 'livekit',
  WEBSOCKET = 'websocket',
}

/** The quality of the connection as LiveKit rates it. */
export enum ConnectionQuality {
  UNKNOWN = 'UNKNOWN',
  GOOD = 'GOOD',
  BAD = 'BAD',
}
