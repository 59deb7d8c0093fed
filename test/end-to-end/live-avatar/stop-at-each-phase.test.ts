/** Whenever and however a start is broken off, the books of LiveAvatar, which bills from `open` on, show nothing open. */

import { testStoppedStarts } from '../../support/stopped-starts.js';

testStoppedStarts('liveavatar', [
  { phase: 'token', trouble: 'slow-token' },
  { phase: 'open', trouble: 'slow-open' },
  // In FULL mode there is nothing to wait for here.
  { phase: 'start', trouble: 'socket-silent', lite: true },
  { phase: 'room', trouble: 'hanging-room' },
  { phase: 'media', trouble: 'no-avatar' },
  { phase: 'live', trouble: '' },
  { phase: 'live', trouble: '', lite: true },
]);
