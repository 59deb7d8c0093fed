// The state's reducer as a table: every status with every event, on frozen values.
import { expect } from '@open-wc/testing';
import { StreamingAvatarError } from '../../src/api/errors.js';
import type { LiveState, SessionState } from '../../src/api/state.js';
import { idle, isLive, reduce, type StateEvent } from '../../src/session/state.js';

type Status = SessionState['status'];

const timings = { token: 3, open: 5 };
const error = new StreamingAvatarError('timeout', 'Too late.', { phase: 'open' });
const quiet: LiveState = {
  talking: false,
  userTalking: false,
  listening: false,
  voiceChat: 'off',
  microphoneMuted: true,
  timings,
};

const states: Readonly<Record<Status, SessionState>> = {
  idle,
  connecting: { status: 'connecting', phase: 'open', timings },
  live: { status: 'live', ...quiet },
  reconnecting: { status: 'reconnecting', ...quiet },
  stopping: { status: 'stopping', reason: 'stopped', timings },
  ended: { status: 'ended', reason: 'stopped', timings },
  failed: { status: 'failed', error, timings },
};

const conversation = (event: Extract<StateEvent, { type: 'conversation' }>['event']): StateEvent => ({
  type: 'conversation',
  event,
});

/** Each event with the statuses it changes, and what they become; in all others it changes nothing. */
const table: readonly [string, StateEvent, Partial<Record<Status, SessionState>>][] = [
  [
    'started',
    { type: 'started' },
    Object.fromEntries(
      Object.keys(states).map((status) => [status, { status: 'connecting', phase: 'token', timings: {} }]),
    ) as Record<Status, SessionState>,
  ],
  [
    'another phase',
    { type: 'phase', phase: 'start' },
    { connecting: { status: 'connecting', phase: 'start', timings } },
  ],
  ['the same phase', { type: 'phase', phase: 'open' }, {}],
  [
    'a phase timed',
    { type: 'timed', phase: 'start', milliseconds: 8 },
    { connecting: { status: 'connecting', phase: 'open', timings: { ...timings, start: 8 } } },
  ],
  ['connected', { type: 'connected' }, { connecting: { status: 'live', ...quiet } }],
  [
    'the avatar starts talking',
    conversation({ type: 'avatar_start_talking', task_id: 'a' }),
    {
      live: { status: 'live', ...quiet, talking: true },
      reconnecting: { status: 'reconnecting', ...quiet, talking: true },
    },
  ],
  ['the avatar stops while silent', conversation({ type: 'avatar_stop_talking', task_id: 'a' }), {}],
  [
    'the user starts talking',
    conversation({ type: 'user_start' }),
    {
      live: { status: 'live', ...quiet, userTalking: true },
      reconnecting: { status: 'reconnecting', ...quiet, userTalking: true },
    },
  ],
  ['the user stops while silent', conversation({ type: 'user_stop' }), {}],
  ['words', conversation({ type: 'avatar_talking_message', task_id: 'a', message: 'Hello' }), {}],
  [
    'listening',
    { type: 'listening', listening: true },
    {
      live: { status: 'live', ...quiet, listening: true },
      reconnecting: { status: 'reconnecting', ...quiet, listening: true },
    },
  ],
  ['not listening, as before', { type: 'listening', listening: false }, {}],
  [
    'the microphone is heard',
    { type: 'microphone', muted: false },
    {
      live: { status: 'live', ...quiet, microphoneMuted: false },
      reconnecting: { status: 'reconnecting', ...quiet, microphoneMuted: false },
    },
  ],
  ['the microphone is muted, as before', { type: 'microphone', muted: true }, {}],
  [
    'voice chat begins',
    { type: 'voice', voiceChat: 'starting' },
    {
      live: { status: 'live', ...quiet, voiceChat: 'starting' },
      reconnecting: { status: 'reconnecting', ...quiet, voiceChat: 'starting' },
    },
  ],
  ['reconnecting', { type: 'reconnecting' }, { live: { status: 'reconnecting', ...quiet } }],
  ['reconnected', { type: 'reconnected' }, { reconnecting: { status: 'live', ...quiet } }],
  [
    'stopping',
    { type: 'stopping', reason: 'idle' },
    {
      connecting: { status: 'stopping', reason: 'idle', timings },
      live: { status: 'stopping', reason: 'idle', timings },
      reconnecting: { status: 'stopping', reason: 'idle', timings },
    },
  ],
  ['ended', { type: 'ended', reason: 'idle' }, { stopping: { status: 'ended', reason: 'idle', timings } }],
  ['failed', { type: 'failed', error }, { connecting: { status: 'failed', error, timings } }],
];

describe('the state', () => {
  for (const [name, event, changes] of table) {
    for (const status of Object.keys(states) as Status[]) {
      const expected = changes[status];
      it(`${name}, while ${status}: ${expected ? `becomes ${expected.status}` : 'the same object'}`, () => {
        const before = deepFreeze(copyOf(states[status]));
        const after = reduce(before, deepFreeze(event));
        if (expected) {
          expect(after).to.deep.equal(expected);
          expect(after).not.to.equal(before);
        } else {
          expect(after).to.equal(before);
        }
      });
    }
  }

  it('follows talking and silence of both sides through one turn', () => {
    const talking = reduce(
      { status: 'live', ...quiet },
      conversation({ type: 'avatar_start_talking', task_id: 'a' }),
    );
    const again = reduce(talking, conversation({ type: 'avatar_start_talking', task_id: 'b' }));
    expect(again, 'a second start').to.equal(talking);
    const bargedIn = reduce(talking, conversation({ type: 'user_start' }));
    expect(bargedIn).to.include({ talking: true, userTalking: true });
    const silent = reduce(bargedIn, conversation({ type: 'avatar_stop_talking', task_id: 'a' }));
    expect(silent).to.include({ talking: false, userTalking: true });
    expect(reduce(silent, conversation({ type: 'user_stop' }))).to.include({ userTalking: false });
  });

  it('keeps what only a live session has through a reconnect', () => {
    const live: SessionState = { status: 'live', ...quiet, talking: true, listening: true, voiceChat: 'on' };
    const back = reduce(reduce(live, { type: 'reconnecting' }), { type: 'reconnected' });
    expect(back).to.deep.equal(live);
  });

  it('has nobody to hear once voice chat is over', () => {
    const heard: SessionState = { status: 'live', ...quiet, voiceChat: 'on', microphoneMuted: false };
    expect(reduce(heard, { type: 'voice', voiceChat: 'off' })).to.include({
      voiceChat: 'off',
      microphoneMuted: true,
    });
  });

  it('is live while connected or reconnecting, and not otherwise', () => {
    const live = Object.values(states).filter(isLive);
    expect(live.map(({ status }) => status)).to.deep.equal(['live', 'reconnecting']);
  });
});

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && !(inner instanceof Error)) deepFreeze(inner as object);
  }
  return Object.freeze(value);
}

/** A copy down to its errors, which keep their identity. */
function copyOf(state: SessionState): SessionState {
  return 'timings' in state ? { ...state, timings: { ...state.timings } } : { ...state };
}
