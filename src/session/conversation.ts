/**
 * The conversation of one session: who is talking, its turns, its transcript. One pure reduce. Everything that depends on
 * it (state, limits, audibility, the silence prompt, `finished`) asks the tracker.
 */

import type { Clock } from '../api/clock.js';
import type { ConversationEvent } from '../api/events.js';
import { randomId } from '../api/random-id.js';
import type { TranscriptTurn } from '../api/transcript.js';

/** Number of turns to remember: the response to `speak` can come after its turn has ended. */
const remembered = 50;
/** Longest duration of `thinking`, in seconds. Ends nothing else. */
const longestThought = 60;
/** Longest time after which a service may report a typed text as if it had been heard, in seconds. */
const longestEcho = 8;

/** Stands for the user among the asks of the page. */
const byUser = 0;

/** What happens in a conversation: the service's events, and our own notes. */
type ConversationNote =
  | ConversationEvent
  /** The page asks for a turn. `ask` numbers the requests. */
  | { readonly type: 'asked'; readonly ask: number; readonly question: Question | undefined }
  /** The service has taken the request. `claim`: the service gives no ids, so the next unknown turn is its. */
  | { readonly type: 'taken'; readonly ask: number; readonly id: string; readonly claim: boolean }
  | { readonly type: 'refused'; readonly ask: number; readonly question: Question | undefined }
  | { readonly type: 'interrupted' }
  | { readonly type: 'interrupt_failed' }
  /** Enough time has passed to end a pause, or `thinking`. */
  | { readonly type: 'quiet' }
  | { readonly type: 'ended' };

/** What the page asks the avatar to answer: a turn of the user, with an id of our own. */
interface Question {
  readonly id: string;
  readonly text: string;
}

/** A turn of the avatar, from when it is first known. */
interface AvatarTurn {
  readonly spoken: boolean;
  /** Some of its text has arrived. */
  readonly hasText: boolean;
  /** All of its text has arrived. It may come before, with or after the sound. */
  readonly complete: boolean;
  readonly over: boolean;
  readonly interrupted: boolean;
  /** Milliseconds from the user's last word, or the TALK, to the turn's first sound or text. */
  readonly answerMs: number | undefined;
}

const unknownTurn: AvatarTurn = {
  spoken: false,
  hasText: false,
  complete: false,
  over: false,
  interrupted: false,
  answerMs: undefined,
};

export interface Conversation {
  readonly transcript: readonly TranscriptTurn[];
  /** The avatar's turns by id, oldest first. */
  readonly avatarTurns: ReadonlyMap<string, AvatarTurn>;
  /** The turn being heard, since when, and since when it pauses, in seconds on the clock. */
  readonly heard:
    { readonly id: string; readonly since: number; readonly pausedAt: number | undefined } | undefined;
  readonly userTalking: boolean;
  /** The user's turn has words in it. */
  readonly userSpoke: boolean;
  /** When the wait for an answer began, in seconds on the clock. */
  readonly awaitedSince: number | undefined;
  /** The asks that an answer is awaited for, and `byUser` if the user has asked by voice. */
  readonly awaitedBy: readonly number[];
  /** The last question, and when it was asked, in seconds on the clock. */
  readonly asked: { readonly question: Question; readonly at: number } | undefined;
  /** Ids that `speak()` made because the service gives none. The next unknown turns belong to them. */
  readonly claims: readonly string[];
  /** Our ids of claimed turns, by the service's ids. */
  readonly claimed: ReadonlyMap<string, string>;
  /** Whether to mute the avatar: sound of an interrupted turn may still be on its way. */
  readonly silenced: boolean;
}

const nothingSaid: Conversation = {
  transcript: [],
  avatarTurns: new Map(),
  heard: undefined,
  userTalking: false,
  userSpoke: false,
  awaitedSince: undefined,
  awaitedBy: [],
  asked: undefined,
  claims: [],
  claimed: new Map(),
  silenced: false,
};

interface Time {
  /** Seconds on the clock. */
  readonly now: number;
  /** Milliseconds since 1970. */
  readonly date: number;
}

function reduce(before: Conversation, note: ConversationNote, time: Time): Conversation {
  switch (note.type) {
    case 'avatar_start_talking': {
      const known = before.avatarTurns.get(note.task_id);
      // A turn that was interrupted before it began, and begins anyway, isn't interrupted.
      const interrupted = known?.spoken === true && known.interrupted;
      const begun = { spoken: true, over: false, interrupted };
      const talking = withTurn(stopHearing(before, note.task_id), note.task_id, begun);
      const { heard } = before;
      const since = heard?.id === note.task_id ? heard.since : time.now;
      return answered(
        { ...talking, heard: { id: note.task_id, since, pausedAt: undefined }, silenced: false },
        note.task_id,
        time,
      );
    }
    case 'avatar_talking_message': {
      if (before.avatarTurns.get(note.task_id)?.interrupted) return before;
      const known = answered(withTurn(before, note.task_id, { hasText: true }), note.task_id, time);
      return append(known, 'avatar', note.task_id, note.message, time);
    }
    case 'avatar_end_message':
      return settle(
        closeTurn(withTurn(before, note.task_id, { complete: true }), 'avatar', note.task_id),
        note.task_id,
      );
    case 'avatar_stop_talking': {
      const { heard } = before;
      // A late end of another turn doesn't end the one being heard.
      if (heard?.id !== note.task_id)
        return settle(withTurn(before, note.task_id, { spoken: true }), note.task_id);
      return settle({ ...before, heard: { ...heard, pausedAt: heard.pausedAt ?? time.now } }, note.task_id);
    }
    case 'quiet': {
      const { heard, awaitedSince } = before;
      const rested =
        heard?.pausedAt === undefined
          ? before
          : settle({ ...before, heard: undefined }, heard.id, { afterPause: true });
      const givenUp = awaitedSince !== undefined && time.now - awaitedSince >= longestThought;
      return givenUp ? { ...rested, awaitedSince: undefined, awaitedBy: [] } : rested;
    }
    case 'user_start':
      // What is heard from now on was said, and not typed.
      return { ...cut(before), userTalking: true, userSpoke: false, asked: undefined };
    case 'user_talking_message':
      if (isEcho(before, note.task_id, note.message, time)) return before;
      return { ...append(before, 'user', note.task_id, note.message, time), userSpoke: true };
    case 'user_stop':
      return awaitAnswer({ ...before, userTalking: false }, before.userSpoke, time);
    case 'user_end_message': {
      if (isEcho(before, note.task_id, note.message, time)) return before;
      const whole = correct(before, note.task_id, note.message, time);
      const spoke = whole.userSpoke || whole.transcript !== before.transcript;
      const closed = closeTurn(whole, 'user', note.task_id);
      return awaitAnswer({ ...closed, userSpoke: false }, spoke && !before.userTalking, time);
    }
    case 'asked': {
      const { question } = note;
      if (!question) return before;
      const turn = { ...newTurn('user', question.id, question.text, time), final: true };
      const transcript = [...before.transcript, turn];
      const known = { ...before, transcript, asked: { question, at: time.now } };
      if (before.heard) return known;
      const awaitedSince = before.awaitedSince ?? time.now;
      return { ...known, awaitedSince, awaitedBy: [...before.awaitedBy, note.ask] };
    }
    case 'taken': {
      const claims = note.claim ? [...before.claims, note.id] : before.claims;
      return withTurn({ ...before, claims }, note.id, {});
    }
    case 'refused': {
      const awaitedBy = before.awaitedBy.filter((ask) => ask !== note.ask);
      const awaitedSince = awaitedBy.length > 0 ? before.awaitedSince : undefined;
      const { question } = note;
      if (!question) return { ...before, awaitedBy, awaitedSince };
      // Nobody has heard it. Its sender still has the text.
      const transcript = before.transcript.filter(({ role, id }) => role !== 'user' || id !== question.id);
      const asked = before.asked?.question === question ? undefined : before.asked;
      return { ...before, awaitedBy, awaitedSince, transcript, asked };
    }
    case 'interrupted':
      // Requested turns that haven't begun are dropped, so the next unknown turn isn't theirs.
      return { ...cut(before), claims: [], silenced: before.silenced || before.heard !== undefined };
    case 'interrupt_failed':
      return before.silenced ? { ...before, silenced: false } : before;
    case 'ended': {
      // Nothing more will be said: open turns become final.
      const { transcript } = closeTurns(before, ({ final }) => !final, false);
      return { ...cut(before), transcript, userTalking: false, silenced: false };
    }
    default:
      return before;
  }
}

function withTurn(before: Conversation, id: string, changes: Partial<AvatarTurn>): Conversation {
  const avatarTurns = new Map(before.avatarTurns);
  avatarTurns.set(id, { ...(avatarTurns.get(id) ?? unknownTurn), ...changes });
  const [oldest] = avatarTurns.keys();
  if (avatarTurns.size > remembered && oldest !== undefined) avatarTurns.delete(oldest);
  return { ...before, avatarTurns };
}

/** Another turn begins, so spoken turns before it are over: their ends are late or lost. */
function stopHearing(before: Conversation, next: string): Conversation {
  let after = before.heard?.id === next ? before : { ...before, heard: undefined };
  for (const [id, turn] of before.avatarTurns)
    if (id !== next && turn.spoken && !turn.over) after = withTurn(after, id, { over: true });
  return after;
}

/** The first sound or text of an answer has arrived. */
function answered(before: Conversation, id: string, { now }: Time): Conversation {
  const { awaitedSince } = before;
  if (awaitedSince === undefined) return before;
  const answerMs = Math.round((now - awaitedSince) * 1000);
  return { ...withTurn(before, id, { answerMs }), awaitedSince: undefined, awaitedBy: [] };
}

/** Starts waiting for an answer. Not while the avatar is heard: the answer began before the question was complete. */
function awaitAnswer(before: Conversation, awaited: boolean, { now }: Time): Conversation {
  return awaited && !before.heard ? { ...before, awaitedSince: now, awaitedBy: [byUser] } : before;
}

/** Ends a turn once all of its text has arrived and its sound has ended. The longest pause ends one without text. */
function settle(before: Conversation, id: string, { afterPause = false } = {}): Conversation {
  const turn = before.avatarTurns.get(id);
  if (!turn || turn.over || !turn.spoken || before.heard?.id === id) return before;
  return turn.complete || (afterPause && !turn.hasText) ? withTurn(before, id, { over: true }) : before;
}

/** Interrupts the turn being heard and those that wait. Turns that were heard to their end aren't interrupted. */
function cut(before: Conversation): Conversation {
  const { heard, avatarTurns, transcript } = before;
  const wasHeard = (id: string): boolean => id !== heard?.id && avatarTurns.get(id)?.spoken === true;
  const open = transcript.findLast(({ role, final }) => role === 'avatar' && !final)?.id;
  const after = new Map(avatarTurns);
  for (const [id, turn] of avatarTurns) {
    if (!turn.over) after.set(id, { ...turn, over: true, interrupted: !wasHeard(id) });
  }
  const isCut = ({ role, id }: TranscriptTurn): boolean =>
    role === 'avatar' && (id === heard?.id || (id === open && !wasHeard(id)));
  return {
    ...closeTurns(before, isCut, true),
    avatarTurns: after,
    heard: undefined,
    awaitedSince: undefined,
    awaitedBy: [],
  };
}

/** Whether a turn of the user repeats a question that was just typed: some services report it as heard. */
function isEcho(before: Conversation, id: string, text: unknown, { now }: Time): boolean {
  const { asked, transcript, userTalking } = before;
  if (!asked || userTalking || typeof text !== 'string' || now - asked.at > longestEcho) return false;
  const isKnown = transcript.some((turn) => turn.role === 'user' && turn.id === id);
  return !isKnown && text.trim() === asked.question.text.trim();
}

function newTurn(role: TranscriptTurn['role'], id: string, text: string, { date }: Time): TranscriptTurn {
  return { id, role, text, final: false, interrupted: false, startedAt: date };
}

function append(
  before: Conversation,
  role: TranscriptTurn['role'],
  id: string,
  text: string,
  time: Time,
): Conversation {
  const { transcript } = before;
  const index = transcript.findLastIndex((turn) => turn.role === role && turn.id === id);
  const turn = transcript[index];
  if (turn?.final) return before;
  if (turn) return { ...before, transcript: transcript.with(index, { ...turn, text: turn.text + text }) };
  const answerMs = role === 'avatar' ? before.avatarTurns.get(id)?.answerMs : undefined;
  const begun: TranscriptTurn = {
    ...newTurn(role, id, text, time),
    ...(answerMs === undefined ? {} : { answerMs }),
  };
  return { ...before, transcript: [...transcript, begun] };
}

/** Replaces the text of the user's turn by the whole text, in which earlier words may have changed. Final turns stay. */
function correct(before: Conversation, id: string, text: unknown, time: Time): Conversation {
  if (typeof text !== 'string' || text === '') return before;
  const { transcript } = before;
  const index = transcript.findLastIndex((turn) => turn.role === 'user' && turn.id === id);
  const turn = transcript[index];
  if (!turn) return append(before, 'user', id, text, time);
  if (turn.final || turn.text === text) return before;
  return { ...before, transcript: transcript.with(index, { ...turn, text }) };
}

/** The text of one turn is complete. Looked for from the end: there may be thousands. */
function closeTurn(before: Conversation, role: TranscriptTurn['role'], id: string): Conversation {
  const { transcript } = before;
  const index = transcript.findLastIndex((turn) => turn.role === role && turn.id === id);
  const turn = transcript[index];
  if (!turn || turn.final) return before;
  return { ...before, transcript: transcript.with(index, { ...turn, final: true }) };
}

function closeTurns(
  before: Conversation,
  ends: (turn: TranscriptTurn) => boolean,
  interrupted: boolean,
): Conversation {
  const { transcript } = before;
  // A turn whose text is complete can still be interrupted in its sound.
  const closes = (turn: TranscriptTurn): boolean =>
    ends(turn) && (interrupted ? !turn.interrupted : !turn.final);
  if (!transcript.some(closes)) return before;
  return {
    ...before,
    transcript: transcript.map((turn) => (closes(turn) ? { ...turn, final: true, interrupted } : turn)),
  };
}

export interface ConversationHooks {
  /** The conversation has changed. */
  onChange(conversation: ConversationTracker): void;
  onTranscript(transcript: readonly TranscriptTurn[]): void;
}

/** Keeps one session's conversation, and ends its pauses by time. */
export class ConversationTracker {
  readonly #clock: Clock;
  /** Longest pause within a turn, in seconds. */
  readonly #longestPause: () => number;
  readonly #hooks: ConversationHooks;
  #conversation = nothingSaid;
  #asks = 0;
  /** Waits for the end of a turn, by its id. */
  readonly #waiting = new Map<string, ((end: { interrupted: boolean }) => void)[]>();
  #ended = false;
  #cancelQuiet = (): void => undefined;

  constructor(clock: Clock, longestPause: () => number, hooks: ConversationHooks) {
    this.#clock = clock;
    this.#longestPause = longestPause;
    this.#hooks = hooks;
  }

  get talking(): boolean {
    return this.#conversation.heard !== undefined;
  }

  /** When the turn being heard began, in seconds on the clock. */
  get talkingSince(): number | undefined {
    return this.#conversation.heard?.since;
  }

  get userTalking(): boolean {
    return this.#conversation.userTalking;
  }

  /** Whether an answer is awaited and nothing of it has arrived. */
  get thinking(): boolean {
    return this.#conversation.awaitedSince !== undefined && !this.talking && !this.userTalking;
  }

  /** Whether the avatar has to be muted: its sound belongs to a turn that was interrupted. */
  get silenced(): boolean {
    return this.#conversation.silenced;
  }

  get transcript(): readonly TranscriptTurn[] {
    return this.#conversation.transcript;
  }

  /** Notes an event of the service, and returns it with the id that `speak()` made for its turn. */
  observe(event: ConversationEvent): ConversationEvent {
    const known = this.#claimed(event);
    this.#note(known);
    return known;
  }

  /**
   * Notes that the page asks for a turn: an answer to `text`, or with `undefined` a text that the avatar repeats.
   * Call `taken` or `refused` once the service has responded.
   */
  ask(text: string | undefined): { taken(id: string | undefined): string; refused(): void } {
    const ask = (this.#asks += 1);
    const question = text === undefined ? undefined : { id: randomId(), text };
    this.#note({ type: 'asked', ask, question });
    return {
      taken: (given) => {
        const id = given ?? randomId();
        this.#note({ type: 'taken', ask, id, claim: given === undefined });
        return id;
      },
      refused: () => this.#note({ type: 'refused', ask, question }),
    };
  }

  interrupted(): void {
    this.#note({ type: 'interrupted' });
  }

  interruptFailed(): void {
    this.#note({ type: 'interrupt_failed' });
  }

  /** Resolves at the end of the turn, its interruption, or the end of the session. Never rejects. */
  async over(id: string): Promise<{ interrupted: boolean }> {
    const turn = this.#conversation.avatarTurns.get(id);
    if (turn?.over) return { interrupted: turn.interrupted };
    if (this.#ended) return { interrupted: true };
    return new Promise((resolve) => this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), resolve]));
  }

  /** The session is over. */
  end(): void {
    this.#note({ type: 'ended' });
    this.#ended = true;
    this.#cancelQuiet();
    for (const resolvers of this.#waiting.values())
      for (const resolve of resolvers) resolve({ interrupted: true });
    this.#waiting.clear();
  }

  #note(note: ConversationNote): void {
    if (this.#ended) return;
    const before = this.#conversation;
    const after = reduce(before, note, { now: this.#clock.now(), date: Date.now() });
    if (after === before) return;
    this.#conversation = after;
    this.#settle(after);
    this.#waitForQuiet(after);
    this.#hooks.onChange(this);
    if (after.transcript !== before.transcript) this.#hooks.onTranscript(after.transcript);
  }

  #settle({ avatarTurns }: Conversation): void {
    for (const [id, resolvers] of this.#waiting) {
      const turn = avatarTurns.get(id);
      if (turn && !turn.over) continue;
      // A turn that never came, and would be forgotten by now, isn't waited for either.
      if (!turn && avatarTurns.size < remembered) continue;
      this.#waiting.delete(id);
      for (const resolve of resolvers) resolve({ interrupted: turn?.interrupted ?? false });
    }
  }

  /** Waits for the end of a pause, otherwise for the end of `thinking`. One wait at a time. */
  #waitForQuiet({ heard, awaitedSince, avatarTurns }: Conversation): void {
    this.#cancelQuiet();
    const now = this.#clock.now();
    const pausedAt = heard?.pausedAt;
    if (heard && pausedAt !== undefined) {
      // Even if its text is complete, the turn may go on after a pause of the service.
      const pause = avatarTurns.get(heard.id)?.interrupted ? 0 : this.#longestPause();
      const wait = Math.max(0, pausedAt + pause - now);
      if (wait === 0 && pause === 0) return this.#quiet();
      this.#cancelQuiet = this.#clock.after(wait, () => this.#quiet());
    } else if (awaitedSince !== undefined) {
      const wait = Math.max(0, awaitedSince + longestThought - now);
      this.#cancelQuiet = this.#clock.after(wait, () => this.#quiet());
    }
  }

  #quiet(): void {
    this.#note({ type: 'quiet' });
  }

  /** Replaces the service's id of a turn by the one that `speak()` made for it. */
  #claimed(event: ConversationEvent): ConversationEvent {
    if (!('task_id' in event) || !event.type.startsWith('avatar_') || typeof event.task_id !== 'string')
      return event;
    const { claims, claimed, avatarTurns } = this.#conversation;
    const ours = claimed.get(event.task_id);
    if (ours !== undefined) return { ...event, task_id: ours };
    const [claim, ...rest] = claims;
    if (claim === undefined || avatarTurns.has(event.task_id)) return event;
    this.#conversation = {
      ...this.#conversation,
      claims: rest,
      claimed: new Map(claimed).set(event.task_id, claim),
    };
    return { ...event, task_id: claim };
  }
}
