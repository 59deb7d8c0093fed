/** The first frame with 40 ms each way: it comes with the first packets, and no key frame has to be asked for. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import type { LiveKitRoom } from '../../src/media/livekit-room.js';
import { FaultyNetwork } from '../support/faulty-network.js';
import { framesPresented, playMuted } from '../support/playback.js';
import { Corner } from '../support/sandbox-books.js';
import { tokenUrlOf } from '../support/sandbox-tokens.js';

/** A lost key frame is lost by chance. */
const starts = 4;

describe('the first key frame', () => {
  let network: FaultyNetwork;

  beforeEach(async () => {
    network = await FaultyNetwork.open();
    await network.break({ mode: 'delay', milliseconds: 40 });
  });
  afterEach(() => network.close());

  for (const service of ['interactive-avatar', 'liveavatar'] as const) {
    it(`of ${service} is not lost`, async () => {
      const corner = await Corner.open();
      for (let start = 1; start <= starts; start += 1) {
        const avatar = new StreamingAvatar({ token: tokenUrlOf(corner, service), basePath: network.url });
        await avatar.createStartAvatar({ quality: 'low' });
        const video = playMuted(avatar.mediaStream as MediaStream);
        await framesPresented(video, 1);
        expect(await keyFrameRequests(avatar.room as LiveKitRoom), `start ${start}`).to.equal(0);
        video.remove();
        await avatar.stopAvatar();
      }
    });
  }

  /** How often the browser has asked for a key frame (PLI). */
  async function keyFrameRequests(room: LiveKitRoom): Promise<number | undefined> {
    for (const { videoTrackPublications } of room.remoteParticipants.values()) {
      for (const { track } of videoTrackPublications.values()) {
        const report = await track?.getRTCStatsReport();
        for (const entry of report?.values() ?? []) {
          const { type, pliCount } = entry as { type: string; pliCount?: number };
          if (type === 'inbound-rtp') return pliCount;
        }
      }
    }
    return undefined;
  }
});
