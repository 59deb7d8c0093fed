/** LiveKit's signalling is lost for a moment, or LiveKit itself: the session goes on, and so does the conversation. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented, playMuted } from '../support/playback.js';
import { ProxiedSession } from '../support/proxied-session.js';
import { allClosed, Corner, type BookEntry } from '../support/sandbox-books.js';

describe('signalling that is reset once', () => {
  it('leaves the picture moving, and the session live', async () => {
    const session = await ProxiedSession.start();
    const { avatar, log, network, stream } = session;
    const noticed = session.liveKitTells('signalReconnecting');
    const mended = session.liveKitTells('reconnected');
    const { over } = await network.break({ mode: 'reset' }, { links: ['signalling'], seconds: 0 });
    await Promise.all([over, noticed, mended]);
    await session.moves();

    expect(session.longestGap).to.be.below(3_000);
    const connection = log.events.map(({ type }) => type).filter((type) => type.startsWith('reconnect'));
    expect(connection).to.be.deep.oneOf([[], ['reconnecting', 'reconnected']]);
    expect(avatar.state.status).to.equal('live');
    expect(avatar.mediaStream).to.equal(stream);
    // What is said still arrives, both ways.
    await (
      await avatar.speak({ text: 'Still here.', taskType: 'repeat' })
    ).finished;
    expect(log.of('avatar_stop_talking')).to.have.length(1);
    await session.close();
    const { sessions } = await session.corner.until(allClosed);
    expect(sessions).to.have.length(1);
  });
});

describe('a LiveKit server that is started anew while voice chat is on', () => {
  it('shows the avatar again in the same MediaStream, and hears the microphone again', async () => {
    const corner = await Corner.open();
    const avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    const log = new EventLog(avatar);
    const heard = async (more: (entry: BookEntry) => boolean): Promise<BookEntry> => {
      const { sessions } = await corner.until(
        ({ sessions: [entry] }) => entry !== undefined && more(entry),
        30_000,
      );
      return sessions[0] as BookEntry;
    };
    await avatar.createStartAvatar({ quality: 'low' });
    const stream = avatar.mediaStream as MediaStream;
    const video = playMuted(stream);
    await avatar.startVoiceChat();
    const { microphone } = avatar;
    await heard((entry) => entry.microphone.sound_seconds > 0.2);

    const reconnecting = log.next('reconnecting');
    const reconnected = log.next('reconnected');
    const restart = fetch(new URL('/sandbox/livekit/restart', corner.url), { method: 'POST' });
    await reconnecting;
    expect((await restart).ok).to.equal(true);
    const before = (await corner.books()).sessions[0] as BookEntry;
    await reconnected;
    void video.play();
    await framesPresented(video, 10);
    expect(avatar.mediaStream).to.equal(stream);
    expect(stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['live', 'live']);

    expect(avatar.state).to.include({ status: 'live', voiceChat: 'on', microphoneMuted: false });
    expect(avatar.microphone).to.equal(microphone);
    expect(microphone?.readyState).to.equal('live');
    await heard((entry) => entry.microphone.sound_seconds > before.microphone.sound_seconds + 0.2);
    expect(log.of('stream_ready')).to.have.length(1);
    expect(log.of('warning')).to.deep.equal([]);

    video.remove();
    await avatar.stopAvatar();
    expect(microphone?.readyState).to.equal('ended');
    const { sessions } = await corner.until(allClosed);
    expect(sessions).to.have.length(1);
    expect(sessions[0]).to.include({ ended_by: 'stop', stop_calls: 1 });
  });
});
