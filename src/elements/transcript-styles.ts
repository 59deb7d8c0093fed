/** Styles of `<heygen-avatar-transcript>`. */

import { css } from 'lit';

export const transcriptStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    box-sizing: border-box;
    min-height: 0;
    max-height: var(--heygen-avatar-transcript-max-height, 24em);
    overflow: hidden;
    border-radius: 0.75em;
    background: var(--heygen-avatar-transcript-background, rgb(15 18 26 / 94%));
    color: var(--heygen-avatar-transcript-color, #fff);
    font: inherit;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }
  :host([hidden]) {
    display: none;
  }
  .actions {
    display: flex;
    flex: none;
    align-items: start;
    padding: 0.375em;
  }
  .buttons {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 0.25em;
  }
  .buttons > button {
    flex: none;
    min-width: 0;
    min-height: 2em;
    padding: 0.125em 0.625em;
    border-color: currentcolor;
    background: none;
    color: inherit;
    font-size: 0.875em;
  }
  .buttons > button:hover:enabled {
    background: rgb(127 127 127 / 25%);
  }
  .log {
    position: relative;
    flex: 1 1 auto;
    min-height: 3em;
    padding: 0 0.75em 0.75em;
    overflow: auto;
    /* Kept in place by this element's own code. */
    overflow-anchor: none;
    overscroll-behavior: contain;
  }
  .log:focus-visible {
    outline-offset: -2px;
    box-shadow: none;
  }
  ol {
    display: flex;
    flex-direction: column;
    gap: 0.5em;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    box-sizing: border-box;
    max-width: 92%;
    padding: 0.375em 0.625em;
    border: 1px solid rgb(127 127 127 / 50%);
    border-radius: 0.625em;
    overflow-wrap: anywhere;
  }
  li.user {
    align-self: end;
    background: rgb(127 127 127 / 25%);
  }
  li.avatar {
    align-self: start;
  }
  .name {
    display: block;
    font-size: 0.8125em;
    font-weight: 600;
  }
  .text {
    display: block;
    white-space: pre-line;
  }
  .partial .text::after {
    content: ' …';
  }
  .note {
    font-size: 0.8125em;
    font-style: italic;
  }
  .time {
    display: var(--heygen-avatar-transcript-answer-time, none);
    font-weight: 400;
  }
  a {
    color: inherit;
  }
  p {
    margin: 0;
  }
  .latest,
  .earlier {
    display: block;
    width: max-content;
    min-height: 2em;
    margin: 0.25em auto;
    font-size: 0.875em;
  }
  /* In a thumbnail there is room for the words. */
  @container (width < 15em) {
    .buttons > button {
      display: none;
    }
    /* The close button is beside them. */
    :host {
      flex-direction: row-reverse;
    }
    .actions {
      padding: 4px;
    }
    .log {
      min-height: 0;
      padding: 4px;
    }
  }
  .latest {
    position: sticky;
    bottom: 0;
  }
`;
