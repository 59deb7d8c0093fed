/** `<heygen-avatar-transcript-button>`: opens the transcript in a panel. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { closeIcon, icon } from './control-icons.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { pressedStyles } from './pressed-styles.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

const transcriptIcon = icon('M5 5.5h14M5 10h14M5 14.5h14M5 19h8');

/**
 * Opens and closes a panel with the transcript, above the button. Escape closes it, too. The transcript's code is loaded
 * when it is first opened.
 *
 * @slot - The button's label. Default: an icon, named by the avatar's string for "Transcript".
 * @csspart button - The native button.
 * @csspart panel - The panel, while it is open.
 * @csspart close - The button that closes the panel.
 * @csspart transcript-log - The turns, which scroll.
 * @csspart transcript-turn - Each turn.
 * @csspart transcript-name - Who says it.
 * @csspart transcript-text - The words.
 * @csspart transcript-link - A link in the words.
 * @csspart transcript-note - "(interrupted)".
 * @cssstate open - The panel is open.
 */
export class HeygenAvatarTranscriptButtonElement extends TemplateElement {
  static override styles = [
    controlStyles,
    pressedStyles,
    css`
      :host {
        position: relative;
      }
      /* Above the button, or where the bar puts it. */
      .panel {
        position: var(--_panel-position, absolute);
        inset-block: var(--_panel-block, auto calc(100% + 0.25em));
        inset-inline-end: var(--_panel-end, 0);
        z-index: 1;
        display: flex;
        width: min(24em, var(--_panel-width, 90vw));
        max-height: var(--_panel-height, 24em);
      }
      heygen-avatar-transcript {
        flex: 1;
        min-width: 0;
        max-height: none;
      }
      .panel button {
        --heygen-avatar-control-size: 2em;
      }
    `,
  ];

  /**
   * Called when the panel opens. `define-controls.ts` then defines the transcript.
   * @internal
   */
  static onTranscriptNeeded: (() => Promise<void>) | undefined;

  @state() private open = false;
  readonly #host = new HostController(this);
  /** Missing in some test environments. */
  readonly #internals = this.attachInternals?.();

  protected override render(): TemplateResult {
    const strings = this.#host.avatarHost?.strings ?? en;
    const label = strings.transcript;
    const panel = html`<div part="panel" class="panel" @keydown=${this.#onKey}>
      <heygen-avatar-transcript
        exportparts="log: transcript-log, turn: transcript-turn, name: transcript-name, text: transcript-text, link: transcript-link, note: transcript-note"
      >
        <button
          slot="actions"
          part="close"
          class="icon"
          type="button"
          aria-label=${strings.close}
          title=${strings.close}
          @click=${this.#close}
        >
          ${closeIcon}
        </button>
      </heygen-avatar-transcript>
    </div>`;
    return html`${this.open ? panel : nothing}<button
        part="button"
        class="icon"
        type="button"
        title=${label}
        aria-expanded=${String(this.open)}
        @click=${this.#onClick}
        @keydown=${this.#onKey}
      >
        <slot>${transcriptIcon}<span class="spoken">${label}</span></slot>
      </button>`;
  }

  protected override updated(): void {
    try {
      if (this.open) this.#internals?.states.add('open');
      else this.#internals?.states.delete('open');
    } catch {
      // Chromium before 125 takes only names that begin with two dashes.
    }
  }

  readonly #onClick = async (): Promise<void> => {
    this.open = !this.open;
    if (!this.open) return;
    // Without its code the panel is empty, and the next press tries again.
    await HeygenAvatarTranscriptButtonElement.onTranscriptNeeded?.().catch(() => undefined);
    await this.updateComplete;
    const transcript = this.renderRoot.querySelector('heygen-avatar-transcript');
    // It may just have been defined, and what takes the focus comes with its first render.
    await transcript?.updateComplete;
    transcript?.focus();
  };

  readonly #close = (): void => {
    this.open = false;
    this.renderRoot.querySelector<HTMLElement>('[aria-expanded]')?.focus();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.open) return;
    // A dialog that the avatar is in stays open.
    event.preventDefault();
    this.#close();
  };
}
