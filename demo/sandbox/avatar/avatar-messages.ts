/**
 * Owns the messages between the sandbox and the process in which its avatars live. They know nothing of a
 * HeyGen service's wire: what a spoken turn means in messages is the service's matter.
 */
import type { VoiceChoice } from '../speech/speech.js';
import type { LookName } from './portrait/looks.js';

/** What an avatar is before it is anywhere. */
export interface Figure {
  look: LookName;
  voice: VoiceChoice;
  picture: { width: number; height: number; maxBitrate: number; codec: 'H264' | 'VP8' };
  /** Publishes no audio track (the trouble `half-a-session`). */
  withoutSound?: boolean;
  /** Samples a second of the sound that it is given (`sound`); its own voice has another rate. Default: the voice's. */
  soundRate?: number;
}

export type AvatarCommand =
  /** Paints its layers ahead of time, so that `join` is quick. */
  | { type: 'prepare'; avatar: string; figure: Figure }
  /** With `agentToken` a second participant joins, and all data messages go in and out by it. */
  | { type: 'join'; avatar: string; url: string; token: string; agentToken?: string | undefined }
  | { type: 'speak'; avatar: string; turn: string; text: string }
  /** The next piece of a turn whose sound comes from outside, PCM in `soundRate`, mono; the first begins the turn. */
  | { type: 'sound'; avatar: string; turn: string; samples: Int16Array }
  | { type: 'sound_end'; avatar: string; turn: string }
  | { type: 'interrupt'; avatar: string }
  | { type: 'listen'; avatar: string; listening: boolean }
  /** Text, or bytes that need not even be text. */
  | { type: 'publish'; avatar: string; payload: string | Uint8Array; topic?: string | undefined }
  /** Lets somebody else into the room, who sends these as if they were the avatar's. */
  | {
      type: 'impersonate';
      avatar: string;
      url: string;
      token: string;
      payloads: string[];
      topic?: string | undefined;
    }
  | { type: 'leave'; avatar: string };

export type AvatarEvent =
  | { type: 'joined' }
  | { type: 'join_failed'; reason: string }
  /** Both tracks are in the room: from now on it can be seen and heard. */
  | { type: 'published' }
  | { type: 'left' }
  /** The room ended without `leave`. */
  | { type: 'room_lost' }
  | { type: 'participant_joined'; identity: string }
  | { type: 'participant_left'; identity: string }
  | { type: 'data'; payload: string; topic: string }
  /** A microphone track of the user, and what is heard on it: PCM, 16 kHz, mono. */
  | { type: 'track_opened'; track: string }
  | { type: 'sound'; track: string; samples: Int16Array }
  | { type: 'track_closed'; track: string }
  | { type: 'impersonated'; messages: number }
  /** The whole turn is made; it may not yet have begun to sound. */
  | { type: 'turn_made'; turn: string; durationMs: number }
  | { type: 'turn_failed'; turn: string; reason: string }
  | { type: 'turn_started'; turn: string }
  | { type: 'turn_fragment'; turn: string; text: string }
  /** `interrupted` turns have spoken for `durationMs` only; a turn that never began to sound reports 0. */
  | { type: 'turn_ended'; turn: string; durationMs: number; interrupted: boolean };

export type AvatarReport = { avatar: string; event: AvatarEvent } | { ready: true };
