/** The lowest version of livekit-client that a page may bring plays whole sessions. */

import { expect } from '@open-wc/testing';
import { replaceLiveKit } from '../support/livekit-version.js';

replaceLiveKit('livekit-client-lowest');

describe('livekit-client, the lowest of the range', () => {
  it('is what these tests load', async () => {
    const { version } = await import('livekit-client');
    expect(version).to.equal('2.16.1');
  });
});

await import('../end-to-end/session.test.js');
await import('../end-to-end/live-avatar/conversation.test.js');
