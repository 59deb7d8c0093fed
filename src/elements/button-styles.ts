/** Styles that are needed before a start: the start button's, and what all elements share. */

import { css } from '@lit/reactive-element';

/** Nothing that the page's text has. The page's own rules for the tag count all the same. */
export const resetStyles = css`
  :host {
    all: initial;
    color-scheme: inherit;
    visibility: inherit;
    pointer-events: inherit;
    cursor: inherit;
  }
`;

/** For screen readers only. */
export const spokenStyles = css`
  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** Styles of a button. It inherits the custom properties documented on the host. */
export const buttonStyles = css`
  ${resetStyles}
  :host {
    display: inline-flex;
    font: inherit;
    color: inherit;
  }
  :host([hidden]) {
    display: none;
  }
  button {
    --_size: var(--heygen-avatar-control-size, max(40px, min(1.75em, 25cqi)));
    font: inherit;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    box-sizing: border-box;
    min-width: var(--_size);
    min-height: var(--_size);
    margin: 0;
    padding: 0 0.75em;
    border: 1px solid transparent;
    border-radius: var(--heygen-avatar-control-radius, 999px);
    background: var(--heygen-avatar-control-background, rgb(15 18 26 / 72%));
    color: var(--heygen-avatar-control-color, #fff);
    cursor: pointer;
    transition: background-color 0.15s;
  }
  button.primary {
    background: var(--heygen-avatar-accent, #4c5fe8);
    color: var(--heygen-avatar-accent-color, #fff);
    font-weight: 600;
  }
  button:hover:enabled {
    background: var(--heygen-avatar-control-background-hover, rgb(15 18 26 / 90%));
  }
  button.primary:hover:enabled {
    background: var(--heygen-avatar-accent-hover, #3d4ed0);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--heygen-avatar-focus-color, #fff);
    outline-offset: 2px;
    box-shadow: 0 0 0 5px var(--heygen-avatar-focus-shadow, rgb(0 0 0 / 55%));
  }
  svg {
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    width: min(1.25em, var(--_size) * 0.55);
    height: auto;
    aspect-ratio: 1;
  }
  @media (forced-colors: active) {
    button {
      border-color: ButtonText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none;
    }
  }
`;
