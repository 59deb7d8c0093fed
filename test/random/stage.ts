/** Who takes part in a run, what each step does to them, and what has to be true of them after every step. */

import { StreamingAvatar, type StartAvatarOptions, type StreamingAvatarOptions } from '../../src/client.js';
import type { HeygenAvatarElement } from '../../src/index.js';
import type { Action, Plan, Step } from './plan.js';
import { codeOf, isTyped } from './typed.js';
import { chance, between } from './world/chance.js';
import type { BookEntry } from './world/books.js';
import { basePaths } from './world/services.js';
import { Watch, type Watchable } from './world/watch.js';
import type { World } from './world/world.js';

type Owner = 'client' | 'other' | 'element' | 'clone';

interface Tracked {
  readonly what: string;
  settled: boolean;
}

/** A brief removal is a move. */
const moveTakes = 120;
/** After this long without a document, an element was removed. */
const removedAfter = 1_500;

export class Stage {
  readonly #world: World;
  readonly #plan: Plan;
  readonly #watches = new Map<Watchable, Watch>();
  readonly #tracked: Tracked[] = [];
  /** Since when nobody wants a session of that owner; undefined while somebody does. */
  readonly #unwanted = new Map<string, number | undefined>();
  /** What `createStartAvatar()` gave last, while nothing else was asked of the client. */
  readonly #starts = new Map<object, Promise<unknown>>();
  readonly #foreign: BookEntry[] = [];
  readonly #places: readonly HTMLElement[];
  #client: StreamingAvatar | undefined;
  #other: StreamingAvatar | undefined;
  #element: HeygenAvatarElement | undefined;
  #clone: HeygenAvatarElement | undefined;
  #detachedAt: number | undefined;
  #versions = 0;

  constructor(world: World, plan: Plan) {
    this.#world = world;
    this.#plan = plan;
    this.#places = [document.createElement('div'), document.createElement('section')];
    document.body.append(...this.#places);
    if (plan.page === 'client') this.#client = this.#newClient('client', plan.tokenKind);
    else this.#element = this.#newElement();
  }

  /** Does what the step says. What it begins goes on by itself. */
  act({ action, luck }: Step): Promise<void> | void {
    const acts = this.#acts;
    const work = acts[action];
    try {
      return work(luck);
    } catch (error) {
      this.#expectTyped(`${action} (thrown)`, error);
    }
  }

  /** After every step, once all that needs no time has run. */
  check(): void {
    const world = this.#world;
    const { now } = world.time;
    if (world.time.spun) world.violate('timers spin', 'more timers fire than any page needs');
    for (const watch of this.#watches.values()) watch.check();
    for (const entry of this.#foreign)
      if (entry.startedAt !== undefined || this.#heldBy('client') === entry.id) entry.idKnown = true;
    world.books.expectAsked('orphan', ({ id, owner }) => this.#heldBy(owner as Owner) !== id);
    world.books.expectAsked('not stopped', ({ owner }) => {
      const since = this.#unwanted.get(owner);
      return since !== undefined && now - since >= removedAfter;
    });
    if (this.#detachedAt !== undefined && now - this.#detachedAt >= removedAfter)
      world.books.expectAsked('not stopped by removal', ({ owner }) => owner === 'element');
    for (const { entry, status, at } of world.network.refused) {
      const holds = [...this.#watches.values()].some(
        ({ target }) => (target as Partial<StreamingAvatar>).sessionId === entry.id && isLive(target),
      );
      if (holds && now - at > 500)
        world.violate('live after a refusal', `${entry.id} was refused with ${status}`);
    }
    for (const reason of world.page.unhandled.splice(0)) world.violate('unhandled rejection', String(reason));
  }

  /** Ends everything as the plan says, and judges what is left. */
  async end(): Promise<void> {
    const world = this.#world;
    const { ending, seed } = this.#plan;
    if (ending === 'close') return this.#close();
    world.faults.firstStopFails = ending === 'stop, close';
    if (ending !== 'idle') {
      if (ending === 'remove') this.#remove();
      else this.#stop(this.#element, 'element');
      this.#clone?.remove();
      this.#unwant('clone');
      this.#stop(this.#client, 'client');
      this.#stop(this.#other, 'other');
      if (ending === 'stop, close') {
        await world.time.advance(between(chance(seed, 'the end'), 20, 3_000));
        return this.#close();
      }
      await world.time.advance(3_000);
      this.check();
    }
    // An hour: everything that is still there ends by its own limits.
    await world.time.advance(3_600_000);
    this.check();
    this.#remove();
    this.#clone?.remove();
    await world.time.advance(200_000);
    this.check();
    this.#judge();
  }

  /** Lets everything come to its end, so that the next run finds nothing of this one. */
  async dispose(): Promise<void> {
    const { time } = this.#world;
    this.#world.recover();
    for (const element of [this.#element, this.#clone]) element?.stop().catch(() => undefined);
    for (const client of [this.#client, this.#other]) client?.stopAvatar().catch(() => undefined);
    this.#element?.remove();
    this.#clone?.remove();
    await time.advance(200_000);
    for (const place of this.#places) place.remove();
  }

  #judge(): void {
    const world = this.#world;
    for (const watch of this.#watches.values()) watch.checkEnd();
    for (const { what, settled } of this.#tracked) if (!settled) world.violate('promise hangs', what);
    world.books.expectClosed('open in the end', () => true);
    const rooms = world.rooms.all.filter(({ left }) => !left).length;
    if (rooms > 0) world.violate('room not left', `${rooms} of ${world.rooms.all.length}`);
    const sockets = world.sockets.all.filter(({ readyState }) => readyState < 2).length;
    if (sockets > 0) world.violate('socket not closed', String(sockets));
    if (world.time.pageTimers.length > 0) world.violate('timer left', world.time.pageTimers.join(', '));
    if (world.page.listeners.length > 0) world.violate('listener left', world.page.listeners.join(', '));
    const { liveMicrophones } = world.page;
    if (liveMicrophones > 0) world.violate('microphone left', String(liveMicrophones));
  }

  async #close(): Promise<void> {
    const world = this.#world;
    world.log('the page is closed');
    await this.#leave(false);
    world.time.freeze();
    world.network.close();
    await world.time.advance(1_000);
    for (const entry of world.books.entries) entry.toldAt ??= world.time.now;
    world.books.expectClosed('open after the page was closed', () => true);
  }

  /** What a page hears when it is left. Afterwards promises run on, and nothing else. */
  async #leave(persisted: boolean): Promise<void> {
    const { network, time } = this.#world;
    network.leaving(true);
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted }));
    await time.advance(0);
    network.leaving(false);
    for (const owner of ['client', 'other', 'element', 'clone'] as const) this.#unwant(owner);
  }

  async #setAside(name: string, luck: number): Promise<void> {
    const world = this.#world;
    if (name === 'freeze') {
      world.network.leaving(true);
      document.dispatchEvent(new Event('freeze'));
      await world.time.advance(0);
      world.network.leaving(false);
      for (const owner of ['client', 'other', 'element', 'clone'] as const) this.#unwant(owner);
    } else await this.#leave(true);
    world.time.freeze();
    await world.time.advance(luck * 300_000);
    world.time.thaw();
    if (name === 'freeze') document.dispatchEvent(new Event('resume'));
    else window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    await world.time.advance(0);
  }

  readonly #acts: Readonly<Record<Action, (luck: number) => Promise<void> | void>> = {
    // A client of the page's own.
    create: () => this.#create(this.#client, 'client', {}),
    createOther: (luck) => this.#create(this.#client, 'client', requestOf(luck)),
    createTwice: (luck) => {
      this.#create(this.#client, 'client', {});
      this.#create(this.#client, 'client', requestOf(luck));
    },
    newSession: () => this.#begin('client', this.#client, (client) => client.newSession({})),
    startSession: () => this.#begin('client', this.#client, (client) => client.startSession()),
    startAvatar: () => this.#begin('client', this.#client, (client) => client.startAvatar({})),
    startForeign: () => this.#startForeign(),
    stop: () => {
      this.#stop(this.#client, 'client');
      this.#stop(this.#element, 'element');
    },
    // A second call while the replacement connects.
    replaceTwice: async (luck) => {
      this.#create(this.#client, 'client', requestOf(luck));
      await this.#world.time.advance(luck * 200);
      this.#create(this.#client, 'client', {});
    },
    stopCreate: () => {
      this.#stop(this.#client, 'client');
      this.#create(this.#client, 'client', {});
    },
    createStop: () => {
      this.#create(this.#client, 'client', {});
      this.#stop(this.#client, 'client');
    },

    // The element.
    start: () => this.#startElement(),
    stopStart: () => {
      this.#stop(this.#element, 'element');
      this.#startElement();
    },
    restartWithNewToken: () => {
      this.#stop(this.#element, 'element');
      this.#newToken();
      this.#startElement();
    },
    newTokenStart: () => {
      this.#newToken();
      this.#startElement();
    },
    createNewTokenStart: (luck) => {
      if (this.#element?.isConnected)
        this.#create(this.#element.avatar, this.#ownerOfAvatar(), requestOf(luck));
      this.#newToken();
      this.#startElement();
    },
    remove: () => this.#remove(),
    append: (luck) => this.#append(luck),
    move: (luck) => this.#append(luck),
    moveSlowly: (luck) => this.#moveSlowly(luck),
    assignNothingStart: (luck) => {
      this.#assign(luck < 0.6 ? null : undefined);
      this.#startElement();
    },
    assignOther: () => this.#assign(this.#theOther()),
    assignOtherLive: async () => {
      this.#create(this.#theOther(), 'other', {});
      await this.#world.time.advance(400);
      this.#assign(this.#theOther());
    },
    assignNothing: (luck) => this.#assign(luck < 0.6 ? null : undefined),
    avatarCreate: (luck) => {
      // A client of its own in an element that nobody sees is the page's doing.
      if (this.#element?.isConnected)
        this.#create(this.#element.avatar, this.#ownerOfAvatar(), requestOf(luck));
    },
    avatarStop: () => this.#stop(this.#element?.avatar, this.#ownerOfAvatar()),
    otherCreate: () => this.#create(this.#theOther(), 'other', {}),
    otherStop: () => this.#stop(this.#other, 'other'),
    clone: () => this.#startClone(),
    removeClone: () => {
      this.#clone?.remove();
      this.#unwant('clone');
    },
    setTokenUrl: () => this.#newToken(),
    setQuality: (luck) => this.#element?.setAttribute('quality', luck < 0.5 ? 'low' : 'medium'),
    setService: (luck) => this.#element?.setAttribute('service', luck < 0.5 ? 'auto' : this.#plan.service),
    setIdleTimeout: (luck) =>
      this.#element?.setAttribute(
        'activity-idle-timeout',
        luck < 0.5 ? '60' : luck < 0.75 ? '2 minutes' : '0',
      ),
    setVoiceChat: () => void this.#element?.toggleAttribute('voice-chat'),
    setStringsNull: () => void Object.assign(this.#element ?? {}, { strings: null }),

    // Whoever is talked to.
    speakTalk: () => this.#talk((avatar) => avatar.speak('Hello')),
    speakRepeat: () => this.#talk((avatar) => avatar.speak({ text: 'Hello', taskType: 'repeat' })),
    speakSync: () =>
      this.#talk((avatar) => avatar.speak({ text: 'Hello', taskType: 'repeat', taskMode: 'sync' })),
    interrupt: () => this.#talk((avatar) => avatar.interrupt()),
    startListening: () => this.#talk((avatar) => avatar.startListening()),
    stopListening: () => this.#talk((avatar) => avatar.stopListening()),
    keepAlive: () => this.#talk((avatar) => avatar.keepAlive()),
    voice: () => this.#talk((avatar) => avatar.startVoiceChat()),
    voiceMuted: () => this.#talk((avatar) => avatar.startVoiceChat({ isInputAudioMuted: true })),
    closeVoice: () => this.#talk((avatar) => avatar.closeVoiceChat()),
    mute: () => this.#talk(async (avatar) => avatar.muteInputAudio()),
    unmute: () => this.#talk(async (avatar) => avatar.unmuteInputAudio()),
    press: () => this.#talk((avatar) => avatar.pushToTalkStart()),
    release: () => this.#talk((avatar) => avatar.pushToTalkStop()),

    // The service, the network and the browser.
    serverEnds: () => {
      for (const entry of this.#running()) this.#world.end(entry);
    },
    loseRoom: (luck) => {
      const [code, reason] = losses[Math.floor(luck * losses.length)] ?? losses[0];
      for (const { id } of this.#running()) this.#world.rooms.of(id)?.lose(code, reason);
    },
    stall: async () => {
      for (const { id } of this.#running()) this.#world.rooms.of(id)?.emit({ type: 'reconnecting' });
      await this.#world.time.advance(700);
      for (const { id } of this.#running()) this.#world.rooms.of(id)?.emit({ type: 'reconnected' });
    },
    turn: () => {
      for (const { id } of this.#running()) this.#world.speak(id, 'unasked', 900);
    },
    userTurn: () => {
      for (const { id } of this.#running()) this.#world.listen(id);
    },
    backForward: (luck) => this.#setAside('backForward', luck),
    freeze: (luck) => this.#setAside('freeze', luck),
  };

  #running(): BookEntry[] {
    return this.#world.books.entries.filter(
      ({ startedAt, endedAt }) => startedAt !== undefined && endedAt === undefined,
    );
  }

  #create(client: StreamingAvatar | undefined, owner: Owner, request: StartAvatarOptions): void {
    if (!client) return;
    const before = this.#starts.get(client);
    const promise = client.createStartAvatar(request);
    // One that is failing may be followed by another before it has told so.
    if (before && before !== promise)
      before.catch(({ code }: { code?: string }) => {
        if (code === 'aborted')
          this.#world.violate(
            'start under way is replaced',
            `a second createStartAvatar of ${owner} aborted the first`,
          );
      });
    this.#starts.set(client, promise);
    const settled = (): void => {
      if (this.#starts.get(client) === promise) this.#starts.delete(client);
    };
    promise.then(settled, settled);
    this.#want(owner);
    this.#track(`start of ${owner}`, promise);
  }

  #begin<Client>(owner: Owner, client: Client | undefined, work: (client: Client) => Promise<unknown>): void {
    if (!client) return;
    this.#starts.clear();
    this.#want(owner);
    this.#track(`start of ${owner}`, work(client));
  }

  #startForeign(): void {
    if (this.#plan.service !== 'interactive-avatar') return;
    const info = this.#world.services.openForeign('client');
    const entry = this.#world.books.byId(info.session_id);
    if (entry) this.#foreign.push(entry);
    this.#begin('client', this.#client, (client) => client.startAvatar({}, info as never));
  }

  #startElement(): void {
    const element = this.#element;
    if (!element) return;
    this.#want(this.#ownerOfAvatar());
    this.#track('start of the element', element.start());
  }

  #stop(target: StreamingAvatar | HeygenAvatarElement | undefined, owner: Owner): void {
    if (!target) return;
    this.#unwant(owner);
    if (target === this.#element && this.#ownerOfAvatar() === 'other') this.#unwant('other');
    this.#track(`stop of ${owner}`, 'stopAvatar' in target ? target.stopAvatar() : target.stop());
  }

  #remove(): void {
    this.#element?.remove();
    this.#detachedAt ??= this.#world.time.now;
  }

  #append(luck: number): void {
    const place = this.#places[luck < 0.5 ? 0 : 1];
    if (this.#element) place?.append(this.#element);
    this.#detachedAt = undefined;
  }

  async #moveSlowly(luck: number): Promise<void> {
    const element = this.#element;
    if (!element?.isConnected) return;
    const watch = this.#watches.get(element);
    const ended = watch?.ends.length ?? 0;
    element.remove();
    await this.#world.time.advance(luck * moveTakes);
    this.#append(luck);
    await this.#world.time.advance(50);
    for (const { reason } of watch?.ends.slice(ended) ?? [])
      if (reason === 'removed')
        this.#world.violate('a move ends the session', `after ${Math.round(luck * moveTakes)} ms`);
  }

  #assign(avatar: StreamingAvatar | null | undefined): void {
    const element = this.#element;
    if (!element) return;
    this.#watches.get(element)?.adopting();
    Object.assign(element, { avatar });
    // Its own session ends where another client takes its place.
    if (avatar) this.#unwant('element');
    this.#watches.get(element)?.adopt();
  }

  #startClone(): void {
    if (this.#clone || !this.#element) return;
    const clone = this.#element.cloneNode(true) as HeygenAvatarElement;
    clone.removeAttribute('token');
    clone.setAttribute('token-url', this.#world.tokenUrl('clone'));
    this.#places[1]?.append(clone);
    this.#clone = clone;
    this.#watch('clone', clone);
    this.#want('clone');
    this.#track('start of the clone', clone.start());
  }

  #newToken(): void {
    const element = this.#element;
    if (!element) return;
    if (this.#plan.tokenKind === 'string') element.token = this.#world.mint('element');
    else if (this.#plan.tokenKind === 'function') element.tokenProvider = this.#tokenSource('element');
    else
      element.setAttribute(
        'token-url',
        `${this.#world.tokenUrl('element')}&version=${(this.#versions += 1)}`,
      );
  }

  /** Calls a method that the client and the element both have. */
  #talk(work: (avatar: StreamingAvatar) => Promise<unknown>): void {
    const target = this.#client ?? this.#element;
    if (target) this.#track(String(work).slice(0, 80), work(target as unknown as StreamingAvatar));
  }

  #theOther(): StreamingAvatar {
    return (this.#other ??= this.#newClient('other', 'url'));
  }

  #ownerOfAvatar(): Owner {
    return this.#other && this.#element?.avatar === this.#other ? 'other' : 'element';
  }

  /** The session that an owner's client has now. */
  #heldBy(owner: Owner): string | null | undefined {
    if (owner === 'client') return this.#client?.sessionId;
    if (owner === 'other') return this.#other?.sessionId;
    if (owner === 'clone') return this.#clone?.avatar?.sessionId;
    return this.#ownerOfAvatar() === 'element' ? this.#element?.avatar?.sessionId : undefined;
  }

  #newClient(owner: Owner, tokenKind: Plan['tokenKind']): StreamingAvatar {
    const world = this.#world;
    const token = {
      url: () => new URL(world.tokenUrl(owner)),
      function: () => this.#tokenSource(owner),
      string: () => world.mint(owner),
    }[tokenKind]();
    const client = new StreamingAvatar({ token, ...this.#address() });
    this.#watch(owner, client);
    return client;
  }

  #newElement(): HeygenAvatarElement {
    const element = document.createElement('heygen-avatar');
    const { basePath, service } = this.#address();
    element.setAttribute('base-path', basePath ?? '');
    element.setAttribute('service', service ?? 'auto');
    this.#element = element;
    this.#newToken();
    this.#places[0]?.append(element);
    this.#watch('element', element);
    return element;
  }

  #address(): Pick<StreamingAvatarOptions, 'basePath' | 'service'> {
    const { service, named } = this.#plan;
    return { basePath: basePaths[service], service: named ? service : 'auto' };
  }

  /** A function of the page's, which takes its time and now and then fails. */
  #tokenSource(owner: Owner): () => Promise<string> {
    let asked = 0;
    return () => {
      const random = chance(this.#plan.seed, `token ${owner} ${(asked += 1)}`);
      const fails = random() < 0.08;
      const takes = random() < 0.1 ? between(random, 1_000, 20_000) : between(random, 1, 60);
      return new Promise((resolve, reject) => {
        this.#world.time.schedule('page', takes, 'token function', () =>
          fails ? reject(new Error('The page has no token.')) : resolve(this.#world.mint(owner)),
        );
      });
    };
  }

  #watch(name: string, target: Watchable): void {
    const { world } = { world: this.#world };
    this.#watches.set(
      target,
      new Watch(name, target, {
        violate: (rule, detail) => world.violate(rule, detail),
        log: (line) => world.log(line),
        now: () => world.time.now,
      }),
    );
  }

  #want(owner: string): void {
    this.#unwanted.set(owner, undefined);
  }

  #unwant(owner: string): void {
    this.#starts.clear();
    this.#unwanted.set(owner, this.#world.time.now);
  }

  #track(what: string, promise: Promise<unknown>): void {
    const tracked: Tracked = { what, settled: false };
    this.#tracked.push(tracked);
    promise.then(
      () => (tracked.settled = true),
      (error: unknown) => {
        tracked.settled = true;
        this.#expectTyped(what, error);
      },
    );
  }

  #expectTyped(what: string, error: unknown): void {
    this.#world.log(`  ${what} rejects: ${codeOf(error) ?? String(error)}`);
    if (!isTyped(error)) this.#world.violate('untyped rejection', `${what}: ${String(error)}`);
  }
}

function isLive({ state: { status } }: Watchable): boolean {
  return status === 'live' || status === 'reconnecting';
}

const losses = [
  [0, 'network'],
  [3, 'server'],
  [4, 'server'],
  [5, 'room_deleted'],
  [14, 'network'],
] as const;

/** What a page may ask for, good and bad. */
const requests: readonly StartAvatarOptions[] = [
  { quality: 'low' },
  { activityIdleTimeout: 60 },
  { disableIdleTimeout: true },
  { enablePushToTalk: true },
  { useSilencePrompt: true },
  { activityIdleTimeout: Number.NaN },
];

function requestOf(luck: number): StartAvatarOptions {
  return requests[Math.floor(luck * requests.length)] ?? {};
}
