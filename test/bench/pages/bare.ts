/** The bench's page without a client that has livekit-client at hand. */

import { Room, RoomEvent } from 'livekit-client';
import { barePage } from './bare-page.js';

const parts = Promise.resolve({ Room, RoomEvent });

window.bench = barePage(() => parts);
