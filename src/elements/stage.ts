/**
 * Renders the content of `<heygen-avatar>`, as a pure function of its state and properties: here what is shown before a
 * session, in `session-view.ts` what is shown only with one.
 */

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { PlaybackBlock } from '../api/events.js';
import type { SessionState } from '../api/state.js';
import type { ConsentQuestion } from './consent.js';
import type { Moments } from './moments.js';
import type { Strings } from './strings/en.js';

export interface Stage {
  readonly state: SessionState;
  readonly strings: Strings;
  /** Language of the texts, unless it is that of the page around, and their direction, unless the page has set it. */
  readonly lang: string | undefined;
  readonly dir: string | undefined;
  readonly debug: boolean;
  readonly canStart: boolean;
  readonly video: HTMLVideoElement;
  readonly poster: string;
  readonly controls: unknown;
  readonly pushToTalk: boolean;
  readonly captions: boolean;
  readonly showsError: boolean;
  readonly fit: unknown;
  readonly disclosure: unknown;
  /** Whether the page has something to say when a session has ended. */
  readonly hasEndedContent: boolean;
  /** What a start waits for the answer to. */
  readonly question: ConsentQuestion | undefined;
  /** Why the avatar can't be heard or seen until the visitor acts. */
  readonly blocked: PlaybackBlock | undefined;
  /** Undefined until its code is loaded. */
  readonly moments: Moments | undefined;
  readonly onStart: (event: Event) => void;
  readonly onUnblock: () => void;
  readonly onSlotChange: () => void;
  readonly onPosterChange: (event: Event) => void;
  /** Undefined until it is loaded. */
  readonly view: SessionView | undefined;
  /** Whether it could not be loaded. */
  readonly isViewLost: boolean;
}

/** What only a session shows. */
export interface SessionView {
  describe(state: SessionState, strings: Strings): string;
  errorText(error: unknown, stage: Pick<Stage, 'strings' | 'debug'>): string;
  /** What screen readers say of the state. */
  announce(stage: Stage): string;
  /** Why the session has ended. */
  renderEnded(stage: Stage): unknown;
  /** The layers over the picture, and the bar. */
  renderSession(stage: Stage): unknown;
}

/**
 * The slots are rendered in every state, so that the page's content stays; layers are hidden instead. One live region is
 * always there to announce the state: screen readers only announce regions that existed before their text.
 */
export function renderStage(stage: Stage): TemplateResult {
  const { state, strings, view, question, onSlotChange } = stage;
  const { status } = state;
  const picture = status === 'live' || status === 'reconnecting';
  return html`
    <div
      class="stage ${stage.fit === 'contain' ? 'contain' : ''}"
      part="stage"
      role="group"
      aria-label=${strings.label}
      lang=${stage.lang ?? nothing}
      dir=${stage.dir ?? nothing}
      tabindex="-1"
    >
      ${stage.video}
      <div class="poster" part="poster" ?hidden=${picture}>
        <slot name="poster" @slotchange=${stage.onPosterChange}
          >${stage.poster ? html`<img src=${stage.poster} alt="" />` : silhouette}</slot
        >
      </div>
      <div class="over ${status === 'idle' && !question ? 'inviting' : 'veiled'}" ?hidden=${picture}>
        ${
          status === 'connecting' || status === 'stopping'
            ? html`<div class="connecting" part="connecting" aria-hidden="true">
                <span class="spinner"></span
                ><span>${view?.describe(state, strings) ?? strings.connecting.token}</span>
              </div>`
            : nothing
        }
        <div class="error" part="error" ?hidden=${status !== 'failed' || !stage.showsError || question}>
          <slot name="error"><p role="alert">${errorText(stage)}</p></slot>
        </div>
        ${question ? question(strings) : view?.renderEnded(stage)}
        ${picture ? nothing : renderDisclosure(stage)}
        <div part="start" ?hidden=${!stage.canStart || question} @click=${stage.onStart}>
          <slot name="start"
            ><heygen-avatar-start-button
              exportparts="button, button: start-button"
            ></heygen-avatar-start-button
          ></slot>
        </div>
      </div>
      ${view?.renderSession(stage)}
      <div class="placed"><slot @slotchange=${onSlotChange}></slot></div>
      <div class="spoken" role="status">${view?.announce(stage)}</div>
    </div>
  `;
}

/** In one place at a time: its slot can't be in two. */
export function renderDisclosure({ disclosure, strings }: Stage): TemplateResult | typeof nothing {
  if (disclosure === 'none') return nothing;
  return html`<p class="disclosure" part="disclosure">
    <slot name="disclosure"><b>${strings.ai}</b> <span>${strings.disclosure}</span></slot>
  </p>`;
}

/** Nothing while its words are being loaded, so that it is announced once. */
function errorText({ state, strings, debug, view, isViewLost }: Stage): string {
  if (state.status !== 'failed') return '';
  return view?.errorText(state.error, { strings, debug }) ?? (isViewLost ? strings.notLoaded : '');
}

const silhouette = svg`<svg viewBox="0 0 200 180" aria-hidden="true"><path d="M100 12c26 0 42 20 42 46 0 20-8 38-20 48v14c0 6 4 9 11 12 28 9 47 22 53 48H14c6-26 25-39 53-48 7-3 11-6 11-12v-14C66 96 58 78 58 58c0-26 16-46 42-46z"></path></svg>`;
