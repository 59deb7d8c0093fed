/**
 * LiveAvatar's events as the SDK's (protocol.md B.5): turns get the ids that its wire does not have, the user's
 * cumulative text comes out as increments, and the avatar's turn says how long it lasted.
 */

import type { Clock } from '../../api/clock.js';
import type { ConversationEvent } from '../../api/events.js';
import type { AgentEvent } from './agent-messages.js';

/** How many of the avatar's turns can still be named by what comes late. */
const remembered = 50;

interface AvatarTurn {
  readonly id: string;
  /** Something of it has come, its sound or its text. */
  begun: boolean;
  /** Its sound has begun. */
  spoken: boolean;
  /** Some of its text has come. */
  hasText: boolean;
  /** All of it. */
  complete: boolean;
  /** Something came in between: speech that begins from here on is another turn's. */
  left: boolean;
}

interface UserTurn {
  readonly id: string;
  /** The text that was told so far. */
  told: string;
  /** All of it has come. */
  complete: boolean;
  /** The user spoke again before all of it had come. */
  resumed: boolean;
}

export class EventTranslator {
  readonly #clock: Clock;
  readonly #emit: (event: ConversationEvent) => void;
  /** The avatar's turns by their ids, oldest first, those included that were asked for and have not begun. */
  readonly #turns = new Map<string, AvatarTurn>();
  /** What the page asked to be said, and has not begun, oldest first. */
  #asked: AvatarTurn[] = [];
  /** The turn that began last. */
  #latest: AvatarTurn | undefined;
  /** The turn that is heard, and since when on the clock. */
  #heard: { readonly turn: AvatarTurn; readonly since: number } | undefined;
  #user: UserTurn | undefined;

  constructor(clock: Clock, emit: (event: ConversationEvent) => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** The page has asked for a turn, under the id of its command. */
  asked(id: string): void {
    // While something is said, what begins after a pause may be the rest of it.
    if (this.#latest?.spoken && !this.#heard) this.#latest.left = true;
    this.#asked.push(this.#add(id));
  }

  /** The page could not ask for it after all. */
  withdrawn(id: string): void {
    this.#asked = this.#asked.filter((turn) => turn.id !== id);
  }

  /** What is being said, and what waits to be said, is not said any more. */
  interrupted(): void {
    this.#asked = [];
    if (this.#latest) this.#latest.left = true;
  }

  receive({ type, source, text }: AgentEvent): void {
    switch (type) {
      case 'avatar.speak_started':
        return this.#avatarStarts(this.#turnOf(source, (turn) => this.#hasSpoken(turn)));
      case 'avatar.speak_ended': {
        const named = this.#turns.get(source ?? '');
        // A late end of another turn does not silence the one that is heard.
        if (!named || named === this.#heard?.turn) this.#avatarStops();
        return;
      }
      case 'avatar.transcription.chunk':
        return this.#avatarSays(
          this.#turnOf(source, ({ complete }) => complete),
          text,
        );
      case 'avatar.transcription': {
        const turn = this.#turnOf(source, ({ complete }) => complete);
        if (!turn.hasText && text) this.#avatarSays(turn, text);
        turn.complete = true;
        return this.#emit({ type: 'avatar_end_message', task_id: turn.id, message: text });
      }
      case 'user.speak_started':
        return this.#userStarts();
      case 'user.speak_ended':
        return this.#emit({ type: 'user_stop', task_id: (this.#user ??= newUserTurn()).id });
      case 'user.transcription.chunk':
        this.#userSays(text);
        return;
      case 'user.transcription': {
        const turn = this.#userSays(text);
        turn.complete = true;
        return this.#emit({ type: 'user_end_message', task_id: turn.id, message: text || turn.told });
      }
      default:
    }
  }

  /** The turn that an event names, else the one that began last, else, where that one is `over`, the next. */
  #turnOf(source: string | undefined, over: (turn: AvatarTurn) => boolean): AvatarTurn {
    const named = this.#turns.get(source ?? '');
    if (!named && this.#latest && !over(this.#latest)) return this.#latest;
    const turn = named ?? this.#asked[0] ?? this.#add(crypto.randomUUID());
    if (turn.begun) return turn;
    turn.begun = true;
    this.#asked = this.#asked.filter((other) => other !== turn);
    return (this.#latest = turn);
  }

  /** Speech that begins is another turn's: a turn may pause, and its text may come before its sound or after it. */
  #hasSpoken({ spoken, hasText, complete, left }: AvatarTurn): boolean {
    // Text comes with the sound or not at all (LITE), so that without any a pause is an end if more is to be said.
    return left || (spoken && (complete || (!hasText && this.#asked.length > 0)));
  }

  #add(id: string): AvatarTurn {
    const turn = { id, begun: false, spoken: false, hasText: false, complete: false, left: false };
    this.#turns.set(id, turn);
    const [oldest] = this.#turns.keys();
    if (this.#turns.size > remembered && oldest !== undefined) this.#turns.delete(oldest);
    return turn;
  }

  #avatarStarts(turn: AvatarTurn): void {
    // One at a time: the end of the one before is late, or lost.
    if (this.#heard && this.#heard.turn !== turn) this.#avatarStops();
    this.#heard ??= { turn, since: this.#clock.now() };
    turn.spoken = true;
    this.#emit({ type: 'avatar_start_talking', task_id: turn.id });
  }

  #avatarStops(): void {
    if (!this.#heard) return;
    const { turn, since } = this.#heard;
    this.#heard = undefined;
    const duration_ms = Math.round((this.#clock.now() - since) * 1000);
    this.#emit({ type: 'avatar_stop_talking', task_id: turn.id, duration_ms });
  }

  #avatarSays(turn: AvatarTurn, message: string): void {
    turn.hasText = true;
    this.#emit({ type: 'avatar_talking_message', task_id: turn.id, message });
  }

  #userStarts(): void {
    // Who cuts in ends what waits to be said too.
    if (this.#heard) this.interrupted();
    else if (this.#latest) this.#latest.left = true;
    if (!this.#user || this.#user.complete) this.#user = newUserTurn();
    else this.#user.resumed = true;
    this.#emit({ type: 'user_start', task_id: this.#user.id });
  }

  /** Tells what lies past the text that was told; nothing where earlier words have changed. */
  #userSays(text: string): UserTurn {
    const turn = this.#userTurn(text);
    const message = text.startsWith(turn.told) ? text.slice(turn.told.length) : '';
    if (message) {
      turn.told = text;
      this.#emit({ type: 'user_talking_message', task_id: turn.id, message });
    }
    return turn;
  }

  #userTurn(text: string): UserTurn {
    const turn = this.#user;
    if (turn && !turn.complete) {
      // After a pause the text goes on, or begins anew.
      if (!turn.resumed || !text || text.startsWith(turn.told)) return turn;
      this.#emit({ type: 'user_end_message', task_id: turn.id });
    }
    return (this.#user = newUserTurn());
  }
}

function newUserTurn(): UserTurn {
  return { id: crypto.randomUUID(), told: '', complete: false, resumed: false };
}
