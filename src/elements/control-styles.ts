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
`;
