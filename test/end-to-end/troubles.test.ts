/** Each trouble of the sandbox ends as the sandbox's own table says, and the client can start again afterwards. */

import { testTroubles } from '../support/trouble-table.js';

await testTroubles('interactive-avatar', [
  'slow-start',
  'expired-token',
  'concurrency-limit',
  'no-avatar',
  'server-ends-session',
  'endpoint-sunset',
]);
