/** Icons: 24 by 24, in the text's colour, hidden from assistive technology. Here those that are needed before a start. */

import { svg, type SVGTemplateResult } from 'lit';

export const icon = (path: string): SVGTemplateResult =>
  svg`<svg viewBox="0 0 24 24" width="1em" height="1em" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d=${path}></path></svg>`;

export const startIcon = icon('M8 5.5v13l10.5-6.5z');
