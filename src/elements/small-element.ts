/** What all small elements have: an avatar that they are in, or that they name. */

import { property } from 'lit/decorators.js';
import { MovableElement } from './movable-element.js';

/**
 * An element that shows or controls something of an avatar.
 *
 * @ignore
 */
export abstract class SmallElement extends MovableElement {
  /** Id of the `<heygen-avatar>` that it belongs to, in the same document or shadow root. Without an avatar of that id it is disabled, until there is one. Default: the avatar that it is in. */
  @property() for: string | null = null;
}
