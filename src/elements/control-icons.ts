/** The icons of the controls that every session needs. */

import { svg, type SVGTemplateResult } from 'lit';
import { startPath } from './icons.js';

/** Hidden from assistive technology: the controls have names. */
export const icon = (path: string): SVGTemplateResult =>
  svg`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;

export const startIcon = icon(startPath);

export const endIcon = icon('M6 6h12v12H6z');
export const mutedIcon = icon('M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5');
export const soundIcon = icon('M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11');
export const microphoneIcon = icon(
  'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20',
);
export const microphoneOffIcon = icon(
  'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20M5 4l14 16',
);
/** Be quiet: a stop sign's square in a bubble of speech. */
export const interruptIcon = icon(
  'M5 4.5h14a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-7.5L7 20v-3.5H5A1.5 1.5 0 0 1 3.5 15V6A1.5 1.5 0 0 1 5 4.5zM10 8.5h4v4h-4z',
);
export const moreIcon = icon('M5.5 12h.01M12 12h.01M18.5 12h.01');
export const keyboardIcon = icon(
  'M4 6.5h16a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5zM6.5 10h.01M10.2 10h.01M13.8 10h.01M17.5 10h.01M8.5 14h7',
);
export const closeIcon = icon('M6 6l12 12M18 6L6 18');
export const sendIcon = icon('M12 19V5M6 11l6-6 6 6');
export const captionsIcon = icon('M4 6.5h16v11H4zM10.5 11a1.8 1.8 0 1 0 0 2.4M16.8 11a1.8 1.8 0 1 0 0 2.4');
