/** The start button's icon: 24 by 24, in the text's colour, hidden from assistive technology. */

/** Those of `icon` in `control-icons.ts`, which is a template. */
export const iconAttributes = {
  viewBox: '0 0 24 24',
  width: '1em',
  height: '1em',
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '2',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
  'aria-hidden': 'true',
};

export const startPath = 'M8 5.5v13l10.5-6.5z';
