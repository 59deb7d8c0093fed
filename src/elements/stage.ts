/** What is seen inside `<heygen-avatar>`, as one function of what the element knows. */

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { SessionState } from '../api/state.js';
import { renderBar } from './control-bar.js';
import type { Strings } from './strings/en.js';

export interface Stage {
  readonly state: SessionState;
  readonly strings: Strings;
  readonly video: HTMLVideoElement;
  readonly poster: string;
  readonly controls: string | null;
  readonly showsError: boolean;
  /** The browser keeps the sound off until the visitor acts. */
  readonly soundBlocked: boolean;
  readonly onStart: (event: Event) => void;
  readonly onUnblock: () => void;
}

/** The slots stay where they are in every state, so that what a page puts there is never thrown away; layers are hidden. */
export function renderStage(stage: Stage): TemplateResult {
  const { state, strings } = stage;
  const { status } = state;
  const picture = status === 'live' || status === 'reconnecting';
  const startable = status === 'idle' || status === 'ended' || status === 'failed';
  return html`
    <div class="stage" part="stage" role="group" aria-label=${strings.label} tabindex="-1">
      ${stage.video}
      <div class="poster" part="poster" ?hidden=${picture}>
        <slot name="poster"> ${stage.poster ? html`<img src=${stage.poster} alt="" />` : silhouette} </slot>
      </div>
      <div class="over ${status === 'idle' ? 'inviting' : 'veiled'}" ?hidden=${picture}>
        ${
          status === 'connecting' || status === 'stopping'
            ? html`<div class="connecting" part="connecting">
                <span class="spinner"></span><heygen-avatar-status></heygen-avatar-status>
              </div>`
            : nothing
        }
        <div class="error" part="error" ?hidden=${status !== 'failed' || !stage.showsError}>
          <slot name="error"><p role="alert">${errorText(state, strings)}</p></slot>
        </div>
        ${
          status === 'ended' && strings.ended[state.reason]
            ? html`<p class="ended" part="ended">${strings.ended[state.reason]}</p>`
            : nothing
        }
        <div part="start" ?hidden=${!startable} @click=${stage.onStart}>
          <slot name="start"><heygen-avatar-start-button></heygen-avatar-start-button></slot>
        </div>
      </div>
      ${
        status === 'reconnecting'
          ? html`<div class="reconnecting" part="reconnecting">
              <span class="spinner"></span><heygen-avatar-status></heygen-avatar-status>
            </div>`
          : nothing
      }
      ${
        picture && stage.soundBlocked
          ? html`<button class="sound" part="sound-button" type="button" @click=${stage.onUnblock}>
              ${strings.tapForSound}
            </button>`
          : nothing
      }
      <div class="bar" part="controls" ?hidden=${!picture && status !== 'connecting'}>
        <slot name="controls">${renderBar(stage.controls)}</slot>
      </div>
      <slot></slot>
    </div>
  `;
}

function errorText(state: SessionState, strings: Strings): string {
  if (state.status !== 'failed') return '';
  return strings.errors[state.error.code] ?? state.error.message;
}

const silhouette = svg`<svg viewBox="0 0 200 180" aria-hidden="true"><path d="M100 12c26 0 42 20 42 46 0 20-8 38-20 48v14c0 6 4 9 11 12 28 9 47 22 53 48H14c6-26 25-39 53-48 7-3 11-6 11-12v-14C66 96 58 78 58 58c0-26 16-46 42-46z"></path></svg>`;
