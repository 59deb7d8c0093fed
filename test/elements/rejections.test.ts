// Whatever a page hands over, in whatever state: no method of element or client rejects or throws anything but a typed
// error, and none that blames this package.
import { expect, html } from '@open-wc/testing';
import { isStreamingAvatarError, type StreamingAvatarError } from '../../src/api/errors.js';
import { defineControls } from '../../src/define.js';
import { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { ignore, scenes } from '../support/avatar-fixture.js';
import { isPending, nextTask } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

type Call = (...args: readonly unknown[]) => unknown;

const circular: Record<string, unknown> = {};
circular['self'] = circular;

/** As a proxy that was revoked. */
const thrower: object = new Proxy(
  {},
  {
    get: () => {
      throw new TypeError('No.');
    },
    ownKeys: () => {
      throw new TypeError('No.');
    },
  },
);

/** What JavaScript lets a page hand over. */
const wrong: readonly (readonly [string, readonly unknown[]])[] = [
  ['nothing', []],
  ['null', [null]],
  ['a number', [5]],
  ['a text', ['text']],
  ['a list', [[1, 2]]],
  ['a function', [() => undefined]],
  ['an empty object', [{}]],
  ['an object of objects', [{ text: {}, voice: {}, token: {}, quality: {}, taskType: {}, deviceId: {} }]],
  ['an object that contains itself', [circular]],
  ['an object with a big integer', [{ text: 1n, voice: { rate: 1n }, knowledgeBase: 1n, taskMode: 1n }]],
  [
    'an object with symbols',
    [{ text: Symbol('a'), voice: Symbol('b'), quality: Symbol('c'), taskType: Symbol('d') }],
  ],
  ['an object that throws', [thrower]],
];

/** What is tried in every state; the rest where most is checked. */
const everywhere = new Set(['null', 'an object of objects', 'an object that throws']);

/** Of the platform, and what takes seconds, which has a test of its own below. */
const foreign = new Set([
  ...['constructor', 'diagnose', 'on', 'off', 'addEventListener', 'removeEventListener', 'dispatchEvent'],
]);

function methodsOf(prototype: object): string[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === 'function' && !foreign.has(name))
    .map(([name]) => name)
    .filter((name) => !/Callback$|^(update|updated|render|firstUpdated|willUpdate)$/.test(name));
}

const starts = new Set([
  ...['start', 'stop', 'createStartAvatar', 'newSession', 'startSession', 'startAvatar', 'stopAvatar'],
]);

const states = ['idle', 'connecting', 'live', 'reconnecting', 'stopping', 'ended', 'failed'] as const;

describe('every rejection is typed', () => {
  let microphones: PageMicrophones;

  before(() => defineControls());
  beforeEach(() => (microphones = new PageMicrophones()));
  afterEach(() => microphones.close());

  /** What the call rejects with or throws; undefined if it doesn't. */
  async function failureOf(target: object, name: string, args: readonly unknown[]): Promise<unknown> {
    const method = (target as Record<string, Call>)[name];
    try {
      const result = Promise.resolve(method?.apply(target, [...args]));
      ignore(result);
      // What waits for the state to end is ended by a typed error that other files see.
      if (!starts.has(name) || !(await isPending(result))) await result;
    } catch (error) {
      return error ?? 'nothing';
    }
    return undefined;
  }

  for (const state of states) {
    for (const [what, args] of state === 'live' ? wrong : wrong.filter(([what]) => everywhere.has(what))) {
      for (const [kind, prototype] of [
        ['element', HeygenAvatarElement.prototype],
        ['client', StreamingAvatar.prototype],
      ] as const) {
        it(`${state}: of every method of the ${kind}, given ${what}`, async () => {
          const failures: string[] = [];
          for (const name of methodsOf(prototype)) {
            // A scene each: a call may end its state.
            const { element } = await scenes[state](html`<heygen-avatar token="t"></heygen-avatar>`);
            const target =
              kind === 'element' ? element : (element.avatar ?? new StreamingAvatar({ token: 't' }));
            const error = await failureOf(target, name, args);
            if (error === undefined) continue;
            const { code, message } = error as StreamingAvatarError;
            if (!isStreamingAvatarError(error)) failures.push(`${name}: ${String(error)}`);
            else if (code === 'internal_error') failures.push(`${name}: ${message}`);
            element.remove();
          }
          await nextTask();
          expect(failures).to.deep.equal([]);
        }).timeout(20_000);
      }
    }
  }

  for (const [what, options] of [
    ['a signal that is none', { signal: 5 }],
    ['a token that is none', { token: {} }],
    ['an object that throws', thrower],
  ] as const) {
    it(`of diagnose(), given ${what}`, async () => {
      const { element } = await scenes.idle();
      const error = await failureOf(element, 'diagnose', [options]);
      expect(error === undefined || isStreamingAvatarError(error), String(error)).to.equal(true);
    }).timeout(20_000);
  }

  it('of diagnose(), given null', async () => {
    const { element } = await scenes.idle();
    const rows = (await element.diagnose(null as never)).map(({ check }) => check);
    expect(rows).to.include('secure_context');
  }).timeout(20_000);
});
