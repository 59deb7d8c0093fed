/**
 * What LiveKit's rooms leave behind, and ours do not. Where a test about LiveKit itself fails, the newer version has
 * been mended: take the workaround that it names out of livekit-room.ts.
 */

import { expect } from '@open-wc/testing';
import { createLiveKitRoom, loadLiveKit, type LiveKitRoom } from '../../src/media/livekit-room.js';
import { systemClock } from '../../src/api/clock.js';
import { collectGarbage, pageListeners } from '../support/commands.js';
import { soon } from '../support/outcome.js';
import { TimerLedger } from '../support/timer-ledger.js';

type Native = Pick<LiveKitRoom, 'prepareConnection'>;

/** A room of LiveKit's cloud, whose list of servers a page may ask for. */
const cloud = { url: 'wss://avatar.livekit.cloud', token: 'token', avatar: 'heygen' };

describe('what rooms leave behind', () => {
  /** A room of ours that was left; gives LiveKit's own, which nobody needs any more. */
  async function ours(
    use: (native: Native) => Promise<unknown> = async () => undefined,
  ): Promise<WeakRef<object>> {
    const room = await createLiveKitRoom({
      stream: new MediaStream(),
      clock: systemClock,
      emit: () => undefined,
    });
    await use(room.native as LiveKitRoom);
    await room.disconnect();
    return new WeakRef(room.native as object);
  }

  /** One of LiveKit's, which the page made. */
  async function theirs(
    use: (native: Native) => Promise<unknown> = async () => undefined,
  ): Promise<WeakRef<object>> {
    const { Room } = await loadLiveKit();
    const room = new Room({ singlePeerConnection: false });
    await use(room);
    await room.disconnect();
    return new WeakRef(room);
  }

  describe('in memory', () => {
    it('is nothing of ours', async () => {
      const rooms = [await ours(), await ours()];
      await collectGarbage();
      expect(rooms.filter((room) => room.deref())).to.have.length(0);
    });

    it('is every room of LiveKit’s own (workaround: makeRoom)', async () => {
      const room = await theirs();
      await collectGarbage();
      expect(room.deref()).to.be.an('object');
    });
  });

  describe('in listeners of the page', () => {
    it('is nothing of ours', async () => {
      const before = await pageListeners();
      await ours();
      expect(await pageListeners()).to.deep.equal(before);
    });

    it('is that to `devicechange` of LiveKit’s own (workaround: makeRoom)', async () => {
      const name = 'mediaDevices devicechange';
      const { [name]: before = 0 } = await pageListeners();
      await theirs();
      expect((await pageListeners())[name]).to.equal(before + 1);
    });
  });

  describe('in requests to LiveKit’s cloud', () => {
    const { fetch } = globalThis;
    let timers: TimerLedger;
    let requests: string[];

    beforeEach(() => {
      requests = [];
      globalThis.fetch = async (resource) => {
        requests.push(String(resource));
        return Response.json({ regions: [] });
      };
      timers = new TimerLedger({ hurry: true });
    });

    afterEach(() => {
      timers.restore();
      globalThis.fetch = fetch;
    });

    const prepare = (native: Native): Promise<void> => native.prepareConnection(cloud.url, cloud.token);

    it('is nothing of ours that was prepared and never joined', async () => {
      await ours(prepare);
      expect(requests).not.to.deep.equal([]);
      while (timers.outstanding.length > 0) await soon();
    });

    it('is one every few seconds of LiveKit’s own (workaround: #forgetRegions)', async () => {
      await theirs(prepare);
      const { length } = requests;
      while (requests.length < length + 5) await soon();
      // Its token has expired: that is what ends it.
      globalThis.fetch = async () => new Response(null, { status: 401 });
      while (timers.outstanding.length > 0) await soon();
    });
  });
});
