/** `<heygen-avatar-start-button>`: starts the session, and warms it up at hover and focus. */

import type { PropertyValues } from '@lit/reactive-element';
import { buttonStyles } from './button-styles.js';
import { HostController } from './host-controller.js';
import { makeNode, setText } from './make-node.js';
import { makeIcon, startPath } from './icons.js';
import { SmallElement } from './small-element.js';
import { startWords } from './strings/start-words.js';

/**
 * Starts the avatar's session. Shown over the poster by default; a page may place it itself inside `<heygen-avatar>`.
 *
 * @slot - The button's label. Default: the avatar's string for "Start", "Start again" or "Try again".
 * @csspart button - The native button.
 */
export class HeygenAvatarStartButtonElement extends SmallElement {
  static override styles = buttonStyles;

  readonly #host = new HostController(this);

  #button: HTMLButtonElement | undefined;

  protected override update(changed: PropertyValues<this>): void {
    super.update(changed);
    const host = this.#host.avatarHost;
    const { status } = host?.state ?? { status: 'idle' };
    const { start, startAgain, retry } = host?.strings ?? startWords;
    this.#button ??= this.#makeButton();
    this.#button.disabled = !host?.canStart;
    setText(
      this.#button.querySelector('slot')!,
      status === 'failed' ? retry : status === 'ended' ? startAgain : start,
    );
  }

  #makeButton(): HTMLButtonElement {
    const icon = makeIcon(startPath);
    const button = makeNode(
      'button',
      { part: 'button', class: 'primary', type: 'button' },
      icon,
      makeNode('slot'),
    );
    button.addEventListener('click', this.#onClick);
    button.addEventListener('pointerenter', this.#onIntent);
    button.addEventListener('focus', this.#onIntent);
    this.renderRoot.append(button);
    return button;
  }

  readonly #onClick = (): void => {
    // The avatar shows a failure and fires session_error.
    this.#host.avatarHost?.start().catch(() => undefined);
  };

  readonly #onIntent = (): void => this.#host.avatarHost?.warmUp();
}
