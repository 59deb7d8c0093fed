/** Renders what `<heygen-avatar>` shows only with a session. Loaded with it. */

import { html, nothing, render, type TemplateResult } from 'lit';
import type { SessionState } from '../api/state.js';
import { isLive } from '../session/store.js';
import { isDefaultBar, listsSuggestions, renderBar } from './control-bar.js';
import { describe } from './describe.js';
import { mutedIcon, startIcon } from './control-icons.js';
import type { Scene, Stage, StageHandlers } from './stage.js';

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

/** Why the session has ended, unless the visitor ended it. */
export function endedText({ state, strings }: Scene): string | undefined {
  return state.status === 'ended' ? strings.ended[state.reason] : undefined;
}

export function renderSession(stage: Stage, scene: Scene): void {
  render(layers(stage, scene), stage.root, { renderBefore: stage.placed });
}

/**
 * The layers over the picture: above, what is wrong with it; below, the captions and the bar. The face is between them.
 */
function layers({ disclosure, on }: Stage, scene: Scene): TemplateResult {
  const { state, blocked, moments } = scene;
  const picture = isLive(state);
  return html`
    <div class="above" ?hidden=${!picture}>
      ${picture && (scene.disclosure === 'always' || moments?.now?.introduces) ? disclosure : nothing}
      ${state.status === 'reconnecting' ? renderReconnecting(scene) : nothing}
      ${
        isDefaultBar(scene.controls) && moments?.isLastMinute
          ? html`<heygen-avatar-time-left exportparts="time"></heygen-avatar-time-left>`
          : nothing
      }
      ${blocked === 'autoplay' ? renderSoundButton(scene, on) : nothing}
    </div>
    <div class="below">
      <div class="said" part="said" ?hidden=${!picture}>
        ${scene.captions ? html`<heygen-avatar-captions exportparts="text: captions, avatar: captions-avatar, user: captions-user, speaker: captions-speaker"></heygen-avatar-captions>` : nothing}
        ${
          isLive(state) && state.thinking
            ? html`<div class="thinking" part="thinking" aria-hidden="true"><i></i><i></i><i></i></div>`
            : nothing
        }
        ${listsSuggestions(scene.controls) ? html`<heygen-avatar-suggestions exportparts="list: suggestions, button, button: suggestion-button, error: control-error"></heygen-avatar-suggestions>` : nothing}
      </div>
      <div class="question">
        ${picture && blocked === 'paused' ? renderResumeButton(scene, on) : nothing}
        ${renderIdleQuestion(scene)}
      </div>
      <heygen-avatar-bar
        class="bar"
        part="controls"
        exportparts="button, more-button"
        ?hidden=${!picture && state.status !== 'connecting'}
      >
        <slot name="controls" @slotchange=${on.onSlotChange}
          >${renderBar(scene.controls, scene.pushToTalk)}</slot
        >
      </heygen-avatar-bar>
    </div>
  `;
}

function renderReconnecting({ state, strings }: Scene): TemplateResult {
  return html`<div class="reconnecting" part="reconnecting" aria-hidden="true">
    <span class="spinner"></span><span>${describe(state, strings)}</span>
  </div>`;
}

function renderSoundButton({ strings }: Scene, { onUnblock }: StageHandlers): TemplateResult {
  return html`<button class="notice sound" part="sound-button" type="button" @click=${onUnblock}>
    ${mutedIcon}<span>${strings.tapForSound}</span>
  </button>`;
}

function renderResumeButton({ strings }: Scene, { onUnblock }: StageHandlers): TemplateResult {
  return html`<button class="notice" part="resume-button" type="button" @click=${onUnblock}>
    ${startIcon}<span>${strings.resume}</span>
  </button>`;
}

/** Asked aloud by the avatar's live region. */
function renderIdleQuestion({ strings, moments }: Scene): TemplateResult {
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
