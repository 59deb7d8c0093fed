/** What the small elements know of their avatar: one object, shared by a context and never replaced. */

import { createContext, type ContextEvent } from '@lit/context';
import type { SessionState } from '../api/state.js';
import type { TranscriptTurn } from '../api/transcript.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import type { Strings } from './strings/en.js';

export interface AvatarHost {
  readonly state: SessionState;
  /** The texts, in the language of the avatar's place in the page. */
  readonly strings: Strings;
  /** Whether a start may succeed now: not during a session, and not after an error that would only occur again. */
  readonly canStart: boolean;
  /** The session client, once its code is loaded or the page has assigned one. */
  readonly avatar: StreamingAvatar | undefined;
  /** Whether to show messages that are for the page's author. */
  readonly debug: boolean;
  /** Language of speech at the next start, for example `en`. Empty for the service's default. */
  language: string;
  /** The turns of the conversation, oldest first. */
  readonly transcript: readonly TranscriptTurn[];
  /** Hosts that a transcript may link to, separated by spaces. */
  readonly transcriptLinkHosts: string;
  /** The prompts to offer, as the page has set them. */
  readonly suggestions: unknown;
  /** Whether captions are shown. */
  captions: boolean;
  /** Whether the visitor has typed a text that isn't sent. */
  typing: boolean;
  /** Whether the avatar's sound is off. */
  muted: boolean;
  /** The avatar's volume, 0 to 1. */
  volume: number;
  /** Starts a session. During a start, returns the same promise; while live, resolves at once. */
  start(): Promise<void>;
  /** Stops the session. Works in every state. */
  stop(): Promise<void>;
  /** Starts loading what a start needs. Opens no session. */
  warmUp(): void;
  /** Calls `listener` after each change of the properties above. Returns a function that removes it. */
  subscribe(listener: () => void): () => void;
}

/** The context's value is the nearest `<heygen-avatar>`'s host. */
export const avatarHostContext = createContext<AvatarHost>(Symbol.for('heygen-avatar.host'));

/**
 * Answers the elements within that ask for the host. Lit's `ContextProvider` also replaces its value, and keeps a list of
 * who has asked for it.
 */
export function provideHost(element: HTMLElement, host: AvatarHost): void {
  element.addEventListener('context-request', (event) => {
    const { context, contextTarget, callback } = event as ContextEvent<typeof avatarHostContext>;
    if (context !== avatarHostContext || contextTarget === element) return;
    event.stopPropagation();
    callback(host);
  });
}

/** Tells whoever asked in vain, for example Lit's `ContextRoot`, that `element` provides a host. */
export function announceHost(element: HTMLElement): void {
  const event = new Event('context-provider', { bubbles: true, composed: true });
  element.dispatchEvent(Object.assign(event, { context: avatarHostContext, contextTarget: element }));
}

/** The parts of the element that its children may see. */
type HostParts = Pick<
  AvatarHost,
  | 'state'
  | 'avatar'
  | 'debug'
  | 'language'
  | 'transcript'
  | 'transcriptLinkHosts'
  | 'suggestions'
  | 'captions'
  | 'muted'
  | 'volume'
  | 'start'
  | 'stop'
>;

/** What only the element's controllers know. */
interface HostInside extends Pick<AvatarHost, 'warmUp'> {
  strings(): Strings;
  canStart(): boolean;
}

/** The host of `element`, and a function that notifies its subscribers. */
export function createAvatarHost(
  element: HostParts,
  inside: HostInside,
): { readonly host: AvatarHost; readonly notify: () => void } {
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  let typing = false;
  const host: AvatarHost = {
    get state() {
      return element.state;
    },
    get strings() {
      return inside.strings();
    },
    get canStart() {
      return inside.canStart();
    },
    get avatar() {
      return element.avatar;
    },
    get debug() {
      return element.debug;
    },
    get language() {
      return element.language;
    },
    set language(language) {
      element.language = language;
    },
    get transcript() {
      return element.transcript;
    },
    get transcriptLinkHosts() {
      return element.transcriptLinkHosts;
    },
    get suggestions() {
      return element.suggestions;
    },
    get captions() {
      return element.captions;
    },
    set captions(captions) {
      element.captions = captions;
    },
    get typing() {
      return typing;
    },
    set typing(value) {
      typing = value;
      notify();
    },
    get muted() {
      return element.muted;
    },
    set muted(muted) {
      element.muted = muted;
    },
    get volume() {
      return element.volume;
    },
    set volume(volume) {
      element.volume = volume;
    },
    start: () => element.start(),
    stop: () => element.stop(),
    warmUp: inside.warmUp,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { host, notify };
}
