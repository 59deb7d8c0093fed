/** Styles of a button that is pressed, or whose panel is open: turned inside out, and so visible without colour. */

import { css } from 'lit';

export const pressedStyles = css`
  button[aria-pressed='true'],
  button[aria-expanded='true'],
  button[aria-pressed='true']:hover:enabled,
  button[aria-expanded='true']:hover:enabled {
    background: var(--heygen-avatar-control-color, #fff);
    color: var(--heygen-avatar-background, #10131c);
  }
  @media (forced-colors: active) {
    button[aria-pressed='true'],
    button[aria-expanded='true'],
    button[aria-pressed='true']:hover:enabled,
    button[aria-expanded='true']:hover:enabled {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
