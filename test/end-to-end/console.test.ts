/** A page's console stays empty. In a file of its own: LiveKit binds the console's functions when it is loaded. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('the console', () => {
  it('has nothing written to it by a session, neither by ours nor by LiveKit’s part of it', async () => {
    const written: unknown[] = [];
    const originals = { ...console };
    const record = (...args: unknown[]): void => void written.push(args[0]);
    Object.assign(console, { log: record, info: record, debug: record, warn: record, error: record });
    try {
      const corner = await Corner.open();
      const avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
      await avatar.createStartAvatar({ quality: 'low' });
      await (
        await avatar.speak({ text: 'Hello.', taskType: 'repeat' })
      ).finished;
      await avatar.stopAvatar();
      await corner.until(allClosed);
    } finally {
      Object.assign(console, originals);
    }
    expect(written).to.deep.equal([]);
  });
});
