/** The icons of the controls that a page needs only for a session. */

import { icon } from './icons.js';

export const endIcon = icon('M6 6h12v12H6z');
export const soundIcon = icon('M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11');
export const microphoneIcon = icon(
  'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20',
);
export const microphoneOffIcon = icon(
  'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4zM6.5 11a5.5 5.5 0 0 0 11 0M12 16.5V20M5 4l14 16',
);
export const interruptIcon = icon('M9 6v12M15 6v12');
export const sendIcon = icon('M12 19V5M6 11l6-6 6 6');
