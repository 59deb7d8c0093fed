/**
 * Keeps a session's state, alone: a pure reduce over one union, and its subscribers. The element makes a store before the
 * client is loaded and passes it on, so both have the same state.
 */

import type { StreamingAvatarError } from '../api/errors.js';
import type { StartPhase } from '../api/phases.js';
import type { EndReason, LiveState, SessionState } from '../api/state.js';

export type StateEvent =
  | { readonly type: 'started' }
  | { readonly type: 'phase'; readonly phase: StartPhase }
  | { readonly type: 'timed'; readonly phase: keyof LiveState['timings']; readonly milliseconds: number }
  | ({ readonly type: 'connected' } & Talk)
  | ({ readonly type: 'talk' } & Talk)
  | { readonly type: 'listening'; readonly listening: boolean }
  | { readonly type: 'voice'; readonly voiceChat: LiveState['voiceChat'] }
  | { readonly type: 'microphone'; readonly muted: boolean }
  | { readonly type: 'reconnecting' }
  | { readonly type: 'reconnected' }
  | { readonly type: 'stopping'; readonly reason: EndReason }
  | { readonly type: 'ended'; readonly reason: EndReason }
  | { readonly type: 'failed'; readonly error: StreamingAvatarError };

/** Who is talking, according to the conversation. */
export type Talk = Pick<LiveState, 'talking' | 'thinking' | 'userTalking'>;

export const idle: SessionState = { status: 'idle' };

/** The state after `event`. The same object if the event isn't legal in this state or changes nothing. */
export function reduce(state: SessionState, event: StateEvent): SessionState {
  const timings = 'timings' in state ? state.timings : {};
  switch (event.type) {
    case 'started':
      return isOver(state) ? { status: 'connecting', phase: 'token', timings: {} } : state;
    case 'phase':
      return state.status === 'connecting' && state.phase !== event.phase
        ? { ...state, phase: event.phase }
        : state;
    case 'timed':
      return state.status === 'connecting' || isLive(state)
        ? { ...state, timings: { ...timings, [event.phase]: event.milliseconds } }
        : state;
    case 'connected': {
      if (state.status !== 'connecting') return state;
      const microphone = { voiceChat: 'off', microphoneMuted: true } as const;
      return { status: 'live', ...talkOf(event), listening: false, ...microphone, timings };
    }
    case 'talk':
      return change(state, talkOf(event));
    case 'listening':
      return change(state, { listening: event.listening });
    case 'voice':
      return event.voiceChat === 'off'
        ? change(state, { voiceChat: 'off', microphoneMuted: true })
        : change(state, { voiceChat: event.voiceChat });
    case 'microphone':
      return change(state, { microphoneMuted: event.muted });
    case 'reconnecting':
      return state.status === 'live' ? { ...state, status: 'reconnecting' } : state;
    case 'reconnected':
      return state.status === 'reconnecting' ? { ...state, status: 'live' } : state;
    case 'stopping':
      return state.status === 'connecting' || isLive(state)
        ? { status: 'stopping', reason: event.reason, timings }
        : state;
    case 'ended':
      return state.status === 'stopping' ? { status: 'ended', reason: event.reason, timings } : state;
    case 'failed':
      return state.status === 'connecting' ? { status: 'failed', error: event.error, timings } : state;
  }
}

/** Whether a session is connected. */
export function isLive(state: SessionState): state is SessionState & { status: 'live' | 'reconnecting' } {
  return state.status === 'live' || state.status === 'reconnecting';
}

/** Whether there is no session, and none is being started or stopped. */
export function isOver({ status }: SessionState): boolean {
  return status === 'idle' || status === 'ended' || status === 'failed';
}

function talkOf({ talking, thinking, userTalking }: Talk): Talk {
  return { talking, thinking, userTalking };
}

function change(state: SessionState, changes: Partial<LiveState>): SessionState {
  if (!isLive(state)) return state;
  const names = Object.keys(changes) as (keyof LiveState)[];
  return names.every((name) => state[name] === changes[name]) ? state : { ...state, ...changes };
}

type Listener = (state: SessionState, previous: SessionState) => void;

export class Store {
  #state = idle;
  readonly #listeners = new Set<Listener>();
  /** Changes, each with the state before, that haven't reached all listeners. */
  #untold: [SessionState, SessionState][] = [];

  get state(): SessionState {
    return this.#state;
  }

  /** Changes the state and notifies the subscribers. Does nothing if the event isn't legal or changes nothing. */
  dispatch(event: StateEvent): void {
    const previous = this.#state;
    const state = reduce(previous, event);
    if (state === previous) return;
    this.#state = state;
    this.#untold.push([state, previous]);
    // A listener may change the state again: all listeners get one change before any gets the next.
    if (this.#untold.length > 1) return;
    try {
      for (const change of this.#untold) for (const listener of this.#listeners) listener(...change);
    } finally {
      this.#untold = [];
    }
  }

  /** Calls `listener` after each change. Returns a function that removes it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
