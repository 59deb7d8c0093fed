// Properties that a framework has set before the tag's code was loaded count, and stay live afterwards.
import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/session/streaming-avatar.js';
import { fakePorts, settled, videoOf } from '../support/avatar-fixture.js';

describe('properties set before the tag is defined', () => {
  it('count as if they had been set later', async () => {
    expect(customElements.get('heygen-avatar'), 'not yet defined').to.equal(undefined);
    const early = document.createElement('heygen-avatar');
    const given = document.createElement('heygen-avatar');
    const client = new StreamingAvatar({ token: 't' });
    Object.assign(early, {
      token: 'early-token',
      avatarName: 'Wayne',
      voice: { voiceId: 'v1' },
      controls: 'end',
      disableIdleTimeout: true,
      muted: true,
      volume: 0.25,
    });
    Object.assign(given, { avatar: client });
    document.body.append(early, given);

    await import('../../src/define.js');
    customElements.upgrade(early);
    await settled(early);

    expect(early.token, 'token').to.equal('early-token');
    expect(early.avatarName, 'avatarName').to.equal('Wayne');
    expect(early.controls, 'controls').to.equal('end');
    const fakes = fakePorts();
    await early.start();
    expect(fakes.service.calls[0]?.request).to.deep.equal({
      avatarName: 'Wayne',
      quality: 'high',
      voice: { voiceId: 'v1' },
      disableIdleTimeout: true,
    });
    await early.stop();

    expect(videoOf(early).muted, 'muted reaches the video').to.equal(true);
    expect(videoOf(early).volume, 'volume reaches the video').to.equal(0.25);
    early.muted = false;
    expect(videoOf(early).muted, 'muted is live afterwards').to.equal(false);

    await settled(given);
    await given.start();
    expect(client.state.status, 'the given client').to.equal('live');
    early.remove();
    given.remove();
  });
});
