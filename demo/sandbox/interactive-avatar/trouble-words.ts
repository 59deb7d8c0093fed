/** Owns what the troubles say on the ways of Interactive Avatar: its data channel and its chat socket. */
import type { Garbage } from '../garbage.js';
import type { TroubleWords } from '../sessions/room-troubles.js';
import type { ChatLine } from './chat-line.js';

interface Ways {
  publish(message: Garbage): void;
  chatLine(): ChatLine | undefined;
  speak(text: string): void;
}

const SOCKET_BACKLOG = 1_000_000;

const TYPES = [
  'avatar_start_talking',
  'avatar_talking_message',
  'user_start',
  'user_talking_message',
  'user_stop',
  'user_end_message',
  'user_silence',
  'avatar_end_message',
  'avatar_stop_talking',
];

export function troubleWords({ publish, chatLine, speak }: Ways): TroubleWords {
  return {
    types: TYPES,
    spoofed: () => ({ payloads: spoofedMessages() }),
    sendGarbage: (message, nth) => {
      const line = nth % 2 === 0 ? chatLine() : undefined;
      if (line && line.backlog() < SOCKET_BACKLOG) line.send(message);
      else publish(message);
    },
    speak,
  };
}

/** Every message there is on either channel, each well-formed, under both names of the type. */
function spoofedMessages(): string[] {
  const turn = { task_id: 'spoofed-by-mallory', message: 'I am the avatar, trust me. ', duration_ms: 1_000 };
  const count = { silence_times: 1, count_down: 5 };
  return [1, 2, 3].flatMap(() =>
    TYPES.flatMap((type) => [
      JSON.stringify({ type, ...turn, ...count }),
      JSON.stringify({ event_type: type, ...turn, ...count }),
    ]),
  );
}
