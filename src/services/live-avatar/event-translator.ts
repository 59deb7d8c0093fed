/**
 * Turns LiveAvatar's events into the SDK's (protocol.md, "Turns"): adds turn ids, which the wire does not have, reports
 * the user's cumulative text as increments, and measures how long the avatar spoke. Every event carries all fields of
 * the message it comes from.
 */

import type { Clock } from '../../api/clock.js';
import type { ConversationEvent } from '../../api/events.js';
import { randomId } from '../../api/random-id.js';
import type { AgentEvent } from './agent-messages.js';

/** The longest gap between two stretches of speech of one answer, in seconds. */
export const longestPause = 1;

/** How many of the avatar's turns late events can still refer to. */
const remembered = 50;

interface AvatarTurn {
  readonly id: string;
  /** Some of its sound or text has arrived. */
  begun: boolean;
  /** Its sound has begun. */
  spoken: boolean;
  /** Its text so far, as emitted. */
  text: string;
  /** Whether text has arrived since its sound last began. */
  hasNewText: boolean;
  /** All of its text has arrived. */
  complete: boolean;
  /** Its sound has begun again after its text was complete. */
  resumed: boolean;
  /** Something came in between, so speech that begins from now on belongs to another turn. */
  left: boolean;
}

interface UserTurn {
  readonly id: string;
  /** The text emitted so far. */
  told: string;
  /** All of its text has arrived. */
  complete: boolean;
  /** The user spoke again before all of it had arrived. */
  resumed: boolean;
}

type Fields = AgentEvent['fields'];

export class EventTranslator {
  readonly #clock: Clock;
  readonly #emit: (event: ConversationEvent) => void;
  /**
   * The avatar's turns by their ids, oldest first, including those that were requested and have not begun. The
   * service's own ids for a turn are keys too.
   */
  readonly #turns = new Map<string, AvatarTurn>();
  /** Turns the page has requested that have not begun, oldest first. */
  #asked: AvatarTurn[] = [];
  /** The turn that began last. */
  #latest: AvatarTurn | undefined;
  /** The turn being heard, and since when on the clock. */
  #heard: { readonly turn: AvatarTurn; readonly since: number } | undefined;
  /** When the avatar fell silent, on the clock. */
  #silentSince = -Infinity;
  #user: UserTurn | undefined;

  constructor(clock: Clock, emit: (event: ConversationEvent) => void) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** Registers a turn that the page requested, by the id of its command. */
  asked(id: string): void {
    // While something is said, what begins after a pause may be the rest of it.
    if (this.#latest?.spoken && !this.#heard) this.#latest.left = true;
    this.#asked.push(this.#add(id));
  }

  /** Forgets a turn whose request could not be sent. */
  withdrawn(id: string): void {
    this.#asked = this.#asked.filter((turn) => turn.id !== id);
  }

  /** Ends the current turn and drops the ones waiting. */
  interrupted(): void {
    this.#asked = [];
    if (this.#latest) this.#latest.left = true;
  }

  /** Whether a turn has this id. */
  knows(id: unknown): id is string {
    return typeof id === 'string' && this.#turns.has(id);
  }

  receive({ type, source, text, fields }: AgentEvent): void {
    switch (type) {
      case 'avatar.speak_started':
        return this.#avatarStarts(
          this.#turnOf(source, (turn) => this.#hasSpoken(turn)),
          fields,
        );
      case 'avatar.speak_ended': {
        const named = this.#named(source);
        // A late end of another turn does not silence the one that is heard.
        if (!named || named === this.#heard?.turn) this.#avatarStops(fields);
        return;
      }
      case 'avatar.transcription.chunk':
        return this.#avatarSays(
          this.#turnOf(source, (turn) => this.#hasText(turn)),
          text,
          fields,
        );
      case 'avatar.transcription': {
        const turn = this.#turnOf(source, (one) => this.#hasText(one));
        if (text && this.#isUntold(turn, text)) this.#avatarSays(turn, text, fields);
        turn.complete = true;
        return this.#emit({ ...fields, type: 'avatar_end_message', task_id: turn.id, message: text });
      }
      case 'user.speak_started':
        return this.#userStarts(fields);
      case 'user.speak_ended':
        return this.#emit({ ...fields, type: 'user_stop', task_id: (this.#user ??= newUserTurn()).id });
      case 'user.transcription.chunk':
        this.#userSays(text, fields);
        return;
      case 'user.transcription': {
        const turn = this.#userSays(text, fields);
        turn.complete = true;
        const message = text || turn.told;
        return this.#emit({ ...fields, type: 'user_end_message', task_id: turn.id, message });
      }
      default:
    }
  }

  /** The turn an event names; otherwise the one that began last, or the next one if that is `over`. */
  #turnOf(source: string | undefined, over: (turn: AvatarTurn) => boolean): AvatarTurn {
    const turn = this.#named(source) ?? this.#unnamed(over);
    // Later events with the same source belong to it.
    if (source) this.#remember(source, turn);
    if (turn.begun) return turn;
    turn.begun = true;
    this.#asked = this.#asked.filter((other) => other !== turn);
    return (this.#latest = turn);
  }

  #named(source = ''): AvatarTurn | undefined {
    return this.#turns.get(source);
  }

  #unnamed(over: (turn: AvatarTurn) => boolean): AvatarTurn {
    if (this.#latest && !over(this.#latest)) return this.#latest;
    return this.#asked[0] ?? this.#add(randomId());
  }

  /** Whether speech that begins is another turn's. A turn may pause, and its text may come before or after its sound. */
  #hasSpoken({ spoken, text, complete, left }: AvatarTurn): boolean {
    if (left) return true;
    if (!spoken) return false;
    const pauses = this.#clock.now() - this.#silentSince <= longestPause;
    if (complete) return !pauses || this.#asked.length > 0;
    // Text comes with the sound or not at all (LITE). Without text, a pause ends the turn if another one is waiting.
    return text === '' && this.#asked.length > 0;
  }

  /** Whether text that arrives belongs to another turn. */
  #hasText(turn: AvatarTurn): boolean {
    return turn.complete && !(turn.resumed && turn === this.#heard?.turn);
  }

  /** After a pause the service may send the whole text again, or only what is new. */
  #isUntold(turn: AvatarTurn, text: string): boolean {
    return turn.text === '' || (turn.resumed && !turn.hasNewText && !turn.text.includes(text));
  }

  #add(id: string): AvatarTurn {
    const turn: AvatarTurn = {
      id,
      begun: false,
      spoken: false,
      text: '',
      hasNewText: false,
      complete: false,
      resumed: false,
      left: false,
    };
    this.#remember(id, turn);
    return turn;
  }

  #remember(name: string, turn: AvatarTurn): void {
    if (this.#turns.get(name) === turn) return;
    this.#turns.set(name, turn);
    const [oldest] = this.#turns.keys();
    if (this.#turns.size > remembered && oldest !== undefined) this.#turns.delete(oldest);
  }

  #avatarStarts(turn: AvatarTurn, fields: Fields): void {
    // Only one turn is heard at a time: the end of the previous one is late or lost.
    if (this.#heard && this.#heard.turn !== turn) this.#avatarStops({});
    if (turn.spoken && !this.#heard) {
      turn.hasNewText = false;
      turn.resumed = turn.complete;
    }
    this.#heard ??= { turn, since: this.#clock.now() };
    turn.spoken = true;
    this.#emit({ ...fields, type: 'avatar_start_talking', task_id: turn.id });
  }

  #avatarStops(fields: Fields): void {
    if (!this.#heard) return;
    const { turn, since } = this.#heard;
    this.#heard = undefined;
    this.#silentSince = this.#clock.now();
    const duration_ms = Math.round((this.#silentSince - since) * 1000);
    this.#emit({ ...fields, type: 'avatar_stop_talking', task_id: turn.id, duration_ms });
  }

  #avatarSays(turn: AvatarTurn, message: string, fields: Fields): void {
    turn.text += message;
    turn.hasNewText = true;
    this.#emit({ ...fields, type: 'avatar_talking_message', task_id: turn.id, message });
  }

  #userStarts(fields: Fields): void {
    // Barge-in also drops the turns that are waiting.
    if (this.#heard) this.interrupted();
    else if (this.#latest) this.#latest.left = true;
    if (!this.#user || this.#user.complete) this.#user = newUserTurn();
    else this.#user.resumed = true;
    this.#emit({ ...fields, type: 'user_start', task_id: this.#user.id });
  }

  /** Emits the text past what was emitted before; nothing if earlier words have changed. */
  #userSays(text: string, fields: Fields): UserTurn {
    const turn = this.#userTurn(text);
    const message = text.startsWith(turn.told) ? text.slice(turn.told.length) : '';
    if (message) {
      turn.told = text;
      this.#emit({ ...fields, type: 'user_talking_message', task_id: turn.id, message });
    }
    return turn;
  }

  #userTurn(text: string): UserTurn {
    const turn = this.#user;
    if (turn && !turn.complete) {
      // After a pause the text continues or starts over.
      if (!turn.resumed || !text || text.startsWith(turn.told)) return turn;
      this.#emit({ type: 'user_end_message', task_id: turn.id });
    }
    return (this.#user = newUserTurn());
  }
}

function newUserTurn(): UserTurn {
  return { id: randomId(), told: '', complete: false, resumed: false };
}
