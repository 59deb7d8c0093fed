/** How a session's state changes: one pure function over one union. What makes no sense changes nothing. */

import type { ConversationEvent } from '../api/events.js';
import type { StreamingAvatarError } from '../api/errors.js';
import type { StartPhase } from '../api/phases.js';
import type { EndReason, LiveState, SessionState } from '../api/state.js';

export type StateEvent =
  | { readonly type: 'started' }
  | { readonly type: 'phase'; readonly phase: StartPhase }
  | { readonly type: 'timed'; readonly phase: StartPhase; readonly milliseconds: number }
  | { readonly type: 'connected' }
  | { readonly type: 'conversation'; readonly event: ConversationEvent }
  | { readonly type: 'listening'; readonly listening: boolean }
  | { readonly type: 'voice'; readonly voiceChat: LiveState['voiceChat'] }
  | { readonly type: 'microphone'; readonly muted: boolean }
  | { readonly type: 'reconnecting' }
  | { readonly type: 'reconnected' }
  | { readonly type: 'stopping'; readonly reason: EndReason }
  | { readonly type: 'ended'; readonly reason: EndReason }
  | { readonly type: 'failed'; readonly error: StreamingAvatarError };

export const idle: SessionState = { status: 'idle' };

/** The state after `event`; the same object where nothing changes, and then nobody need be told. */
export function reduce(state: SessionState, event: StateEvent): SessionState {
  const timings = 'timings' in state ? state.timings : {};
  switch (event.type) {
    case 'started':
      return { status: 'connecting', phase: 'token', timings: {} };
    case 'phase':
      return state.status === 'connecting' && state.phase !== event.phase
        ? { ...state, phase: event.phase }
        : state;
    case 'timed':
      return state.status === 'connecting'
        ? { ...state, timings: { ...timings, [event.phase]: event.milliseconds } }
        : state;
    case 'connected':
      return state.status === 'connecting'
        ? {
            status: 'live',
            talking: false,
            userTalking: false,
            listening: false,
            voiceChat: 'off',
            microphoneMuted: true,
            timings,
          }
        : state;
    case 'conversation':
      return converse(state, event.event);
    case 'listening':
      return isLive(state) && state.listening !== event.listening
        ? { ...state, listening: event.listening }
        : state;
    case 'voice':
      return isLive(state) && state.voiceChat !== event.voiceChat
        ? {
            ...state,
            voiceChat: event.voiceChat,
            microphoneMuted: event.voiceChat === 'off' || state.microphoneMuted,
          }
        : state;
    case 'microphone':
      return isLive(state) && state.microphoneMuted !== event.muted
        ? { ...state, microphoneMuted: event.muted }
        : state;
    case 'reconnecting':
      return state.status === 'live' ? { ...state, status: 'reconnecting' } : state;
    case 'reconnected':
      return state.status === 'reconnecting' ? { ...state, status: 'live' } : state;
    case 'stopping':
      return isRunning(state) ? { status: 'stopping', reason: event.reason, timings } : state;
    case 'ended':
      return state.status === 'stopping' ? { status: 'ended', reason: event.reason, timings } : state;
    case 'failed':
      return state.status === 'connecting' ? { status: 'failed', error: event.error, timings } : state;
  }
}

/** Whether a session is there that can be talked to. */
export function isLive(state: SessionState): state is SessionState & { status: 'live' | 'reconnecting' } {
  return state.status === 'live' || state.status === 'reconnecting';
}

function isRunning(state: SessionState): boolean {
  return state.status === 'connecting' || isLive(state);
}

function converse(state: SessionState, { type }: ConversationEvent): SessionState {
  if (!isLive(state)) return state;
  const talking =
    type === 'avatar_start_talking' ? true : type === 'avatar_stop_talking' ? false : state.talking;
  const userTalking = type === 'user_start' ? true : type === 'user_stop' ? false : state.userTalking;
  return talking === state.talking && userTalking === state.userTalking
    ? state
    : { ...state, talking, userTalking };
}
