/** The LiveKit server dies and comes back: it is told, and the picture moves again in the same stream. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented, playMuted } from '../support/playback.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('a LiveKit server that is killed and started again', () => {
  it('is reconnecting, then reconnected, with a picture that moves in the same MediaStream', async function () {
    this.timeout(60_000);
    const corner = await Corner.open();
    const avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    const log = new EventLog(avatar);
    await avatar.createStartAvatar({ quality: 'low' });
    const stream = avatar.mediaStream as MediaStream;
    const video = playMuted(stream);
    await framesPresented(video, 5);

    const reconnecting = log.next('reconnecting');
    const reconnected = log.next('reconnected');
    const restart = fetch(new URL('/sandbox/livekit/restart', corner.url), { method: 'POST' });
    await reconnecting;
    expect(avatar.state.status).to.equal('reconnecting');
    expect((await restart).ok).to.equal(true);
    await reconnected;
    expect(avatar.state.status).to.equal('live');
    expect(avatar.mediaStream).to.equal(stream);
    expect(stream.getTracks().map(({ readyState }) => readyState)).to.deep.equal(['live', 'live']);
    void video.play();
    await framesPresented(video, 5);
    expect(log.of('stream_ready')).to.have.length(1);
    expect(log.of('stream_disconnected')).to.deep.equal([]);

    video.remove();
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });
});
