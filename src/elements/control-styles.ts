/** Styles of the controls, loaded with them. */

import { css } from 'lit';
import { buttonStyles, spokenStyles } from './button-styles.js';

export const controlStyles = css`
  ${spokenStyles}
  ${buttonStyles}
  input {
    font: inherit;
    color: inherit;
  }
  button.icon {
    padding: 0;
  }
  button[aria-disabled='true'] {
    opacity: 0.5;
    cursor: default;
  }
  @media (prefers-contrast: more) {
    button,
    input {
      border-color: currentcolor;
      background: var(--heygen-avatar-control-background-contrast, #000);
    }
  }
  @media (forced-colors: active) {
    button {
      background: ButtonFace;
    }
    button:disabled,
    button[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
    /* Seen without colours: the other way round, and a thicker edge. */
    button[type][aria-pressed='true'],
    button[type][aria-expanded='true'] {
      forced-color-adjust: none;
      border-color: HighlightText;
      box-shadow: 0 0 0 2px Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;
