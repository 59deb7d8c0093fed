/** The element's session: makes the client when it is first needed, starts and ends it, and passes on what it tells. */

import { StreamingAvatarError } from '../api/errors.js';
import { SessionEvents, StreamingEvents } from '../api/events.js';
import type { StartAvatarOptions, StreamingAvatarOptions } from '../api/requests.js';
import type { EndReason, SessionState } from '../api/state.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import type { SessionAttributes } from './session-attributes.js';

type Config = Pick<StreamingAvatarOptions, 'token' | 'basePath' | 'service' | 'debug'>;

/** What the session needs of its element. */
export interface SessionHooks {
  /** Options of the client, asked for at each start. */
  config(): Config;
  request(): StartAvatarOptions;
  /** Plays `stream`, which may be empty yet. */
  show(stream: MediaStream): void;
  /** The picture is over. */
  clear(): void;
  /** The session's state is another. */
  changed(): void;
  /** A session has just been connected. */
  live(): void;
}

export class SessionController {
  /** The page may hide the built-in message by `preventDefault()` on `session_error`. */
  showsError = true;
  readonly #element: SessionAttributes;
  readonly #hooks: SessionHooks;
  #avatar: StreamingAvatar | undefined;
  /** The page made it: the element connects it, and leaves stopping it to the page and its visitors. */
  #given = false;
  #config: Config | undefined;
  #stream: MediaStream | undefined;
  #listening = new AbortController();
  #starting: Promise<void> | undefined;
  #stops = 0;
  /** The state while the client is being loaded, or could not be. */
  #own: SessionState | undefined = { status: 'idle' };
  /** The state that was told last. */
  #told: SessionState = { status: 'idle' };

  constructor(element: SessionAttributes, hooks: SessionHooks) {
    this.#element = element;
    this.#hooks = hooks;
  }

  get state(): SessionState {
    return this.#own ?? this.#avatar?.state ?? { status: 'idle' };
  }

  get avatar(): StreamingAvatar | undefined {
    return this.#avatar;
  }

  /** Takes over a client that the page made, at whatever point its session is; undefined gives it back. */
  give(avatar: StreamingAvatar | undefined): void {
    if (avatar === this.#avatar) return;
    // A start that waits for the element's own client is not to find this one in its place.
    this.#stops += 1;
    if (!this.#given) void this.#avatar?.stopAvatar('replaced');
    this.#given = avatar !== undefined;
    this.#config = undefined;
    this.#adopt(avatar);
    if (avatar?.mediaStream) this.#hooks.show(avatar.mediaStream);
    else this.#hooks.clear();
    this.#hooks.changed();
  }

  /** The client there is, whatever the attributes have become since, while it has a session. Else one for what they say. */
  async client(): Promise<StreamingAvatar> {
    const { status } = this.state;
    const over = status === 'idle' || status === 'ended' || status === 'failed';
    return (over ? undefined : this.#avatar) ?? this.#make();
  }

  /** A client for what the attributes say now, unless the one there is was made for just that. */
  async #make(): Promise<StreamingAvatar> {
    const config = this.#hooks.config();
    const { StreamingAvatar } = await import('../session/streaming-avatar.js');
    // Another call, or the page, may have come first.
    if (this.#avatar && (this.#given || sameConfig(config, this.#config))) return this.#avatar;
    this.#stream ??= new MediaStream();
    this.#config = config;
    const avatar = new StreamingAvatar({ ...config, mediaStream: this.#stream });
    this.#adopt(avatar);
    return avatar;
  }

  start(): Promise<void> {
    if (this.#starting) return this.#starting;
    const starting = this.#start().finally(() => {
      if (this.#starting === starting) this.#starting = undefined;
    });
    return (this.#starting = starting);
  }

  async stop(reason: EndReason = 'stopped'): Promise<void> {
    this.#stops += 1;
    this.#starting = undefined;
    if (this.#given && reason === 'removed') return;
    if (this.#own?.status === 'connecting') {
      this.#setOwn({ status: 'ended', reason, timings: {} });
      this.#hooks.clear();
      this.#pass('session_ended', { reason });
    }
    await this.#avatar?.stopAvatar(reason);
  }

  /** Loads what a start needs and prepares the connection; opens nothing. */
  async warmUp(): Promise<void> {
    try {
      const { StreamingAvatar } = await import('../session/streaming-avatar.js');
      await StreamingAvatar.warmUp(this.#hooks.config());
    } catch {
      // Met again, and reported, at the start.
    }
  }

  async #start(): Promise<void> {
    const { status } = this.state;
    if (status === 'live' || status === 'reconnecting') return;
    const event = new CustomEvent('before_start', {
      bubbles: true,
      composed: true,
      cancelable: true,
      detail: null,
    });
    if (!this.#element.dispatchEvent(event)) throw aborted('The page cancelled the start (before_start).');

    // All up to the first await runs within the visitor's gesture, which the browser may want for sound.
    const stops = this.#stops;
    this.showsError = true;
    this.#stream ??= new MediaStream();
    this.#hooks.show(this.#stream);
    this.#setOwn({ status: 'connecting', phase: 'token', timings: {} });
    let avatar: StreamingAvatar;
    try {
      avatar = await this.#make();
    } catch (cause) {
      throw this.#failToLoad(cause);
    }
    if (stops !== this.#stops) throw aborted('The start was cancelled.');
    await avatar.createStartAvatar(this.#hooks.request());
  }

  #failToLoad(cause: unknown): StreamingAvatarError {
    const error =
      cause instanceof StreamingAvatarError
        ? cause
        : new StreamingAvatarError(
            'network',
            'The avatar’s code could not be loaded. Try again in a moment.',
            {
              phase: 'token',
              retryable: true,
              cause,
            },
          );
    this.#hooks.clear();
    this.#setOwn({ status: 'failed', error, timings: {} });
    this.#pass('session_error', error);
    return error;
  }

  #adopt(avatar: StreamingAvatar | undefined): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#avatar = avatar;
    if (!avatar) return void (this.#own = { status: 'idle' });
    const { signal } = this.#listening;
    for (const name of eventNames) {
      avatar.on(
        name,
        (event: CustomEvent<unknown>) => {
          if (!this.#pass(name, event.detail)) event.preventDefault();
        },
        { signal },
      );
    }
    avatar.on('state_changed', this.#onState, { signal });
    if (this.#given) this.#own = undefined;
    if (this.#element.debug) {
      // The session goes on without them.
      import('./attribute-warnings.js').then(
        (warnings) => warnings.warnOfLateChanges(this.#element, avatar, signal),
        () => undefined,
      );
    }
  }

  #setOwn(state: SessionState): void {
    this.#own = state;
    this.#tellState();
  }

  /** Dispatches an event on the element; false if a listener has cancelled it. */
  #pass(type: string, detail: unknown): boolean {
    const cancelable = type === 'session_error';
    const event = new CustomEvent(type, { detail, cancelable, bubbles: true, composed: true });
    const accepted = this.#element.dispatchEvent(event);
    if (cancelable) this.showsError = accepted;
    this.#hooks.changed();
    return accepted;
  }

  #tellState(): void {
    const { state } = this;
    const previous = this.#told;
    this.#told = state;
    // The client begins where the element has been since the press of the button.
    const begins = state.status === 'connecting' && Object.keys(state.timings).length === 0;
    if (begins && state.phase === 'token' && previous.status === 'connecting') return;
    if (state !== previous) this.#pass('state_changed', { state, previous });
  }

  readonly #onState = (): void => {
    // A client that the page started by itself has a state worth showing too.
    this.#own = undefined;
    const { state } = this;
    if (state.status === 'live' && this.#avatar?.mediaStream) this.#hooks.show(this.#avatar.mediaStream);
    // A listener to the failure may start again at once.
    if (state.status === 'failed') this.#starting = undefined;
    // The end of the session before is not the end of the one that is being started.
    if (state.status === 'failed' || (state.status === 'ended' && !this.#starting)) this.#hooks.clear();
    const connected = this.#told.status === 'connecting' && state.status === 'live';
    this.#tellState();
    if (connected) this.#hooks.live();
  };
}

/** Passed on as they are. `state_changed` is the element's own, since it has a state before there is a client. */
const eventNames: readonly string[] = [
  ...Object.values(StreamingEvents),
  ...Object.values(SessionEvents).filter((name) => name !== 'state_changed'),
];

function sameConfig(one: Config, other: Config | undefined): boolean {
  return Object.entries(one).every(([option, value]) => {
    const before: unknown = other?.[option as keyof Config];
    // An URL is made anew each time from the same attribute.
    return value === before || (value instanceof URL && value.href === (before as URL | undefined)?.href);
  });
}

function aborted(message: string): StreamingAvatarError {
  return new StreamingAvatarError('aborted', message, { phase: 'token', retryable: true });
}
