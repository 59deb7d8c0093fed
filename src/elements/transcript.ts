/** `<heygen-avatar-transcript>`: the conversation in writing. */

import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import { systemClock, type Clock } from '../api/clock.js';
import type { TranscriptTurn } from '../api/transcript.js';
import { controlStyles } from './control-styles.js';
import { HostController } from './host-controller.js';
import { languageOf } from './session-language.js';
import { TemplateElement } from './template-element.js';
import { en } from './strings/en.js';
import { transcriptText, transcriptWebVtt } from './transcript-files.js';
import { linkHosts, linkPieces } from './transcript-links.js';
import { transcriptStyles } from './transcript-styles.js';

/** Number of turns in the page. Earlier ones are shown on demand: a list of thousands would be slow. */
const page = 100;
/** Distance from the end that counts as the end, in pixels. */
const nearEnd = 16;
/** How long the copy button says what became of it, in seconds. */
const told = 3;

/**
 * The conversation in writing, with buttons that copy and save it. Follows what is said unless the reader has scrolled
 * up. Screen readers can read it and aren't told of each word: they hear the avatar itself.
 *
 * @slot actions - Further buttons, beside those that copy and save.
 * @csspart actions - The row of buttons.
 * @csspart button - Each button.
 * @csspart log - The turns, which scroll.
 * @csspart turn - Each turn.
 * @csspart avatar - A turn of the avatar.
 * @csspart user - A turn of the user.
 * @csspart partial - A turn whose words are still coming.
 * @csspart interrupted - A turn that was cut short.
 * @csspart name - Who says it.
 * @csspart text - The words.
 * @csspart link - A link in the words.
 * @csspart note - "(interrupted)".
 * @csspart answer-time - The seconds that the answer took. Hidden unless `--heygen-avatar-transcript-answer-time` shows it.
 * @csspart empty - Shown without turns.
 */
export class HeygenAvatarTranscriptElement extends TemplateElement {
  static override styles = [controlStyles, transcriptStyles];

  /** Hosts that the words may link to, such as `example.com`, separated by spaces. Links are `https:` only. Default: those of the avatar's `transcriptLinkHosts`. */
  @property({ attribute: 'transcript-link-hosts' }) transcriptLinkHosts: string | null = null;

  /** What became of copying. */
  @state() private copying: 'copied' | 'copyFailed' | undefined;
  /**
   * Ends what the copy button says.
   * @internal
   */
  clock: Clock = systemClock;
  readonly #host = new HostController(this);
  /** The first turn shown. */
  #from = 0;
  /** Whether the reader is at the end, and stays there. */
  #follows = true;
  /** Where the log has to stay while earlier turns come above it. */
  #keepFromEnd: number | undefined;
  /** The words of each turn with their links, for the hosts that are allowed now. */
  #words = new WeakMap<TranscriptTurn, unknown>();
  #linkHosts: unknown;
  #hosts: ReadonlySet<string> = new Set();
  #cancelTold = (): void => undefined;

  /** The conversation as text, one line for each turn. */
  toText(): string {
    return transcriptText(this.#turns, this.#begun, this.#strings);
  }

  /** The conversation as WebVTT. Its times begin when the session was connected. */
  toWebVTT(): string {
    return transcriptWebVtt(this.#turns, this.#begun, this.#strings);
  }

  /** Focuses the turns, so that the keyboard scrolls them. */
  override focus(options?: FocusOptions): void {
    this.#log?.focus(options);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#cancelTold();
    this.copying = undefined;
  }

  protected override willUpdate(): void {
    const last = Math.max(0, this.#turns.length - page);
    // The reader's place stays where it is. At the end nobody sees what goes at the top.
    this.#from = this.#follows ? last : Math.min(this.#from, last);
    const allowed = this.transcriptLinkHosts ?? this.#host.avatarHost?.transcriptLinkHosts;
    if (allowed === this.#linkHosts) return;
    this.#linkHosts = allowed;
    this.#hosts = linkHosts(allowed);
    this.#words = new WeakMap();
  }

  protected override render(): TemplateResult {
    const strings = this.#strings;
    const turns = this.#turns.slice(this.#from);
    const isEmpty = this.#turns.length === 0;
    const action = (label: string, onClick: () => unknown): TemplateResult =>
      html`<button part="button" type="button" aria-disabled=${String(isEmpty)} @click=${onClick}>
        ${label}
      </button>`;
    return html`<div part="actions" class="actions">
        <div class="buttons">
          ${action(strings.copy, this.#onCopy)} ${action(strings.saveText, this.#onSaveText)}
          ${action(strings.saveCaptions, this.#onSaveCaptions)}
        </div>
        <slot name="actions"></slot>
      </div>
      <p role="status" class="spoken">${this.copying ? strings[this.copying] : ''}</p>
      <div
        part="log"
        class="log"
        role="log"
        aria-live="off"
        aria-label=${strings.transcript}
        tabindex="0"
        @scroll=${this.#onScroll}
      >
        ${
          this.#from > 0
            ? html`<button part="button" class="earlier" type="button" @click=${this.#onEarlier}>
                ${strings.transcriptEarlier}
              </button>`
            : nothing
        }
        ${isEmpty ? html`<p part="empty">${strings.transcriptEmpty}</p>` : nothing}
        <ol>
          ${repeat(turns, nameOf, (turn) => this.#renderTurn(turn))}
        </ol>
        ${
          this.#follows
            ? nothing
            : html`<button part="button" class="latest" type="button" @click=${this.#onLatest}>
                ${strings.transcriptLatest}
              </button>`
        }
      </div>`;
  }

  protected override updated(): void {
    const log = this.#log;
    if (!log) return;
    if (this.#follows) log.scrollTop = log.scrollHeight;
    else if (this.#keepFromEnd !== undefined) log.scrollTop = log.scrollHeight - this.#keepFromEnd;
    this.#keepFromEnd = undefined;
  }

  #renderTurn(turn: TranscriptTurn): TemplateResult {
    const { role, final, interrupted, answerMs } = turn;
    const strings = this.#strings;
    const kinds = [role, !final && 'partial', interrupted && 'interrupted'].filter(Boolean).join(' ');
    return html`<li part="turn ${kinds}" class=${kinds} data-answer-ms=${ifDefined(answerMs)}>
      <span part="name" class="name"
        >${role === 'user' ? strings.you : strings.avatar}
        ${
          answerMs === undefined
            ? nothing
            : html`<span part="answer-time" class="time">${this.#secondsOf(answerMs)}</span>`
        }</span
      ><span part="text" class="text" dir="auto" lang=${ifDefined(languageOf(this.#host.avatarHost))}
        >${this.#wordsOf(turn)}</span
      >${interrupted ? html`<span part="note" class="note">(${strings.interrupted})</span>` : nothing}
    </li>`;
  }

  /** The text, with links once it is complete. */
  #wordsOf(turn: TranscriptTurn): unknown {
    if (!turn.final) return turn.text;
    const known = this.#words.get(turn);
    if (known !== undefined) return known;
    const words = linkPieces(turn.text, this.#hosts).map(({ text, href }) =>
      href === undefined
        ? text
        : html`<a part="link" href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`,
    );
    this.#words.set(turn, words);
    return words;
  }

  #secondsOf(milliseconds: number): string {
    const { lang } = this.#strings;
    const options = { style: 'unit', unit: 'second', maximumFractionDigits: 1 } as const;
    try {
      return (milliseconds / 1000).toLocaleString(lang, options);
    } catch {
      // The page's own texts have a `lang` that isn't a language tag.
      return (milliseconds / 1000).toLocaleString(undefined, options);
    }
  }

  get #strings(): typeof en {
    return this.#host.avatarHost?.strings ?? en;
  }

  get #turns(): readonly TranscriptTurn[] {
    return this.#host.avatarHost?.transcript ?? [];
  }

  /** When the session was connected. */
  get #begun(): number {
    return this.#host.avatarHost?.avatar?.connectedAt ?? this.#turns[0]?.startedAt ?? 0;
  }

  get #log(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.log');
  }

  readonly #onScroll = (event: Event): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget as HTMLElement;
    const follows = scrollTop + clientHeight >= scrollHeight - nearEnd;
    if (follows === this.#follows) return;
    this.#follows = follows;
    this.requestUpdate();
  };

  readonly #onLatest = (): void => {
    this.#follows = true;
    // The button goes.
    this.focus({ preventScroll: true });
    this.requestUpdate();
  };

  readonly #onEarlier = (): void => {
    const log = this.#log;
    this.#follows = false;
    this.#from = Math.max(0, this.#from - page);
    if (log) this.#keepFromEnd = log.scrollHeight - log.scrollTop;
    if (this.#from === 0) this.focus({ preventScroll: true });
    this.requestUpdate();
  };

  readonly #onCopy = async (): Promise<void> => {
    if (this.#turns.length === 0) return;
    try {
      await navigator.clipboard.writeText(this.toText());
      this.#tell('copied');
    } catch {
      // Not allowed, or a page without https, where there is no clipboard.
      this.#tell('copyFailed');
    }
  };

  #tell(copying: 'copied' | 'copyFailed'): void {
    this.copying = copying;
    this.#cancelTold();
    this.#cancelTold = this.clock.after(told, () => (this.copying = undefined));
  }

  readonly #onSaveText = (): void => this.#save(this.toText(), 'text/plain', 'transcript.txt');

  readonly #onSaveCaptions = (): void => this.#save(this.toWebVTT(), 'text/vtt', 'transcript.vtt');

  #save(text: string, type: string, name: string): void {
    if (this.#turns.length === 0) return;
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = this.ownerDocument.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // Once the browser has begun to read it.
    this.clock.after(told, () => URL.revokeObjectURL(url));
  }
}

const nameOf = ({ role, id }: TranscriptTurn): string => `${role} ${id}`;
