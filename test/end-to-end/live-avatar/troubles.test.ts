/** Each trouble of the sandbox's LiveAvatar ends as its table says, in FULL mode or in LITE, where it is for that one. */

import { testTroubles } from '../../support/trouble-table.js';

await testTroubles('liveavatar', [
  'token-refused',
  'expired-token',
  'concurrency-limit',
  'no-avatar',
  'no-agent',
  'no-credits',
  'unannounced-end',
  'socket-silent',
  'socket-drops',
]);
