/** Renders what `<heygen-avatar>` shows only with a session. Loaded with it. */

import { html, nothing, type TemplateResult } from 'lit';
import type { SessionState } from '../api/state.js';
import { isLive } from '../session/store.js';
import { isDefaultBar, listsSuggestions, renderBar } from './control-bar.js';
import { describe } from './describe.js';
import { mutedIcon } from './control-icons.js';
import { startIcon } from './icons.js';
import { renderDisclosure, type Stage } from './stage.js';

export { isUnusual } from './control-bar.js';
export { announce } from './announce.js';
export { describe, errorText } from './describe.js';
export { begin, Moments } from './moments.js';
export { en } from './strings/en.js';
export { PresentedTimes } from './presented.js';
export { keepKeys } from './own-keys.js';
export { sessionStyles } from './session-styles.js';

/** States for style sheets, beside the status. */
export function liveStates(state: SessionState): string[] {
  if (!isLive(state)) return [];
  const { talking, thinking, listening, userTalking, voiceChat, microphoneMuted } = state;
  const states = { talking, thinking, listening, 'user-talking': userTalking };
  const isMuted = voiceChat !== 'off' && microphoneMuted;
  return Object.entries({ ...states, 'microphone-muted': isMuted }).flatMap(([name, is]) => (is ? name : []));
}

/** Why the session has ended, unless the visitor ended it; or what the page says then. */
export function renderEnded({ state, strings, hasEndedContent }: Stage): TemplateResult | typeof nothing {
  if (state.status !== 'ended') return nothing;
  const reason = strings.ended[state.reason];
  if (!reason && !hasEndedContent) return nothing;
  const text = html`<p aria-hidden="true">${reason}</p>`;
  return html`<div class="ended" part="ended"><slot name="ended">${text}</slot></div>`;
}

/**
 * The layers over the picture: above, what is wrong with it; below, the captions and the bar. The face is between them.
 */
export function renderSession(stage: Stage): TemplateResult {
  const { state, blocked, moments, onSlotChange } = stage;
  const picture = isLive(state);
  return html`
    <div class="above" ?hidden=${!picture}>
      ${picture && (stage.disclosure === 'always' || moments?.now?.introduces) ? renderDisclosure(stage) : nothing}
      ${state.status === 'reconnecting' ? renderReconnecting(stage) : nothing}
      ${
        isDefaultBar(stage.controls) && moments?.isLastMinute
          ? html`<heygen-avatar-time-left exportparts="time"></heygen-avatar-time-left>`
          : nothing
      }
      ${blocked === 'autoplay' ? renderSoundButton(stage) : nothing}
    </div>
    <div class="below">
      <div class="said" part="said" ?hidden=${!picture}>
        ${stage.captions ? html`<heygen-avatar-captions exportparts="text: captions"></heygen-avatar-captions>` : nothing}
        ${
          isLive(state) && state.thinking
            ? html`<div class="thinking" part="thinking" aria-hidden="true"><i></i><i></i><i></i></div>`
            : nothing
        }
        ${listsSuggestions(stage.controls) ? html`<heygen-avatar-suggestions exportparts="button, button: suggestion-button"></heygen-avatar-suggestions>` : nothing}
      </div>
      <div class="question">
        ${picture && blocked === 'paused' ? renderResumeButton(stage) : nothing} ${renderIdleQuestion(stage)}
      </div>
      <heygen-avatar-bar
        class="bar"
        part="controls"
        exportparts="button, more-button"
        ?hidden=${!picture && state.status !== 'connecting'}
      >
        <slot name="controls" @slotchange=${onSlotChange}
          >${renderBar(stage.controls, stage.pushToTalk)}</slot
        >
      </heygen-avatar-bar>
    </div>
  `;
}

function renderReconnecting({ state, strings }: Stage): TemplateResult {
  return html`<div class="reconnecting" part="reconnecting" aria-hidden="true">
    <span class="spinner"></span><span>${describe(state, strings)}</span>
  </div>`;
}

function renderSoundButton({ strings, onUnblock }: Stage): TemplateResult {
  return html`<button class="notice sound" part="sound-button" type="button" @click=${onUnblock}>
    ${mutedIcon}<span>${strings.tapForSound}</span>
  </button>`;
}

function renderResumeButton({ strings, onUnblock }: Stage): TemplateResult {
  return html`<button class="notice" part="resume-button" type="button" @click=${onUnblock}>
    ${startIcon}<span>${strings.resume}</span>
  </button>`;
}

/** Asked aloud by the avatar's live region. */
function renderIdleQuestion({ strings, moments }: Stage): TemplateResult {
  const now = moments?.now?.asks ? moments.now : undefined;
  return html`<div class="idle ${now ? 'asked' : ''}">
    ${now ? html`<span part="idle-question">${strings.idleQuestion}</span>` : nothing}
    ${
      now
        ? html`<button class="notice" part="idle-button" type="button" @click=${now.stay}>
            ${strings.stillHere}
          </button>`
        : nothing
    }
  </div>`;
}
