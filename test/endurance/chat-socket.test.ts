/** The chat socket is dropped again and again: it comes back, without a word but one, and the picture never minds. */

import { expect } from '@open-wc/testing';
import { ProxiedSession } from '../support/proxied-session.js';
import { allClosed } from '../support/sandbox-books.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

/** The longest wait before it is opened again, and then some, in milliseconds. */
const longestWait = 20_000;

describe('a chat socket that is dropped ten times in 30 s', () => {
  it('comes back and tells when the user speaks; one warning, and the picture is never interrupted', async () => {
    const session = await ProxiedSession.start();
    const { avatar, corner, log, network } = session;
    await corner.until(({ sessions: [entry] }) => entry?.chat === 'open');

    const { over } = await network.break({ mode: 'reset' }, { links: ['service'], seconds: 30, times: 10 });
    await corner.until(({ sessions: [entry] }) => entry?.chat === 'closed');
    await over;
    const books = await corner.until(({ sessions: [entry] }) => entry?.chat === 'open', longestWait);
    expect(books.open).to.equal(1);

    const microphone = new ToneMicrophone(440);
    const heard = log.next('user_start');
    await avatar.startVoiceChat();
    microphone.sound();
    await heard;
    microphone.silence();

    await session.moves();
    expect(session.longestGap).to.be.below(3_000);
    expect(log.of('warning').map((detail) => (detail as { code: string }).code)).to.deep.equal([
      'chat_socket_lost',
    ]);
    for (const type of ['reconnecting', 'session_ended']) expect(log.of(type), type).to.deep.equal([]);
    expect(session.told).to.deep.equal([]);
    await session.close();
    await microphone.close();
    const { sessions } = await corner.until(allClosed);
    expect(sessions).to.have.length(1);
    expect(sessions[0]).to.include({ ended_by: 'stop', stop_calls: 1 });
  });
});
