/** The log of a whole session under `debug`. In a file of its own: LiveKit binds the console's functions when it is loaded. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import { ConsoleSpy } from '../support/console-spy.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('debug', () => {
  it('writes the calls and events of a session, and no token and no word that was said', async () => {
    const spy = new ConsoleSpy();
    let token = '';
    let roomToken = '';
    try {
      const corner = await Corner.open();
      token = await corner.token();
      const avatar = new StreamingAvatar({ token, basePath: corner.url, debug: true });
      ({ access_token: roomToken } = await avatar.createStartAvatar({ quality: 'low' }));
      await (
        await avatar.speak({ text: 'Umbrellas are useful.', taskType: 'repeat' })
      ).finished;
      await (
        await avatar.speak({ text: 'Wherefore?', taskType: 'talk' })
      ).finished;
      await avatar.startVoiceChat();
      await avatar.closeVoiceChat();
      await avatar.stopAvatar();
      await corner.until(allClosed);
      await spy.until('session_ended');
      await spy.until('streaming.stop');
    } finally {
      spy.restore();
    }
    expect(new Set(spy.calls.map(({ method }) => method))).to.deep.equal(new Set(['debug']));
    const all = spy.calls.flatMap(({ args }) => args.map(String)).join('\n');
    for (const part of [
      'state: connecting, open',
      '/v1/streaming.new answered 200 after',
      '/v1/streaming.start answered 200 after',
      '; media took',
      'stream_ready: 2 tracks',
      '/v1/streaming.task answered 200 after',
      'avatar_talking_message: task_id',
      'voice chat on',
      '/v1/streaming.stop answered 200 after',
      'session_ended: reason stopped',
    ]) {
      expect(all).to.contain(part);
    }
    expect(token.length * roomToken.length).to.be.greaterThan(0);
    for (const secret of [token, roomToken, 'Umbrella', 'useful', 'Wherefore', '?']) {
      expect(all).not.to.contain(secret);
    }
  });
});
