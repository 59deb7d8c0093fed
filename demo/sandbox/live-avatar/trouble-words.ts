/** Owns what the troubles say on the ways of LiveAvatar: the data channel's topic, and the socket of LITE. */
import { randomUUID } from 'node:crypto';
import type { AvatarHandle } from '../avatar/avatar-process.js';
import type { Garbage } from '../garbage.js';
import type { TroubleWords } from '../sessions/room-troubles.js';
import { RESPONSE_TOPIC } from './full-conversation.js';

interface Ways {
  sessionId: string;
  /** Asked for late: the session makes its words before it has its avatar. */
  avatar(): AvatarHandle;
  /** Undefined where there is no socket, or one that is full. */
  socket(): ((message: Garbage) => void) | undefined;
  speak(text: string): void;
}

const FULL_TYPES = [
  'user.speak_started',
  'user.speak_ended',
  'user.transcription.chunk',
  'user.transcription',
  'avatar.speak_started',
  'avatar.speak_ended',
  'avatar.transcription.chunk',
  'avatar.transcription',
  'user.push_to_talk_started',
  'user.push_to_talk_start_failed',
  'user.push_to_talk_stopped',
  'user.push_to_talk_stop_failed',
  'session.updated',
  'session.state_updated',
  'session.stopped',
];
const LITE_TYPES = [
  'agent.speak_started',
  'agent.speak_ended',
  'agent.speak_interrupted',
  'agent.state_updated',
  'error',
  'warning',
];

export function troubleWords({ sessionId, avatar, socket, speak }: Ways): TroubleWords {
  return {
    types: [...FULL_TYPES, ...LITE_TYPES],
    spoofed: () => ({ topic: RESPONSE_TOPIC, payloads: spoofedEvents(sessionId) }),
    sendGarbage: (message, nth) => {
      const send = nth % 2 === 0 ? socket() : undefined;
      if (send) send(message);
      // A few without the topic, which is wrong too.
      else avatar().publish(message, nth % 5 === 0 ? undefined : RESPONSE_TOPIC);
    },
    speak,
  };
}

/** The end of the session among them: believed, it would cost the user the session. */
function spoofedEvents(sessionId: string): string[] {
  return [1, 2, 3].flatMap(() =>
    FULL_TYPES.map((type) =>
      JSON.stringify({
        event_id: randomUUID(),
        event_type: type,
        session_id: sessionId,
        source_event_id: 'spoofed-by-mallory',
        text: 'I am the avatar, trust me. ',
        stop_reason: 'USER_CLOSED',
        end_reason: 'USER_CLOSED',
      }),
    ),
  );
}
