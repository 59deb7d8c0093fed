/**
 * Sessions at random as in `test/random`, on the real LiveKit with the real sandbox: what its books show open, and what
 * the browser has not given back. Steps follow one another by events and never by time.
 */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import '../../src/index.js';
import type { HeygenAvatarElement } from '../../src/index.js';
import { BrokenFetch } from '../random/broken-fetch.js';
import { expectTyped } from '../random/typed.js';
import { between, chance, weighted } from '../random/world/chance.js';
import { Faults } from '../random/world/faults.js';
import { Watch } from '../random/world/watch.js';
import { pageListeners } from '../support/commands.js';
import { ResourceLedger } from '../support/resource-ledger.js';
import { Corner } from '../support/sandbox-books.js';
import { tokenUrlOf, type SandboxService } from '../support/sandbox-tokens.js';

const seedsPerService = 10;

/** Which of them, and how likely. */
const actions = {
  start: 6,
  stop: 3,
  stopStart: 2,
  startStop: 1,
  remove: 2,
  append: 3,
  move: 1,
  moveSlowly: 1,
  otherToken: 2,
  avatarCreate: 2,
  avatarCreateTwice: 1,
  assignOther: 1,
  assignNothing: 1,
  leave: 1,
  voice: 2,
  closeVoice: 1,
  mute: 1,
  speak: 2,
  interrupt: 1,
} as const;
type Action = keyof typeof actions;

/** What a step waits for before the next. */
const waits = { nothing: 2, frames: 4, change: 3, settled: 4 } as const;

interface Step {
  readonly action: Action;
  readonly wait: keyof typeof waits;
  readonly luck: number;
}

describe('sessions at random on LiveKit', () => {
  for (const service of ['interactive-avatar', 'liveavatar'] as const) {
    for (let seed = 1; seed <= seedsPerService; seed += 1) {
      it(`leave nothing open with ${service}, seed ${seed}`, async () => {
        const listeners = await pageListeners();
        const corner = await Corner.open();
        const ledger = new ResourceLedger();
        const page = new LivePage(service, seed, corner);
        try {
          await page.run();
          await page.end();
          await ledger.untilNothingIsOpen(20_000);
          await corner.until(({ open }) => open === 0, 20_000);
          expect(await pageListeners(), 'listeners').to.deep.equal(listeners);
          expect(page.violations, 'violations').to.deep.equal([]);
        } catch (error) {
          throw new Error([(error as Error).message, ...page.log].join('\n'), { cause: error });
        } finally {
          await page.restore();
          ledger.restore();
        }
      });
    }
  }
});

class LivePage {
  readonly violations: string[] = [];
  readonly #service: SandboxService;
  readonly #seed: number;
  readonly #corner: Corner;
  readonly #fetch: BrokenFetch;
  readonly #element: HeygenAvatarElement;
  readonly #watches: Watch[] = [];
  readonly #promises: Promise<unknown>[] = [];
  #other: StreamingAvatar | undefined;
  #tokens = 0;

  constructor(service: SandboxService, seed: number, corner: Corner) {
    this.#service = service;
    this.#seed = seed;
    this.#corner = corner;
    this.#fetch = new BrokenFetch(new URL(corner.url).origin, new Faults(seed));
    this.#element = document.createElement('heygen-avatar');
    this.#element.setAttribute('base-path', corner.url);
    this.#element.setAttribute('quality', 'low');
    this.#newToken();
    document.body.append(this.#element);
    this.#watch('element', this.#element);
  }

  /** Steps, calls with their faults, and what was told. */
  get log(): readonly string[] {
    return this.#fetch.log;
  }

  async run(): Promise<void> {
    for (const step of stepsOf(this.#seed, this.#service)) {
      this.#fetch.log.push(`${step.action} (${step.wait})`);
      await this.#acts[step.action](step.luck);
      await this.#wait(step);
      for (const watch of this.#watches) watch.check();
    }
  }

  async end(): Promise<void> {
    this.#fetch.log.push('the end');
    if (chance(this.#seed, 'end')() < 0.5) this.#stop();
    this.#element.remove();
    this.#track(this.#other?.stopAvatar());
    await Promise.all(this.#promises);
    // A removal is not one before a second is over: until then the element may be put into a document again.
    await untilOver(this.#element);
    for (const watch of this.#watches) watch.checkEnd();
  }

  async restore(): Promise<void> {
    await Promise.all([this.#element.stop(), this.#other?.stopAvatar()]);
    this.#element.remove();
    this.#fetch.restore();
  }

  readonly #acts: Readonly<Record<Action, (luck: number) => Promise<void> | void>> = {
    start: () => this.#start(),
    stop: () => this.#stop(),
    stopStart: () => {
      this.#stop();
      this.#start();
    },
    startStop: () => {
      this.#start();
      this.#stop();
    },
    remove: () => this.#element.remove(),
    append: () => document.body.append(this.#element),
    move: () => document.body.prepend(this.#element),
    moveSlowly: async (luck) => {
      if (!this.#element.isConnected) return;
      this.#element.remove();
      await frames(1 + Math.floor(luck * 5));
      document.body.append(this.#element);
    },
    otherToken: () => this.#newToken(),
    avatarCreate: () => this.#create(),
    avatarCreateTwice: () => {
      this.#create();
      this.#create();
    },
    assignOther: () => this.#assign((this.#other ??= this.#makeOther())),
    assignNothing: (luck) => this.#assign(luck < 0.5 ? null : undefined),
    leave: () => {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    },
    voice: () => this.#track(this.#element.startVoiceChat()),
    closeVoice: () => this.#track(this.#element.closeVoiceChat()),
    mute: () => this.#track(Promise.resolve(this.#element.muteInputAudio())),
    speak: () => this.#track(this.#element.speak({ text: 'Hello.', taskType: 'repeat' })),
    interrupt: () => this.#track(this.#element.interrupt()),
  };

  #start(): void {
    this.#track(this.#element.start());
  }

  #stop(): void {
    this.#track(this.#element.stop());
  }

  #create(): void {
    if (this.#element.isConnected) this.#track(this.#element.avatar?.createStartAvatar({ quality: 'low' }));
  }

  #newToken(): void {
    const url = tokenUrlOf(this.#corner, this.#service);
    url.searchParams.set('version', String((this.#tokens += 1)));
    this.#element.setAttribute('token-url', url.href);
  }

  #makeOther(): StreamingAvatar {
    const token = tokenUrlOf(this.#corner, this.#service);
    const other = new StreamingAvatar({ token, basePath: this.#corner.url });
    this.#watch('other', other);
    return other;
  }

  #assign(avatar: StreamingAvatar | null | undefined): void {
    const [watch] = this.#watches;
    watch?.adopting();
    Object.assign(this.#element, { avatar });
    watch?.adopt();
  }

  #watch(name: string, target: StreamingAvatar | HeygenAvatarElement): void {
    const run = {
      violate: (rule: string, detail: string) => void this.violations.push(`${rule}: ${detail}`),
      log: (line: string) => void this.#fetch.log.push(line),
      now: () => performance.now(),
    };
    this.#watches.push(new Watch(name, target, run));
  }

  #track(promise: Promise<unknown> | undefined): void {
    const settled = promise?.catch((error: unknown) => expectTyped(error));
    if (settled) this.#promises.push(settled);
    // Reported at the end, by whoever waits for all of them.
    settled?.catch(() => undefined);
  }

  async #wait({ wait, luck }: Step): Promise<void> {
    if (wait === 'frames') return frames(1 + Math.floor(luck * 20));
    if (wait === 'change') return Promise.race([nextChange(this.#element), frames(60)]);
    if (wait === 'settled') return untilSettled(this.#element);
  }
}

function stepsOf(seed: number, service: SandboxService): Step[] {
  const random = chance(seed, `steps on LiveKit with ${service}`);
  return Array.from({ length: between(random, 3, 8) }, (_none, index) => ({
    action: index === 0 ? 'start' : weighted<Action>(random, actions),
    wait: weighted<keyof typeof waits>(random, waits),
    luck: random(),
  }));
}

async function frames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame += 1)
    await new Promise((resolve) => requestAnimationFrame(resolve));
}

function nextChange(element: HeygenAvatarElement): Promise<void> {
  return new Promise((resolve) => {
    element.addEventListener('state_changed', () => resolve(), { once: true });
  });
}

/** Nothing is under way: it is live, or over. */
async function untilSettled(element: HeygenAvatarElement): Promise<void> {
  while (['connecting', 'stopping', 'reconnecting'].includes(element.state.status)) await nextChange(element);
}

async function untilOver(element: HeygenAvatarElement): Promise<void> {
  while (!['idle', 'ended', 'failed'].includes(element.state.status)) await nextChange(element);
}
