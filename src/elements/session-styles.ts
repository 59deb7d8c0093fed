/** Styles of what `<heygen-avatar>` shows in a session only, loaded with it. */

import { css } from 'lit';

export const sessionStyles = css`
  .connecting {
    display: flex;
    align-items: center;
    gap: 0.6em;
  }
  .spinner {
    flex: none;
    width: 1.5em;
    height: 1.5em;
    box-sizing: border-box;
    border: 3px solid rgb(128 128 128 / 45%);
    border-top-color: currentcolor;
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .error,
  .consent,
  .ended {
    max-width: 34em;
    overflow-wrap: anywhere;
  }
  .consent:focus-visible {
    outline: 2px solid currentcolor;
    outline-offset: 4px;
  }
  @container (width < 15em) {
    .veiled [part='start'] {
      align-self: stretch;
      padding-block-end: 4px;
      background: linear-gradient(var(--heygen-avatar-veil, var(--_veil)) 0 0), var(--_wall);
    }
    /* Above the end button. */
    .connecting {
      margin-block-end: auto;
      line-height: 1.2;
    }
    /* Scrolls with the rest. */
    .consent {
      flex: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
  }
  @media (forced-colors: active) {
    .spinner {
      border-color: CanvasText;
      border-top-color: Canvas;
    }
  }
  /* No line ends within a word. */
  .stage:lang(ko) {
    word-break: keep-all;
  }
  .stage:lang(ja) {
    word-break: auto-phrase;
  }
  /* The face is between them. */
  .above,
  .below {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .above > *,
  .question > * {
    pointer-events: auto;
  }
  .above {
    inset-block-end: auto;
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 8px;
    padding: 12px;
  }
  .below {
    display: grid;
    /* So that the transcript's panel knows its height. */
    container-type: size;
    contain: layout;
    grid-template: minmax(0, 1fr) auto auto auto / 100%;
    grid-template-areas: '.' 'captions' 'question' 'controls';
  }
  .question {
    grid-area: question;
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 4px;
  }
  .reconnecting {
    display: flex;
    align-items: center;
    gap: 0.5em;
    padding: 0.25em 0.75em;
    border-radius: var(--heygen-avatar-control-radius, 999px);
    background: var(--heygen-avatar-panel-background, rgb(15 18 26 / 92%));
    color: var(--heygen-avatar-control-color, #fff);
  }
  .reconnecting .spinner {
    width: 1em;
    height: 1em;
  }
  .sound {
    margin-inline-start: auto;
  }
  .notice {
    --_size: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
    flex: none;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    box-sizing: border-box;
    min-width: var(--_size);
    min-height: var(--_size);
    padding: 0 1em;
    border: 1px solid transparent;
    border-radius: var(--heygen-avatar-control-radius, 999px);
    background: var(--heygen-avatar-accent, #4c5fe8);
    color: var(--heygen-avatar-accent-color, #fff);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .notice svg {
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    flex: none;
    width: min(1.25em, var(--_size) * 0.55);
    height: auto;
    aspect-ratio: 1;
  }
  .notice:hover {
    background: var(--heygen-avatar-accent-hover, #3d4ed0);
  }
  .notice:focus-visible {
    outline: 2px solid var(--heygen-avatar-focus-color, #fff);
    outline-offset: 2px;
    box-shadow: 0 0 0 5px var(--heygen-avatar-focus-shadow, rgb(0 0 0 / 55%));
  }
  .idle.asked {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 4px 12px;
    max-width: calc(100% - 16px);
    box-sizing: border-box;
    padding: 4px;
    padding-inline-start: 1em;
    border-radius: 24px;
    background: var(--heygen-avatar-panel-background, rgb(15 18 26 / 92%));
    color: var(--heygen-avatar-control-color, #fff);
  }
  /* All that the question and the bar leave. */
  .said {
    grid-row: 1 / 3;
    display: flex;
    flex-direction: column;
    align-items: var(--heygen-avatar-captions-justify, center);
    justify-content: var(--heygen-avatar-captions-align, end);
    min-height: 0;
    padding: 0 0.75em;
    pointer-events: none;
  }
  .said > * {
    flex: none;
    margin-block: 0 0.5em;
  }
  .thinking {
    display: flex;
    gap: 0.3em;
    padding: 0.5em 0.75em;
    border-radius: 999px;
    background: var(--heygen-avatar-captions-background, rgb(0 0 0 / 80%));
    color: var(--heygen-avatar-captions-color, #fff);
  }
  .thinking i {
    width: 0.5em;
    height: 0.5em;
    border-radius: 50%;
    background: currentcolor;
    animation: think 1.2s ease-in-out infinite;
  }
  .thinking i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .thinking i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes think {
    0%,
    60%,
    100% {
      opacity: 0.4;
      translate: 0 0;
    }
    30% {
      opacity: 1;
      translate: 0 -25%;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .thinking i {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .thinking {
      border: 1px solid;
    }
    .thinking i {
      forced-color-adjust: none;
      background: CanvasText;
    }
  }
  /* The transcript's panel is placed in the layer, which its layout containment makes possible: over the picture, from its top to the bar; over the bar, too, where there is no room. */
  .bar heygen-avatar-transcript-button {
    --_panel-position: fixed;
    --_panel-block: 0.5em auto;
    --_panel-end: 0.5em;
    --_panel-width: calc(100cqi - 1em);
    --_panel-height: max(100cqb - 4.5em, min(9em, 100cqb - 1em));
  }
  @container (width >= 42em) {
    .bar heygen-avatar-transcript-button {
      --_panel-width: calc(38cqi - 1em);
    }
  }
  .bar > slot > * {
    flex-shrink: 0;
  }
  /* Its error lies over the other controls. */
  .bar heygen-avatar-microphone-button {
    z-index: 1;
  }
  .bar .folded:not([open] *) {
    display: none;
  }
  @container (width < 30em) {
    .above {
      gap: 4px;
      padding: 4px;
    }
    .above,
    .question {
      font-size: max(14px, min(0.875em, 10cqi));
    }
    /* Beside the face. */
    .reconnecting,
    .sound {
      box-sizing: border-box;
      max-width: 36cqi;
      line-height: 1.15;
      overflow-wrap: anywhere;
    }
    .reconnecting {
      gap: 0.3em;
      padding-inline: 0.5em;
    }
    .notice {
      padding: 0 0.75em;
    }
    .said > * {
      margin-block: 0;
    }
    .thinking {
      align-self: start;
      margin-block: 0 0.5em;
      margin-inline-start: 4px;
    }
    .question {
      align-items: start;
      padding-inline-start: 4px;
    }
    .question > .notice,
    .idle.asked {
      max-width: 36cqi;
      line-height: 1.15;
    }
    .idle.asked {
      flex-direction: column;
      padding: 6px;
      border-radius: var(--heygen-avatar-panel-radius, 8px);
    }
    .sound {
      text-align: start;
    }
  }
  @container (15em <= width < 30em) {
    /* Between the face and the bar there is room for one line. */
    .said {
      --_lines: 1;
      margin-block-end: -3px;
    }
    .said:has(~ .bar[away]) {
      --_lines: 99;
      margin-block-end: 0.5em;
    }
    /* What went wrong is said beside the face. */
    .bar > slot > * {
      --_problem-position: fixed;
      --_problem-end: calc(var(--heygen-avatar-control-size, max(40px, 2em)) + 12px);
      --_problem-width: max(36cqi, 9em);
    }
  }
  /* Too low for the words beside the face. */
  @container (width < 20em) {
    .idle.asked {
      max-width: 60cqi;
    }
  }
  @container (width < 15em) {
    /* The button that plays a paused picture again is at the start. */
    .above:has(~ .below [part='resume-button']) {
      justify-content: end;
    }
    /* It was on the start screen, and there is little room for why a session has ended. */
    .veiled .disclosure {
      display: none;
    }
    .reconnecting {
      padding: 0.4em;
    }
    .sound {
      margin: 0;
      padding: 0;
    }
    .sound span,
    .question > .notice span,
    .reconnecting span:not(.spinner),
    .above .disclosure span {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .said {
      padding: 4px;
    }
    /* There the buttons are. */
    .said:has(~ .bar:not([away])) > heygen-avatar-captions {
      visibility: hidden;
    }
    .thinking {
      margin: 0 0 calc(max(40px, min(1.75em, 25cqi)) + 6px);
      padding: 7px 10px;
    }
    .thinking i {
      font-size: 14px;
    }
    .question {
      position: absolute;
      z-index: 1;
      grid-area: auto;
      inset-block-start: 4px;
      inset-inline-start: 4px;
      padding: 0;
    }
    .question > .notice {
      padding: 0;
    }
    .idle.asked {
      flex-wrap: nowrap;
      max-width: 100cqi;
      padding: 2px 8px;
    }
    .bar > slot > *,
    .bar > slot::slotted(*) {
      grid-area: 3 / 1;
    }
    .bar > slot > heygen-avatar-end-button {
      grid-column: 3;
    }
    .bar > slot::slotted(*) {
      grid-column-end: 4;
    }
  }
  @media (forced-colors: active) {
    .reconnecting,
    .notice,
    .idle.asked {
      border: 1px solid ButtonText;
    }
  }
`;
