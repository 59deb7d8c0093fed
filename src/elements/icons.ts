/** The start button's icon. Like all icons it is 24 by 24; styles give it size and stroke, in the text's colour. */

import { makeNode } from './make-node.js';

export const startPath = 'M8 5.5v13l10.5-6.5z';

export function makeIcon(d: string): SVGSVGElement {
  return makeNode('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, makeNode('path', { d }));
}
