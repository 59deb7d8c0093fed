/** Styles of the small elements. They inherit the custom properties documented on the host. */

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

export const controlStyles = css`
  ${spokenStyles}
  :host {
    display: inline-flex;
    font: inherit;
    color: inherit;
  }
  :host([hidden]) {
    display: none;
  }
  button,
  input {
    font: inherit;
    color: inherit;
  }
  button {
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
  button.icon {
    padding: 0;
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
  button:disabled,
  button[aria-disabled='true'] {
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

/** Styles of an error message above a control. */
export const problemStyles = css`
  :host {
    position: relative;
  }
  .error {
    position: absolute;
    inset: auto auto calc(100% + 0.25rem) 0;
    width: max-content;
    max-width: 16rem;
    margin: 0;
    padding: 0.25em 0.75em;
    border-radius: 0.5rem;
    background: rgb(15 18 26 / 90%);
    color: var(--heygen-avatar-control-color, #fff);
    font-size: 0.875em;
  }
`;
