/** Whenever and however a start is broken off, the books of Interactive Avatar show nothing open. */

import { testStoppedStarts } from '../support/stopped-starts.js';

testStoppedStarts('interactive-avatar', [
  { phase: 'token', trouble: 'slow-token' },
  { phase: 'open', trouble: 'slow-open' },
  { phase: 'start', trouble: 'hanging-start' },
  { phase: 'room', trouble: 'hanging-room' },
  { phase: 'media', trouble: 'no-avatar' },
  { phase: 'live', trouble: '' },
]);
