// How a room without a server goes wrong, and that nothing of it is left when it is left, at whatever point.
import { expect } from '@open-wc/testing';
import { anyRejection, isPending, rejection } from '../../support/outcome.js';
import { ResourceLedger } from '../../support/resource-ledger.js';
import { realTime, SimulatedRoomUnderTest } from './room-under-test.js';

describe('a simulated room', () => {
  let ledger: ResourceLedger;
  let made: SimulatedRoomUnderTest;

  beforeEach(async () => {
    ledger = new ResourceLedger();
    made = await SimulatedRoomUnderTest.make();
  });
  afterEach(async () => {
    await made.room.disconnect();
    ledger.restore();
  });

  it('tells of a picture and sound no sooner than both are there', async () => {
    const joined = made.connect({ joining: 1, appearing: 2 });
    made.clock.advance(0.9);
    expect(await isPending(joined)).to.equal(true);
    made.clock.advance(0.1);
    await joined;
    made.clock.advance(1.9);
    expect([await isPending(made.room.media), made.stream.getTracks()]).to.deep.equal([true, []]);
    made.clock.advance(0.1);
    await made.room.media;
    expect(made.stream.getTracks()).to.have.length(2);
  });

  for (const trouble of ['no-room', 'hanging-room']) {
    it(`cannot be joined with the trouble ${trouble}`, async () => {
      const joining = made.connect({ trouble });
      made.clock.advance(10);
      expect(await rejection(joining)).to.include({ code: 'room_failed' });
    });
  }

  for (const [trouble, tracks] of [
    ['no-avatar', 0],
    ['half-a-session', 1],
  ] as const) {
    it(`never has its media with the trouble ${trouble}`, async () => {
      await made.connect({ trouble });
      made.clock.advance(60);
      expect([await isPending(made.room.media), made.stream.getTracks().length]).to.deep.equal([
        true,
        tracks,
      ]);
    });
  }

  for (const [trouble, code, reason] of [
    ['server-ends-session', 5, 'room_deleted'],
    ['drops-after-2s', 4, 'server'],
  ] as const) {
    it(`is lost after two seconds with the trouble ${trouble}`, async () => {
      await made.join({ trouble });
      made.clock.advance(1.9);
      expect(made.events).to.have.length(1);
      made.clock.advance(0.1);
      expect(made.events.slice(1)).to.deep.equal([{ type: 'disconnected', code, reason }]);
    });
  }

  it('is interrupted and comes back with the trouble livekit-restart', async () => {
    await made.join({ trouble: 'livekit-restart' });
    made.clock.advance(60);
    expect(made.events.slice(1)).to.deep.equal([{ type: 'reconnecting' }, { type: 'reconnected' }]);
  });

  it('is not joined when that is cancelled', async () => {
    const abort = new AbortController();
    const joining = made.connect({ joining: 1 }, abort.signal);
    abort.abort(new Error('cancelled'));
    expect(await anyRejection(joining)).to.have.property('message', 'cancelled');
  });

  describe('leaves nothing behind', () => {
    const points: Record<string, () => Promise<unknown>> = {
      'before it is joined': async () => undefined,
      'while it is being joined': async () => {
        void made.connect({ joining: 1 }).catch(() => undefined);
      },
      'before its picture is there': async () => {
        await made.connect({ appearing: 1 });
      },
      'when it has begun': () => made.join({ trouble: 'livekit-restart' }),
      'while it speaks': async () => {
        made = await SimulatedRoomUnderTest.make(realTime);
        await made.join();
        await made.say('Still speaking, and speaking.');
      },
    };
    for (const [point, reach] of Object.entries(points)) {
      it(`when it is left ${point}`, async () => {
        await reach();
        const tracks = made.stream.getTracks();
        const first = made.room.disconnect();
        expect(made.room.disconnect()).to.equal(first);
        await first;
        expect(made.stream.getTracks()).to.deep.equal([]);
        expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(tracks.map(() => 'ended'));
        expect(made.clock.pending).to.equal(0);
        const { length } = made.events;
        made.clock.advance(60);
        expect(made.events).to.have.length(length);
        await ledger.untilNothingIsOpen();
      });
    }
  });
});
