/** Renders the content of `<heygen-avatar>`, as a pure function of its state and properties. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { SessionState } from '../api/state.js';
import { renderBar } from './control-bar.js';
import { describe } from './describe.js';
import { mutedIcon } from './icons.js';
import type { Strings } from './strings/en.js';

export interface Stage {
  readonly state: SessionState;
  readonly strings: Strings;
  readonly video: HTMLVideoElement;
  readonly poster: string;
  readonly controls: unknown;
  readonly pushToTalk: boolean;
  readonly showsError: boolean;
  /** Whether the browser blocks sound until the visitor acts. */
  readonly soundBlocked: boolean;
  readonly onStart: (event: Event) => void;
  readonly onUnblock: () => void;
  readonly onSlotChange: () => void;
}

/**
 * The slots are rendered in every state, so that the page's content stays; layers are hidden instead. One status element
 * is always there to announce the state: screen readers only announce regions that existed before their text.
 */
export function renderStage(stage: Stage): TemplateResult {
  const { state, strings, onSlotChange } = stage;
  const { status } = state;
  const picture = status === 'live' || status === 'reconnecting';
  const startable = status === 'idle' || status === 'ended' || status === 'failed';
  const ended = status === 'ended' ? strings.ended[state.reason] : '';
  return html`
    <div class="stage" part="stage" role="group" aria-label=${strings.label} tabindex="-1">
      ${stage.video}
      <div class="poster" part="poster" ?hidden=${picture}>
        <slot name="poster">${stage.poster ? html`<img src=${stage.poster} alt="" />` : silhouette}</slot>
      </div>
      <div class="over ${status === 'idle' ? 'inviting' : 'veiled'}" ?hidden=${picture}>
        ${status === 'connecting' || status === 'stopping' ? renderBusy('connecting', stage) : nothing}
        <div class="error" part="error" ?hidden=${status !== 'failed' || !stage.showsError}>
          <slot name="error"><p role="alert">${errorText(state, strings)}</p></slot>
        </div>
        ${ended ? html`<p class="ended" part="ended" aria-hidden="true">${ended}</p>` : nothing}
        <div part="start" ?hidden=${!startable} @click=${stage.onStart}>
          <slot name="start"><heygen-avatar-start-button></heygen-avatar-start-button></slot>
        </div>
      </div>
      ${status === 'reconnecting' ? renderBusy('reconnecting', stage) : nothing}
      ${picture && stage.soundBlocked ? renderSoundButton(stage) : nothing}
      <div class="bar" part="controls" ?hidden=${!picture && status !== 'connecting'}>
        <slot name="controls" @slotchange=${onSlotChange}
          >${renderBar(stage.controls, stage.pushToTalk)}</slot
        >
      </div>
      <div class="placed"><slot @slotchange=${onSlotChange}></slot></div>
      <heygen-avatar-status class="spoken"></heygen-avatar-status>
    </div>
  `;
}

function renderBusy(name: 'connecting' | 'reconnecting', { state, strings }: Stage): TemplateResult {
  return html`<div class=${name} part=${name} aria-hidden="true">
    <span class="spinner"></span><span>${describe(state, strings)}</span>
  </div>`;
}

function renderSoundButton({ strings, onUnblock }: Stage): TemplateResult {
  return html`<button class="sound" part="sound-button" type="button" @click=${onUnblock}>
    ${mutedIcon}<span>${strings.tapForSound}</span>
  </button>`;
}

function errorText(state: SessionState, strings: Strings): string {
  if (state.status !== 'failed') return '';
  return strings.errors[state.error.code] ?? state.error.message;
}

const silhouette = svg`<svg viewBox="0 0 200 180" aria-hidden="true"><path d="M100 12c26 0 42 20 42 46 0 20-8 38-20 48v14c0 6 4 9 11 12 28 9 47 22 53 48H14c6-26 25-39 53-48 7-3 11-6 11-12v-14C66 96 58 78 58 58c0-26 16-46 42-46z"></path></svg>`;
