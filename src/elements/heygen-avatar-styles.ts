/** Styles of `<heygen-avatar>`: a stage with the picture, the layers over it, and the bar. */

import { css } from 'lit';
import { spokenStyles } from './button-styles.js';

export const heygenAvatarStyles = css`
  ${spokenStyles}
  :host {
    display: block;
    position: relative;
    aspect-ratio: var(--heygen-avatar-aspect-ratio, 16 / 9);
    container-type: inline-size;
    /* A container has no width of its own, and in a flexible layout it would vanish. */
    contain-intrinsic-inline-size: 40rem;
    max-width: 100%;
    overflow: hidden;
    border-radius: var(--heygen-avatar-radius, 0.75rem);
    background: var(--heygen-avatar-background, #10131c);
    color: var(--heygen-avatar-color, #fff);
    font: var(--heygen-avatar-font, 400 1rem/1.4 system-ui, sans-serif);
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
    object-fit: cover;
  }
  .poster {
    display: grid;
    place-items: end center;
    background: var(
      --heygen-avatar-poster-background,
      radial-gradient(circle at 50% 35%, #39415c, #141824 75%)
    );
  }
  .poster img,
  ::slotted([slot='poster']) {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .poster svg {
    height: 78%;
    max-width: 100%;
    fill: rgb(255 255 255 / 12%);
  }
  .over {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 1rem;
    box-sizing: border-box;
    padding: 1rem;
    text-align: center;
  }
  /* Below the face that a poster shows. */
  .over.inviting {
    justify-content: flex-end;
    padding-bottom: 9%;
  }
  .over.veiled {
    background: rgb(10 12 20 / 62%);
  }
  .connecting {
    display: flex;
    align-items: center;
    gap: 0.75rem;
  }
  .spinner {
    width: 1.5rem;
    height: 1.5rem;
    box-sizing: border-box;
    border: 3px solid rgb(255 255 255 / 30%);
    border-top-color: currentcolor;
    border-radius: 50%;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .error p,
  .ended {
    max-width: 34rem;
    margin: 0;
    overflow-wrap: anywhere;
  }
  /* A long message scrolls before it pushes the button away. */
  .error,
  .ended {
    min-height: 0;
    overflow: auto;
  }
  .reconnecting {
    position: absolute;
    inset: 0.75rem auto auto 0.75rem;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.25rem 0.75rem;
    border-radius: 999px;
    background: rgb(15 18 26 / 80%);
  }
  .reconnecting .spinner {
    width: 1rem;
    height: 1rem;
  }
  .sound {
    position: absolute;
    inset: 0.75rem 0.75rem auto auto;
    display: flex;
    align-items: center;
    gap: 0.5rem;
    box-sizing: border-box;
    height: var(--heygen-avatar-control-size, 2.5rem);
    padding: 0 1em;
    border: 0;
    border-radius: var(--heygen-avatar-control-radius, 999px);
    background: var(--heygen-avatar-accent, #4c5fe8);
    color: var(--heygen-avatar-accent-color, #fff);
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .sound:focus-visible {
    outline: 2px solid var(--heygen-avatar-focus-color, #fff);
    outline-offset: 2px;
  }
  .placed {
    pointer-events: none;
  }
  .placed ::slotted(*) {
    pointer-events: auto;
  }
  .bar {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 0.5rem;
    padding: 0.75rem;
  }
  @container (width < 24rem) {
    .bar {
      gap: 0.35rem;
      padding: 0.5rem;
    }
    .over {
      gap: 0.5rem;
      padding: 0.5rem;
      font-size: 0.875rem;
    }
  }
  /* A thumbnail: what matters is starting, ending, and why it failed. */
  @container (width < 15rem) {
    .bar {
      flex-wrap: nowrap;
      gap: 0.25rem;
      padding: 0.25rem;
    }
    .over {
      justify-content: safe center;
      overflow: auto;
      font-size: 0.75rem;
    }
    .over.inviting {
      justify-content: flex-end;
      padding-bottom: 0.5rem;
    }
    .connecting {
      gap: 0.4rem;
    }
    .sound {
      inset: 0.25rem 0.25rem auto auto;
      padding: 0 0.6em;
    }
    .sound span {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .reconnecting {
      inset: 0.25rem auto auto 0.25rem;
      max-width: calc(100% - 0.5rem);
      box-sizing: border-box;
      font-size: 0.75rem;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
  }
`;
