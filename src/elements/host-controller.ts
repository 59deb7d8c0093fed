/**
 * Connects a small element to its avatar, and updates the element when that changes: to the one that `for` names, or else
 * to the one that it is in, by the context.
 */

import { ContextEvent } from '@lit/context';
import type { ReactiveController } from 'lit';
import { avatarHostContext, type AvatarHost } from './avatar-host.js';
import type { SmallElement } from './small-element.js';

export class HostController implements ReactiveController {
  /** Undefined while the element has no avatar. */
  avatarHost: AvatarHost | undefined;
  readonly #element: SmallElement;
  /** The avatar that the element is in. */
  #around: AvatarHost | undefined;
  /** The `for` that is being followed, and the end of it. */
  #named: string | null = null;
  #unfollow: (() => void) | undefined;
  #unsubscribe: (() => void) | undefined;
  #keepsKeys = false;

  constructor(element: SmallElement) {
    this.#element = element;
    element.addController(this);
    element.addEventListener('focusin', this.#keepKeys);
  }

  hostConnected(): void {
    this.#element.dispatchEvent(new ContextEvent(avatarHostContext, this.#element, this.#onHost, true));
    this.#follow();
  }

  hostUpdate(): void {
    if ((this.#element.for || null) !== this.#named) this.#follow();
    // A session has loaded its code. Before one, a page loads it only when it is needed.
    if (this.avatarHost && this.avatarHost.state.status !== 'idle') this.#keepKeys();
  }

  hostDisconnected(): void {
    this.#unfollow?.();
    this.#around = undefined;
    this.#take(undefined);
  }

  /** Called at once, or later where the page has a `ContextRoot`, which keeps it only while the element does. */
  readonly #onHost = (host: AvatarHost): void => {
    this.#around = host;
    if (!this.#named) this.#take(host);
  };

  #follow(): void {
    const { for: id, isConnected } = this.#element;
    this.#unfollow?.();
    this.#named = id || null;
    this.#take(this.#named ? undefined : this.#around);
    if (!id || !isConnected) return;
    let followed = true;
    this.#unfollow = () => (followed = false);
    import('./named-avatar.js').then(
      ({ followAvatar }) => {
        if (followed) this.#unfollow = followAvatar(this.#element, id, (host) => this.#take(host));
      },
      // Without its code it stays disabled.
      () => undefined,
    );
  }

  readonly #keepKeys = (): void => {
    if (this.#keepsKeys) return;
    this.#keepsKeys = true;
    import('./own-keys.js').then(
      ({ keepKeys }) => keepKeys(this.#element, () => this.avatarHost?.avatar?.noteActivity()),
      // The next focus tries again.
      () => (this.#keepsKeys = false),
    );
  };

  #take(host: AvatarHost | undefined): void {
    if (host === this.avatarHost) return;
    this.#unsubscribe?.();
    this.avatarHost = host;
    this.#unsubscribe = host?.subscribe(() => this.#element.requestUpdate());
    this.#element.requestUpdate();
  }
}
