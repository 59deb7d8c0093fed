/** Styles that are needed before a start: the start button's, and text for screen readers. */

import { css } from 'lit';

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
  :host {
    display: inline-flex;
    font: inherit;
    color: inherit;
  }
  :host([hidden]) {
    display: none;
  }
  button {
    font: inherit;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    box-sizing: border-box;
    min-width: var(--heygen-avatar-control-size, 2.5rem);
    height: var(--heygen-avatar-control-size, 2.5rem);
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
    box-shadow: 0 0 0 5px rgb(0 0 0 / 55%);
  }
  svg {
    flex: none;
    font-size: 1.25em;
  }
  @container (width < 15rem) {
    button {
      --heygen-avatar-control-size: 2rem;
    }
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
