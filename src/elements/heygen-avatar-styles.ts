/** Styles of `<heygen-avatar>` that are needed before a session: the stage with its poster and what starts. */

import { css } from '@lit/reactive-element';
import { resetStyles, spokenStyles } from './button-styles.js';

export const heygenAvatarStyles = css`
  ${spokenStyles}
  ${resetStyles}
  :host {
    --_text: #fff;
    --_veil: rgb(10 12 20 / 62%);
    --_glow: #39415c;
    --_wall: #141824;
    --_figure: rgb(255 255 255 / 12%);
    display: block;
    position: relative;
    aspect-ratio: var(--heygen-avatar-aspect-ratio, 16 / 9);
    container-type: inline-size;
    /* A container has no width of its own, and in a flexible layout it would vanish. */
    contain-intrinsic-inline-size: 640px;
    max-width: 100%;
    overflow: hidden;
    border-radius: var(--heygen-avatar-radius, 12px);
    background: var(--heygen-avatar-background, #10131c);
    color: var(--heygen-avatar-color, var(--_text));
    /* What "medium" is, the visitor decides, and not the page's root element. */
    font: var(--heygen-avatar-font, 400 medium/1.4 system-ui, sans-serif);
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_text: light-dark(#10131c, #fff);
      --_veil: light-dark(rgb(255 255 255 / 72%), rgb(10 12 20 / 62%));
      --_glow: light-dark(#f7f8fc, #39415c);
      --_wall: light-dark(#d5dbe8, #141824);
      --_figure: light-dark(rgb(16 19 28 / 12%), rgb(255 255 255 / 12%));
    }
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  .stage,
  video,
  .poster,
  .over,
  .placed {
    position: absolute;
    inset: 0;
  }
  .stage:focus {
    outline: none;
  }
  .stage:focus-visible {
    outline: 2px solid var(--heygen-avatar-focus-color, #fff);
    outline-offset: -4px;
  }
  video {
    width: 100%;
    height: 100%;
    object-fit: var(--fit, cover);
  }
  .contain {
    --fit: contain;
  }
  .poster {
    display: grid;
    place-items: end center;
    background: var(
      --heygen-avatar-poster-background,
      radial-gradient(circle at 50% 35%, var(--_glow), var(--_wall) 75%)
    );
  }
  /* Themes style every image of their page, and their styles beat the slot's unless these are important. */
  .poster img,
  ::slotted([slot='poster']) {
    position: absolute !important;
    inset: 0 !important;
    width: 100% !important;
    max-width: none !important;
    height: 100% !important;
    max-height: none !important;
    margin: 0 !important;
    object-fit: var(--fit, cover) !important;
  }
  .poster svg {
    height: 78%;
    max-width: 100%;
    fill: var(--heygen-avatar-silhouette, var(--_figure));
  }
  /* Over a picture of any colours. */
  .poster[hidden] ~ * {
    color: var(--heygen-avatar-color, #fff);
  }
  .over {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: safe center;
    gap: 16px;
    box-sizing: border-box;
    padding: 16px;
    text-align: center;
  }
  /* Below the face that a poster shows. */
  .over.inviting {
    justify-content: safe flex-end;
    padding-bottom: 9%;
  }
  .over.veiled {
    background: var(--heygen-avatar-veil, var(--_veil));
  }
  /* A long message scrolls, and does not push the button away. */
  .over {
    overflow: auto;
  }
  [part='start'] {
    position: sticky;
    inset-block-end: 0;
  }
  p {
    margin: 0;
  }
  .disclosure {
    padding: 0.25em 0.75em;
    border-radius: 0.75em;
    background: var(--heygen-avatar-disclosure-background, rgb(15 18 26 / 85%));
    color: var(--heygen-avatar-disclosure-color, #fff);
    font-size: max(14px, 0.875em);
  }
  .placed {
    pointer-events: none;
  }
  .placed ::slotted(*) {
    pointer-events: auto;
  }
  @container (width < 24em) {
    .over {
      gap: 8px;
      padding: 8px;
      font-size: max(14px, min(0.875em, 10cqi));
    }
  }
  /* A thumbnail: what matters is starting, ending, and why it failed. */
  @container (width < 15em) {
    .over {
      gap: 2px;
      padding: 2px 4px 0;
    }
    .disclosure {
      padding-block: 1px;
      line-height: 1.15;
    }
    .over.inviting {
      padding-bottom: 4px;
    }
  }
`;
