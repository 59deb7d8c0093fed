/** What the small elements know of their avatar: one object, shared by a context and never replaced. */

import { createContext } from '@lit/context';
import type { SessionState } from '../api/state.js';
import type { StreamingAvatar } from '../session/streaming-avatar.js';
import { en, type Strings } from './strings/en.js';

export interface AvatarHost {
  readonly state: SessionState;
  readonly strings: Strings;
  /** The session client, once its code is loaded or the page has assigned one. */
  readonly avatar: StreamingAvatar | undefined;
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

/** The parts of the element that its children may see. */
interface HostParts {
  readonly state: SessionState;
  readonly strings: Partial<Strings> | null | undefined;
  readonly avatar: StreamingAvatar | undefined;
  muted: boolean;
  volume: number;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The page's texts, with English for the missing ones. */
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

/** The host of `element`, and a function that notifies its subscribers. */
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
