/** The bench's page without a client that loads livekit-client when it starts, as ours does cold. */

import { barePage } from './bare-page.js';

window.bench = barePage(() => import('livekit-client'));
