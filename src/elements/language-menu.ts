/** `<heygen-avatar-language-menu>`: the language of the next conversation. */

import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isOver } from '../session/store.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { ProblemBubble, problemStyles } from './problem-bubble.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';

/** Those that the texts are in. */
const standard = 'en es fr de pt it nl pl ja ko zh ar he';

/**
 * A menu of languages to speak. Sets the avatar's `language`, which counts from the next start. Each language is named in
 * itself.
 *
 * @csspart select - The native select.
 * @csspart note - Says during a session that the choice counts from the next start.
 */
export class HeygenAvatarLanguageMenuElement extends TemplateElement {
  static override styles = [
    controlStyles,
    problemStyles,
    css`
      select {
        font: inherit;
        box-sizing: border-box;
        max-width: min(100%, 12em);
        min-height: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
        padding: 0 0.75em;
        border: 1px solid transparent;
        border-radius: var(--heygen-avatar-control-radius, 999px);
        background: var(--heygen-avatar-control-background, rgb(15 18 26 / 72%));
        color: var(--heygen-avatar-control-color, #fff);
        cursor: pointer;
      }
      option {
        background: Canvas;
        color: CanvasText;
      }
    `,
  ];

  /** The languages to offer, as tags such as `en pt-BR`, separated by spaces or commas. Default: `en es fr de pt it nl pl ja ko zh ar he`. */
  @property() languages: string | readonly string[] | null = '';
  @state() private changed = false;
  readonly #host = new HostController(this);

  constructor() {
    super();
    new ProblemBubble(this);
  }

  protected override render(): TemplateResult {
    const host = this.#host.avatarHost;
    const strings = host?.strings ?? en;
    const chosen = host?.language || '';
    const offered = listed(this.languages);
    // What the page has set is offered too, and nothing while the service's default counts.
    const tags = offered.includes(chosen) ? offered : [chosen, ...offered];
    return html`<select
        part="select"
        aria-label=${strings.language}
        ?disabled=${!host}
        .value=${chosen}
        @change=${this.#onChange}
      >
        ${tags.map((tag) => html`<option value=${tag} lang=${tag || nothing} ?selected=${tag === chosen}>${tag ? nameOf(tag) : strings.language}</option>`)}
      </select>
      ${this.changed ? html`<p part="note" class="error" role="status">${strings.languageLater}</p>` : nothing}`;
  }

  protected override willUpdate(): void {
    const state = this.#host.avatarHost?.state;
    // The next session has the language.
    if (!state || isOver(state)) this.changed = false;
  }

  readonly #onChange = (event: Event): void => {
    const host = this.#host.avatarHost;
    if (!host) return;
    host.language = (event.target as HTMLSelectElement).value;
    this.changed = !isOver(host.state);
    this.requestUpdate();
  };
}

function listed(languages: unknown): readonly string[] {
  const tags = String(languages || '')
    .split(/[\s,]+/)
    .filter(Boolean);
  return tags.length > 0 ? [...new Set(tags)] : standard.split(' ');
}

/** In its own language, for example “Français”; the tag itself if the browser has no name for it. */
function nameOf(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    return tag;
  }
}
