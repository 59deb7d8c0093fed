/** What the small elements know of the avatar they belong to: one object, shared by a context and never replaced. */

import { createContext } from '@lit/context';
import type { SessionState } from '../api/state.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { en, type Strings } from './strings/en.js';

export interface AvatarHost {
  readonly state: SessionState;
  readonly strings: Strings;
  /** The session client, once a first start has made it or the page has given one. */
  readonly avatar: StreamingAvatar | undefined;
  /** The avatar's sound is off. */
  muted: boolean;
  /** 0 to 1. */
  volume: number;
  /** Starts a session. While one is there, or on its way, the same promise. */
  start(): Promise<void>;
  /** Ends it. Works in every state. */
  stop(): Promise<void>;
  /** Begins to load what a start needs, without opening anything. */
  warmUp(): void;
  /** Calls `listener` after each change of what is above; returns the way to stop that. */
  subscribe(listener: () => void): () => void;
}

/** The context's value is the nearest `<heygen-avatar>`'s host. */
export const avatarHostContext = createContext<AvatarHost>(Symbol.for('heygen-avatar.host'));

/** What a host is made of: the parts of an element that its children may see. */
interface HostParts {
  readonly state: SessionState;
  readonly strings: Partial<Strings> | null | undefined;
  readonly avatar: StreamingAvatar | undefined;
  muted: boolean;
  volume: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The page's texts, and English for those it has none for. */
function complete(given: Partial<Strings> | null | undefined): Strings {
  const { connecting, ended, errors, ...texts } = given ?? {};
  return {
    ...en,
    ...withoutUnset(texts),
    connecting: { ...en.connecting, ...withoutUnset(connecting) },
    ended: { ...en.ended, ...withoutUnset(ended) },
    errors: { ...en.errors, ...withoutUnset(errors) },
  };
}

function withoutUnset<T extends object>(texts: T | null | undefined): Partial<T> {
  const given = Object.entries(texts ?? {}).filter(([, text]) => text !== null && text !== undefined);
  return Object.fromEntries(given) as Partial<T>;
}

/** The host of `element`, and the way to tell its subscribers of a change. */
export function createAvatarHost(
  element: HostParts,
  warmUp: () => void,
): { readonly host: AvatarHost; readonly notify: () => void } {
  const listeners = new Set<() => void>();
  const host: AvatarHost = {
    get state() {
      return element.state;
    },
    get strings() {
      return complete(element.strings);
    },
    get avatar() {
      return element.avatar;
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
    warmUp,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    host,
    notify() {
      for (const listener of listeners) listener();
    },
  };
}
