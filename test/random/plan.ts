/** What happens in a run: the steps that a seed comes to, and how the run ends. */

import type { Random } from '../support/random.js';
import { between, chance, weighted } from './world/chance.js';
import type { ServiceUnderTest } from './world/books.js';

/** Done to a client, or to the client of an element. */
const conversing = {
  speakTalk: 2,
  speakRepeat: 2,
  speakSync: 1,
  interrupt: 1,
  startListening: 0.5,
  stopListening: 0.5,
  keepAlive: 1,
  voice: 2,
  voiceMuted: 1,
  closeVoice: 1,
  mute: 1,
  unmute: 1,
  press: 1,
  release: 1,
} as const;

/** What the service, the network or the visitor's browser does. */
const around = {
  serverEnds: 1.5,
  loseRoom: 1.5,
  stall: 1,
  turn: 1,
  userTurn: 1,
  backForward: 1,
  freeze: 0.7,
} as const;

const withClient = {
  create: 6,
  createOther: 3,
  createTwice: 2,
  replaceTwice: 3,
  newSession: 2,
  startSession: 2,
  startAvatar: 1.5,
  startForeign: 1.5,
  stop: 4,
  stopCreate: 2,
  createStop: 1,
  ...conversing,
  ...around,
} as const;

const withElement = {
  start: 6,
  stop: 3,
  stopStart: 2,
  restartWithNewToken: 2,
  newTokenStart: 2,
  createNewTokenStart: 2,
  remove: 3.5,
  append: 3,
  move: 1.5,
  moveSlowly: 1.5,
  assignOther: 1,
  assignOtherLive: 1,
  assignNothing: 1,
  assignNothingStart: 3.5,
  avatarCreate: 2.5,
  avatarStop: 1,
  otherCreate: 1,
  otherStop: 1,
  clone: 1,
  removeClone: 1,
  setTokenUrl: 2,
  setQuality: 0.7,
  setService: 0.7,
  setIdleTimeout: 0.7,
  setVoiceChat: 0.5,
  setStringsNull: 0.3,
  ...conversing,
  ...around,
} as const;

export type Action = keyof typeof withClient | keyof typeof withElement;
export type TokenKind = 'url' | 'function' | 'string';
/** `stop, close`: the page goes while the stop may still be failing. */
export type Ending = 'stop' | 'remove' | 'idle' | 'close' | 'stop, close';

export interface Step {
  readonly action: Action;
  /** 0 to 1, for whatever the action leaves to chance. */
  readonly luck: number;
  /** Milliseconds until the next step, or that it follows in the same task. */
  readonly wait: number | 'same task';
}

export interface Plan {
  readonly seed: number;
  readonly service: ServiceUnderTest;
  readonly page: 'client' | 'element';
  readonly tokenKind: TokenKind;
  /** The service is named, or told by the token. */
  readonly named: boolean;
  readonly steps: readonly Step[];
  readonly ending: Ending;
}

export function planOf(seed: number, service: ServiceUnderTest): Plan {
  const random = chance(seed, `plan for ${service}`);
  const page = random() < 0.45 ? 'client' : 'element';
  const tokenKind = weighted<TokenKind>(random, { url: 5, function: 2, string: 2 });
  const named = random() < 0.5;
  const ending = weighted<Ending>(random, {
    stop: 3,
    remove: page === 'element' ? 3 : 0,
    idle: 1.5,
    close: 3,
    'stop, close': 2,
  });
  const weights: Readonly<Partial<Record<Action, number>>> = page === 'client' ? withClient : withElement;
  const first = page === 'client' ? 'create' : 'start';
  const steps = Array.from({ length: between(random, 2, 11) }, (_none, index): Step => {
    const begins = index === 0 && random() < 0.85;
    const action = begins ? first : weighted<Action>(random, weights);
    return { action, luck: random(), wait: waitOf(random) };
  });
  return { seed, service, page, tokenKind, named, steps, ending };
}

function waitOf(random: Random): Step['wait'] {
  const kind = weighted(random, { same: 2, none: 2, blink: 4, moment: 4, seconds: 3, long: 1, idle: 0.6 });
  const milliseconds = {
    same: 'same task',
    none: 0,
    blink: between(random, 1, 90),
    moment: between(random, 100, 1000),
    seconds: between(random, 1000, 7000),
    long: between(random, 10_000, 40_000),
    idle: between(random, 60_000, 150_000),
  } as const;
  return milliseconds[kind];
}

/** One line for a report. */
export function words({ seed, service, page, tokenKind, named, ending, steps }: Plan): string {
  const token = `token by ${tokenKind}, service ${named ? 'named' : 'auto'}`;
  return `seed ${seed}, ${service}, ${page}, ${token}: ${steps.map(wordsOf).join('; ')}; in the end ${ending}`;
}

export function wordsOf({ action, wait }: Step): string {
  return `${action} (${typeof wait === 'number' ? `${wait} ms` : wait})`;
}
