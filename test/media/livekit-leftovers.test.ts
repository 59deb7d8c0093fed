/**
 * What LiveKit's rooms leave behind, and ours do not. Where a test about LiveKit itself fails, the newer version has
 * been mended: take the workaround that it names out of livekit-room.ts.
 */

import { expect } from '@open-wc/testing';
import { createLiveKitRoom, loadLiveKit, type LiveKitRoom } from '../../src/media/livekit-room.js';
import { systemClock } from '../../src/api/clock.js';
import { collectGarbage, pageListeners } from '../support/commands.js';

type Native = Pick<LiveKitRoom, 'prepareConnection'>;

/** A host of LiveKit's cloud, of a name of its own: LiveKit remembers what one has answered. */
let hosts = 0;
const cloudUrl = (): string => `wss://avatar-${(hosts += 1)}.livekit.cloud`;

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
    const { fetch, setTimeout, clearTimeout } = globalThis;
    /** How soon LiveKit asks again, in seconds: the cloud says so. */
    const maxAge = 3_600;
    /** Those that are set, with their waits in milliseconds. They run when a test says so. */
    let timers: Map<number, { readonly wait: number; run(): void }>;
    let requests: string[];

    beforeEach(() => {
      timers = new Map();
      requests = [];
      let ids = 0;
      Object.assign(globalThis, {
        fetch: async (resource: unknown) => {
          requests.push(String(resource));
          return Response.json({ regions: [] }, { headers: { 'Cache-Control': `max-age=${maxAge}` } });
        },
        setTimeout: (run: () => void, wait = 0) => {
          ids += 1;
          timers.set(ids, { wait, run });
          return ids;
        },
        clearTimeout: (id: number) => void timers.delete(id),
      });
    });

    afterEach(() => void Object.assign(globalThis, { fetch, setTimeout, clearTimeout }));

    const prepare = (native: Native): Promise<void> => native.prepareConnection(cloudUrl(), 'token');
    const waits = (): number[] => [...timers.values()].map(({ wait }) => wait);

    it('is nothing of ours that was prepared and never joined, half a minute later', async () => {
      await ours(prepare);
      expect(requests).not.to.deep.equal([]);
      expect(waits()).to.have.members([maxAge * 1_000, 30_000]);
      for (const [id, { wait, run }] of timers) {
        if (wait !== 30_000) continue;
        timers.delete(id);
        run();
      }
      expect(waits()).to.deep.equal([]);
    });

    it('is one again and again of LiveKit’s own (workaround: #forgetRegions)', async () => {
      await theirs(prepare);
      expect(waits()).to.deep.equal([maxAge * 1_000]);
    });
  });
});
