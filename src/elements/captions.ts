/** `<heygen-avatar-captions>`: the words that are being spoken. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { systemClock, type Clock } from '../api/clock.js';
import type { TranscriptTurn } from '../api/transcript.js';
import type { AvatarHost } from './avatar-host.js';
import { HostController } from './host-controller.js';
import { languageOf } from './session-language.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

/** How long words stay after their turn has ended, in seconds. */
const held = 3;
/** Number of turns that can be the one being spoken: some end late, after the next has begun. */
const recent = 4;
/** Number of characters that certainly fill the lines, even of short words on a wide screen. */
const most = 400;

/**
 * Shows what the avatar and the user are saying, word by word as it is spoken: the last two lines of the turn, until a
 * moment after its end. Screen readers aren't told of it: they hear the avatar itself.
 *
 * @csspart text - The words.
 * @csspart avatar - The words, if the avatar says them.
 * @csspart user - The words, if the user says them.
 * @csspart speaker - "You", before the user's words.
 */
export class HeygenAvatarCaptionsElement extends TemplateElement {
  static override styles = css`
    :host {
      display: block;
      box-sizing: border-box;
      width: min(100%, 32em);
      pointer-events: none;
      color: var(--heygen-avatar-captions-color, #fff);
      font-size: var(--heygen-avatar-captions-size, clamp(0.9375em, 2.6cqi, 1.5em));
      line-height: 1.5;
      letter-spacing: normal;
      text-align: start;
      text-transform: none;
      white-space: normal;
    }
    :host([hidden]) {
      display: none;
    }
    /* The last lines: what doesn't fit is cut at the top. */
    div {
      display: flex;
      flex-direction: column;
      justify-content: flex-end;
      max-height: calc(min(var(--heygen-avatar-captions-lines, 2), var(--_lines, 99)) * 1.5em);
      overflow: hidden;
    }
    p {
      flex: none;
      margin: 0;
      padding: 0 0.35em;
      hyphens: auto;
      overflow-wrap: anywhere;
    }
    /* Behind the words only, so that they don't move while more of them come. */
    p > span {
      padding: 0.1em 0.35em;
      margin: 0 -0.35em;
      border-radius: 0.2em;
      background: var(--heygen-avatar-captions-background, rgb(0 0 0 / 80%));
      -webkit-box-decoration-break: clone;
      box-decoration-break: clone;
    }
    bdi {
      font-weight: 600;
    }
    bdi::after {
      content: ':';
    }
    /* A thumbnail: more would cover the face. */
    @container (width < 15em) {
      div {
        max-height: 1.5em;
      }
    }
    @media (forced-colors: active) {
      /* Or the browser would lay the length of the longest line under each. */
      p {
        forced-color-adjust: none;
      }
      p > span {
        background: Canvas;
        color: CanvasText;
      }
    }
  `;

  /**
   * Ends what is held.
   * @internal
   */
  clock: Clock = systemClock;
  readonly #host = new HostController(this);
  /** The turn shown. */
  #turn: TranscriptTurn | undefined;
  /** The turn that has been shown long enough. */
  #cleared = '';
  /** The turn that waits to be cleared. */
  #held = '';
  #cancel = (): void => undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hold('');
  }

  protected override willUpdate(): void {
    const host = this.#host.avatarHost;
    const turn = currentTurn(host);
    const name = turn ? `${turn.role} ${turn.id}` : '';
    const isNeeded = turn !== undefined && isSpoken(turn, host);
    if (isNeeded) this.#cleared = '';
    this.#hold(isNeeded || name === this.#cleared ? '' : name);
    this.#turn = name === this.#cleared ? undefined : turn;
  }

  protected override render(): TemplateResult | typeof nothing {
    const turn = this.#turn;
    const host = this.#host.avatarHost;
    if (!turn) return nothing;
    const isUser = turn.role === 'user';
    return html`<div>
      <p part="text ${turn.role}" dir="auto">
        <span
          >${isUser ? html`<bdi part="speaker">${(host?.strings ?? en).you}</bdi> ` : nothing}<span
            lang=${ifDefined(languageOf(host))}
            >${tail(turn.text)}</span
          ></span
        >
      </p>
    </div>`;
  }

  /** Clears the turn of this name after a while; with an empty one, what is shown stays. */
  #hold(name: string): void {
    if (name === this.#held) return;
    this.#cancel();
    this.#held = name;
    if (!name) return;
    this.#cancel = this.clock.after(held, () => {
      this.#held = '';
      this.#cleared = name;
      this.requestUpdate();
    });
  }
}

/** The turn to show: the last one whose words are still coming, otherwise the last one. Nothing of one that was cut short. */
function currentTurn(host: AvatarHost | undefined): TranscriptTurn | undefined {
  const status = host?.state.status;
  if (!host || (status !== 'live' && status !== 'reconnecting')) return undefined;
  const turns = host.transcript.slice(-recent);
  const turn = turns.findLast(({ final }) => !final) ?? turns.at(-1);
  return turn?.interrupted ? undefined : turn;
}

/** Whether the turn goes on: its words are coming, it is heard, or its answer is awaited. */
function isSpoken({ final, role }: TranscriptTurn, host: AvatarHost | undefined): boolean {
  const state = host?.state;
  if (!final || state?.status !== 'live') return !final;
  return role === 'avatar' ? state.talking : state.thinking || state.userTalking;
}

/** The end of a long text, from a word's beginning that stays the same while words come. */
function tail(text: string): string {
  if (text.length < 2 * most) return text;
  const from = (Math.floor(text.length / most) - 1) * most;
  const space = text.slice(from, from + most / 2).search(/\s/);
  // Not in the middle of a character.
  return text.slice(space < 0 ? from : from + space + 1).replace(/^[\uDC00-\uDFFF]/, '');
}
