/**
 * The element's client: its own, loaded when it is first needed, or one that the page assigned. Starts and stops
 * sessions, and dispatches the client's events on the element.
 */

import { systemClock } from '../api/clock.js';
import { StreamingAvatarError } from '../api/errors.js';
import { SessionEvents, StreamingEvents } from '../api/events.js';
import type { StreamingAvatarOptions } from '../api/requests.js';
import type { EndReason, SessionState } from '../api/state.js';
import { importLiveKit } from '../media/livekit.js';
import { endWithPage } from '../session/page-leave.js';
import { isLive, isOver, Store } from '../session/store.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import type * as Consent from './consent.js';
import { needsConsent } from './consent-needed.js';
import type * as StartCode from './start-code.js';
import type * as StartRequest from './start-request.js';

/** How long `start()` waits for the element to be put into a document, in seconds. */
const longestOutside = 1;
/** Longest removal that counts as a move, in seconds. Libraries move elements over a few tasks or frames. */
const longestMove = 0.5;

type SessionElement = StartRequest.SessionElement & Parameters<typeof Consent.askConsent>[0];

/** What is loaded with the first start. */
const loadCode = (): Promise<typeof StartCode> => import('./start-code.js');

/** What the client needs of its element. */
export interface ClientHooks {
  /** Plays `stream`, which may be empty yet. */
  show(stream: MediaStream): void;
  /** Removes the picture. */
  clear(): void;
  /** The state, or something else that is shown, has changed. */
  changed(): void;
  /** A session has just been connected. */
  live(): void;
}

export class ClientController {
  /** Whether to show the error's message. `preventDefault()` on `session_error` hides it. */
  showsError = true;
  /** The layer with the question that a start waits for. */
  question: HTMLElement | undefined;
  /** When the last start began, in milliseconds on the page's clock. */
  startedAt = 0;
  readonly #element: SessionElement;
  readonly #hooks: ClientHooks;
  /** The own client's store, made before its code is loaded. */
  readonly #store = new Store();
  #ownStream: MediaStream | undefined;
  #own: StreamingAvatar | undefined;
  #loading: Promise<StreamingAvatar> | undefined;
  /** The client that the page assigned: the element connects it, and only the page and visitors stop it. */
  #given: StreamingAvatar | undefined;
  #detach = (): void => undefined;
  #starting: Promise<void> | undefined;
  /** Aborted when the last start is cancelled. */
  #attempt = new AbortController();
  /** Starts that wait for the element to be put into a document. */
  #onConnected = new Set<() => void>();
  #cancelRemoval = (): void => undefined;
  /** Ends the listening to another window than the code's: an iframe, a pop-up, picture in picture. */
  #otherWindow: AbortController | undefined;
  /** Whether the page has set another option of the session since the last start. */
  #isChanged = (): boolean => false;
  /** The state that was dispatched last. */
  #told: SessionState;

  constructor(element: SessionElement, hooks: ClientHooks) {
    this.#element = element;
    this.#hooks = hooks;
    this.#told = this.#store.state;
    this.#store.subscribe(() => {
      if (!this.#given) this.#tellState();
    });
  }

  /** One stream for the element's whole life. Made late, so that the tag can be made anywhere. */
  get #stream(): MediaStream | undefined {
    // Some test environments have none. The client then says so.
    if (typeof MediaStream !== 'undefined') this.#ownStream ??= new MediaStream();
    return this.#ownStream;
  }

  get state(): SessionState {
    return (this.#given ?? this.#store).state;
  }

  /** Whether a start may succeed: not after an error that stays, unless the page has set something else since. */
  get canStart(): boolean {
    const { state } = this;
    return isOver(state) && (state.status !== 'failed' || state.error.retryable || this.#isChanged());
  }

  /** Whether the current client is the page's. */
  get isGiven(): boolean {
    return Boolean(this.#given);
  }

  /** The current client; the own one only once its code is loaded. */
  get client(): StreamingAvatar | undefined {
    return this.#given ?? this.#own;
  }

  /** Takes over a client of the page, in any state. Null gives the element its own back. */
  set client(client: StreamingAvatar | null | undefined) {
    const given = client === this.#own ? undefined : (client ?? undefined);
    if (given === this.#given) return;
    const before = this.#mayEnd ? this.client : undefined;
    // A start that waits for the own client must not use this one.
    this.#abort();
    void before?.stopAvatar('replaced');
    // A start whose code is still being loaded has no client to end it.
    if (!this.#own) this.#endStart('replaced');
    this.#detach();
    this.#given = given;
    this.#detach = given ? this.#attach(given) : (): void => undefined;
    const stream = this.client?.mediaStream;
    if (stream && isLive(this.state)) this.#hooks.show(stream);
    else this.#hooks.clear();
    this.#tellState();
    this.#hooks.changed();
  }

  /** The current client, loaded if necessary. Rejects with `network` if its code can't be loaded. */
  async load(): Promise<StreamingAvatar> {
    return this.#given ?? this.#loadOwn();
  }

  /** Loads what a start needs and prepares the connection; opens nothing. Never rejects. */
  async warmUp(): Promise<void> {
    try {
      this.#loadPlayer();
      const { StreamingAvatar, sessionConfig } = await loadCode();
      // The service may not even see the visitor's address before they agree.
      if (!needsConsent(this.#element)) await StreamingAvatar.warmUp(sessionConfig(this.#element));
    } catch {
      // Fails again at the start, and is reported there.
    }
  }

  /** A second call returns the same promise. Its rejection is never an unhandled one: events report it too. */
  start(): Promise<void> {
    if (this.#starting) return this.#starting;
    const attempt = (this.#attempt = new AbortController());
    let settle!: (outcome: Promise<void>) => void;
    // Set before the start, so that a listener to one of its events that starts too gets the same promise.
    const starting = new Promise<void>((resolve) => (settle = resolve));
    this.#starting = starting;
    starting.catch(() => undefined);
    const outcome = this.#start(attempt.signal).finally(() => {
      if (this.#starting === starting) this.#starting = undefined;
    });
    settle(outcome);
    return starting;
  }

  /** Works in every state and resolves when everything is released. */
  async stop(reason: EndReason = 'stopped'): Promise<void> {
    const mayEnd = this.#mayEnd || reason !== 'removed';
    this.#abort();
    if (!mayEnd || isOver(this.state)) return;
    const client = this.client;
    if (client) return client.stopAvatar(reason);
    this.#endStart(reason);
  }

  #endStart(reason: EndReason): void {
    this.#store.dispatch({ type: 'stopping', reason });
    this.#store.dispatch({ type: 'ended', reason });
  }

  /**
   * Whether the element is where somebody may see it. A document without a window is shown nowhere, for example one of
   * a closed pop-up.
   */
  get #isInPage(): boolean {
    const { isConnected, ownerDocument } = this.#element;
    const { defaultView } = ownerDocument;
    // Not `closed === false`: the window of jsdom doesn't have it.
    return isConnected && defaultView !== null && !defaultView.closed;
  }

  /** Called when the element is put into a document. */
  connected(): void {
    if (!this.#isInPage) return this.#onRemoved();
    this.#cancelRemoval();
    const { defaultView } = this.#element.ownerDocument;
    // A window that is closed tells its elements nothing. The own one ends the session by itself.
    if (defaultView !== globalThis.window) {
      this.#otherWindow = new AbortController();
      // By the signal alone: a window that shows another site by the end lets nobody remove a listener.
      defaultView?.addEventListener('pagehide', this.#onRemoved, { signal: this.#otherWindow.signal });
    }
    for (const resolve of this.#onConnected) resolve();
  }

  /** Called when it is removed. Stops the session unless the element comes back within `longestMove`. */
  disconnected(): void {
    this.#otherWindow?.abort();
    this.#onRemoved();
  }

  readonly #onRemoved = (): void => {
    this.#cancelRemoval();
    this.#cancelRemoval = systemClock.after(longestMove, () => {
      if (!this.#isInPage) void this.stop('removed');
    });
  };

  /**
   * Whether removal of the element, or of its client, ends the session: always with its own client; with the page's only
   * while the element is starting it, also while that start waits for the end of the session before.
   */
  get #mayEnd(): boolean {
    return !this.#given || (this.#starting !== undefined && !isLive(this.state));
  }

  async #start(signal: AbortSignal): Promise<void> {
    if (isLive(this.state)) return;
    const event = new CustomEvent('before_start', {
      ...{ bubbles: true, composed: true, cancelable: true },
      detail: null,
    });
    if (!this.#element.dispatchEvent(event)) throw aborted('The page cancelled the start (before_start).');
    // A listener may have stopped this avatar.
    signal.throwIfAborted();

    // Everything up to the first await runs within the visitor's gesture, which the browser may require for sound.
    this.showsError = true;
    const play = (): void => {
      const stream = this.#stream;
      if (stream) this.#hooks.show(stream);
    };
    const asks = needsConsent(this.#element);
    if (!asks) play();
    // Until the client starts, which watches the page by itself.
    const unwatchPage = endWithPage((reason) => this.stop(reason));
    let client: StreamingAvatar;
    let startSession: ReturnType<typeof StartRequest.prepareSession>;
    try {
      if (!this.#isInPage) await this.#untilConnected(signal);
      if (asks) await this.#askConsent(signal, play);
      this.#tellStarted();
      signal.throwIfAborted();
      this.#loadPlayer();
      client = await this.load();
      // A client that the page made has brought its own code, and not this.
      const { prepareSession, watchOptions } = await import('./start-request.js').catch(notLoaded);
      signal.throwIfAborted();
      this.#isChanged = watchOptions(this.#element);
      startSession = prepareSession(this.#element);
      signal.throwIfAborted();
    } catch (error) {
      // No failure: the page or the visitor has ended the start, or nobody would see the session.
      if (!signal.aborted && (error as StreamingAvatarError).code !== 'aborted')
        this.#fail(error as StreamingAvatarError);
      throw error;
    } finally {
      unwatchPage();
    }
    // The page may have started the client meanwhile, and its session is not replaced.
    if (!isLive(this.state)) await startSession(client);
  }

  async #askConsent(signal: AbortSignal, play: () => void): Promise<void> {
    // While the visitor reads.
    void this.warmUp();
    const show = (layer: HTMLElement | undefined): void => {
      this.question = layer;
      this.#hooks.changed();
    };
    const { askConsent } = await import('./consent.js').catch((cause: unknown) => {
      // Nothing that is idle can fail.
      this.#tellStarted();
      notLoaded(cause);
    });
    signal.throwIfAborted();
    await askConsent(this.#element, signal, { show, accept: play });
  }

  /** Waits for a document: outside one nobody would see the session. */
  async #untilConnected(signal: AbortSignal): Promise<void> {
    let resolve = (): void => undefined;
    const connected = new Promise<void>((done) => (resolve = done));
    this.#onConnected.add(resolve);
    const cancel = systemClock.after(longestOutside, resolve);
    await connected;
    cancel();
    this.#onConnected.delete(resolve);
    signal.throwIfAborted();
    if (this.#isInPage) return;
    this.#hooks.clear();
    throw aborted('Append the element to a document before start(), or within a second.');
  }

  /** Beside the session's code, which asks for the player only when it runs: one round trip less. A failure is told there. */
  #loadPlayer(): void {
    if (!this.#given && this.#element.service !== 'simulated') importLiveKit().catch(() => undefined);
  }

  #abort(): void {
    this.#attempt.abort(aborted('The start was stopped.'));
    this.#starting = undefined;
    for (const resolve of this.#onConnected) resolve();
  }

  #loadOwn(): Promise<StreamingAvatar> {
    this.#loading ??= this.#makeOwn().catch((error: unknown) => {
      // The next call tries again.
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  async #makeOwn(): Promise<StreamingAvatar> {
    const { StreamingAvatar, sessionConfig } = await loadCode().catch(notLoaded);
    const config = (): StreamingAvatarOptions => sessionConfig(this.#element);
    const own = new StreamingAvatar(
      {},
      {
        store: this.#store,
        quality: 'high',
        // The attributes' values at each start.
        config: () =>
          Object.create(config(), { mediaStream: { value: this.#stream } }) as StreamingAvatarOptions,
      },
    );
    this.#own = own;
    this.#attach(own);
    return own;
  }

  #tellStarted(): void {
    if (!this.#given) this.#store.dispatch({ type: 'started' });
  }

  #fail(detail: StreamingAvatarError): void {
    this.#store.dispatch({ type: 'failed', error: detail });
    if (!this.#redispatch('session_error', detail)) return;
    import('../api/console.js').then(
      ({ tellMistake }) => tellMistake(this.#element, { type: 'session_error', detail }),
      () => undefined,
    );
  }

  /** Dispatches the client's events on the element. Returns a function that stops it. */
  #attach(client: StreamingAvatar): () => void {
    const redispatch = (event: CustomEvent<unknown>): void => {
      if (!this.#redispatch(event.type, event.detail)) event.preventDefault();
    };
    for (const name of eventNames) client.on(name, redispatch);
    // The client may be of another copy of this package, whose store can't be read.
    const onState = (): void => {
      if (client === this.#given) this.#tellState();
    };
    client.on('state_changed', onState);
    return () => {
      for (const name of eventNames) client.off(name, redispatch);
      client.off('state_changed', onState);
    };
  }

  /** Returns false if a listener has cancelled the event. */
  #redispatch(type: string, detail: unknown): boolean {
    const isError = type === 'session_error';
    const cancelable = isError || type === 'warning';
    const event = new CustomEvent(type, { detail, cancelable, bubbles: true, composed: true });
    const accepted = this.#element.dispatchEvent(event);
    if (isError) this.showsError = accepted;
    this.#hooks.changed();
    return accepted;
  }

  #tellState(): void {
    const { state } = this;
    const previous = this.#told;
    if (state === previous) return;
    this.#told = state;
    const stream = this.client?.mediaStream;
    if (state.status === 'connecting' && previous.status !== 'connecting') this.startedAt = performance.now();
    const connected = previous.status === 'connecting' && state.status === 'live';
    if (state.status === 'live' && stream) this.#hooks.show(stream);
    // Not at the end of the session before, while the next is being started.
    if (state.status === 'failed' || (state.status === 'ended' && !this.#starting)) this.#hooks.clear();
    this.#redispatch('state_changed', { state, previous });
    if (connected) this.#hooks.live();
  }
}

/** Events to dispatch unchanged. `state_changed` is the element's own: it has a state before there is a client. */
const eventNames: readonly string[] = [
  ...Object.values(StreamingEvents),
  ...Object.values(SessionEvents).filter((name) => name !== SessionEvents.STATE_CHANGED),
];

function aborted(message: string): StreamingAvatarError {
  return new StreamingAvatarError('aborted', message, { phase: 'token', retryable: true });
}

/** Throws the error of `notLoaded` in `api/error-table.ts`, which is in the code that couldn't be loaded. */
export function notLoaded(cause: unknown): never {
  throw new StreamingAvatarError(
    'network',
    "Couldn't load the avatar's code. Try again, or reload the page.",
    { phase: 'token', retryable: true, cause },
  );
}
