// The state: every status with every event, on frozen values, then the store that keeps it.
import { expect } from '@open-wc/testing';
import { StreamingAvatarError } from '../../src/api/errors.js';
import type { LiveState, SessionState } from '../../src/api/state.js';
import { idle, isLive, isOver, reduce, Store, type StateEvent, type Talk } from '../../src/session/store.js';

type Status = SessionState['status'];

const timings = { token: 3, open: 5 };
const error = new StreamingAvatarError('timeout', 'Too late.', { phase: 'open' });
const silence: Talk = { talking: false, thinking: false, userTalking: false };
const quiet: LiveState = {
  ...silence,
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

/** Each event with the statuses it changes, and what they become; in all others it changes nothing. */
const table: readonly [string, StateEvent, Partial<Record<Status, SessionState>>][] = [
  [
    'started',
    { type: 'started' },
    {
      idle: { status: 'connecting', phase: 'token', timings: {} },
      ended: { status: 'connecting', phase: 'token', timings: {} },
      failed: { status: 'connecting', phase: 'token', timings: {} },
    },
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
    {
      connecting: { status: 'connecting', phase: 'open', timings: { ...timings, start: 8 } },
      live: { status: 'live', ...quiet, timings: { ...timings, start: 8 } },
      reconnecting: { status: 'reconnecting', ...quiet, timings: { ...timings, start: 8 } },
    },
  ],
  ['connected', { type: 'connected', ...silence }, { connecting: { status: 'live', ...quiet } }],
  [
    'connected while the avatar talks',
    { type: 'connected', ...silence, talking: true },
    { connecting: { status: 'live', ...quiet, talking: true } },
  ],
  [
    'the avatar talks',
    { type: 'talk', ...silence, talking: true },
    {
      live: { status: 'live', ...quiet, talking: true },
      reconnecting: { status: 'reconnecting', ...quiet, talking: true },
    },
  ],
  [
    'an answer is awaited',
    { type: 'talk', ...silence, thinking: true },
    {
      live: { status: 'live', ...quiet, thinking: true },
      reconnecting: { status: 'reconnecting', ...quiet, thinking: true },
    },
  ],
  ['nobody talks, as before', { type: 'talk', ...silence }, {}],
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

  it('is live while connected or reconnecting, and over while there is no session and none on its way', () => {
    const all = Object.values(states);
    expect(all.filter(isLive).map(({ status }) => status)).to.deep.equal(['live', 'reconnecting']);
    expect(all.filter(isOver).map(({ status }) => status)).to.deep.equal(['idle', 'ended', 'failed']);
  });

  it('goes from one status to another as designed, and no other way', () => {
    const ways = new Set<string>();
    for (const [, event] of table) {
      for (const before of Object.values(states)) {
        const after = reduce(before, event);
        if (after.status !== before.status) ways.add(`${before.status} → ${after.status}`);
      }
    }
    expect([...ways].sort()).to.deep.equal(
      [
        'idle → connecting',
        'connecting → live',
        'live → reconnecting',
        'reconnecting → live',
        'connecting → stopping',
        'live → stopping',
        'reconnecting → stopping',
        'stopping → ended',
        'connecting → failed',
        'ended → connecting',
        'failed → connecting',
      ].sort(),
    );
  });
});

describe('the store', () => {
  it('tells its subscribers the state and the one before, before it returns', () => {
    const store = new Store();
    const told: string[] = [];
    const unsubscribe = store.subscribe((state, previous) =>
      told.push(`${previous.status} → ${state.status}`),
    );
    store.dispatch({ type: 'started' });
    expect(told).to.deep.equal(['idle → connecting']);
    unsubscribe();
    store.dispatch({ type: 'failed', error });
    expect(told).to.have.length(1);
    expect(store.state).to.include({ status: 'failed' });
  });

  it('tells every subscriber of one change before any of the next, which one of them makes', () => {
    const store = new Store();
    const told: string[] = [];
    store.subscribe(({ status }) => {
      if (status === 'connecting') store.dispatch({ type: 'failed', error });
    });
    store.subscribe((state, previous) => told.push(`${previous.status} → ${state.status}`));
    store.dispatch({ type: 'started' });
    expect(told).to.deep.equal(['idle → connecting', 'connecting → failed']);
  });

  it('goes on where a subscriber throws', () => {
    const store = new Store();
    const told: string[] = [];
    const unsubscribe = store.subscribe(() => {
      throw new Error('No.');
    });
    expect(() => store.dispatch({ type: 'started' })).to.throw('No.');
    unsubscribe();
    store.subscribe(({ status }) => told.push(status));
    store.dispatch({ type: 'failed', error });
    expect(told).to.deep.equal(['failed']);
  });

  it('tells nobody of what changes nothing', () => {
    const store = new Store();
    store.subscribe(() => expect.fail('told'));
    store.dispatch({ type: 'ended', reason: 'stopped' });
    expect(store.state).to.equal(idle);
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
