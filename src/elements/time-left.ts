/** `<heygen-avatar-time-left>`: counts down the last minute of a session. */

import { css, html, type PropertyValues, type TemplateResult } from 'lit';
import { ports } from '../session/ports.js';
import { isLive } from '../session/store.js';
import { resetStyles, spokenStyles } from './button-styles.js';
import { HostController } from './host-controller.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';
import { timeLeft } from './strings/time-left.js';

/** At how many seconds screen readers announce the time. A timer that speaks each second drowns everything else. */
const announcedAt = [60, 10];

/**
 * Shows how much time a session has left, once `time_remaining` was fired: in its last minute, or in the second half of
 * one that lasts less than two. Announced to screen readers when it appears and 10 seconds before the end.
 *
 * @csspart time - The time in words. Not there before.
 */
export class HeygenAvatarTimeLeftElement extends TemplateElement {
  static override styles = [
    resetStyles,
    spokenStyles,
    css`
      :host {
        display: inline-block;
        font: inherit;
        color: inherit;
      }
      :host([hidden]) {
        display: none;
      }
      .time {
        display: inline-block;
        padding: 0.25em 0.75em;
        border-radius: var(--heygen-avatar-control-radius, 999px);
        background: var(--heygen-avatar-control-background, rgb(15 18 26 / 72%));
        color: var(--heygen-avatar-control-color, #fff);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  readonly #host = new HostController(this);
  #left: number | undefined;
  #announced: number | undefined;
  #announcement = '';
  #cancelTick = (): void => undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#cancelTick();
  }

  protected override willUpdate(): void {
    const host = this.#host.avatarHost;
    this.#left = host && isLive(host.state) ? host.avatar?.timeLeft : undefined;
    const seconds = this.#seconds;
    const point = seconds === undefined ? undefined : announcedAt.findLast((at) => seconds <= at);
    // At the next second if it is new: screen readers announce only what comes into a region that is there.
    if (point === this.#announced || (point !== undefined && !this.hasUpdated)) return;
    this.#announced = point;
    this.#announcement = point === undefined ? '' : this.#text;
  }

  protected override render(): TemplateResult {
    const text = this.#text;
    return html`${text && html`<span class="time" part="time" role="timer">${text}</span>`}
      <span class="spoken" role="status">${this.#announcement}</span>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.#cancelTick();
    const seconds = this.#seconds;
    if (!seconds || this.#left === undefined) return;
    const toNext = this.#left - seconds + 1;
    this.#cancelTick = ports.clock.after(toNext, () => this.requestUpdate());
  }

  get #seconds(): number | undefined {
    return this.#left === undefined ? undefined : Math.ceil(this.#left);
  }

  /** The time in words, empty while there is none to show. */
  get #text(): string {
    const seconds = this.#seconds;
    if (seconds === undefined) return '';
    return timeLeft(this.#host.avatarHost?.strings ?? en, seconds);
  }
}
