/** Styles of an error message above a control. */

import { css } from 'lit';

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
