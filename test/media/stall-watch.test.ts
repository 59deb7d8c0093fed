// A picture that stands still is noticed after 3 s, whatever the connection says, and so is that it moves again.
import { expect } from '@open-wc/testing';
import { StallWatch } from '../../src/media/stall-watch.js';
import { FakeClock } from '../support/fake-clock.js';

describe('the watch over the picture', () => {
  let clock: FakeClock;
  let told: string[];
  let frames: () => Promise<number | null | undefined>;
  let watch: StallWatch;
  let count: number;

  beforeEach(() => {
    clock = new FakeClock();
    told = [];
    count = 0;
    frames = async () => count;
    watch = new StallWatch(clock, {
      frames: () => frames(),
      onStall: () => told.push('stall'),
      onFlow: () => told.push('flow'),
      onLost: () => told.push('lost'),
    });
  });
  afterEach(() => {
    watch.stop();
    Reflect.deleteProperty(document, 'hidden');
  });

  const hide = (hidden: boolean): void =>
    void Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });

  /** Moves the time on in steps short enough to meet every look; promises run in between. */
  async function advance(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      clock.advance(0.1);
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  }

  /** Frames come for so long. */
  async function flow(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      count += 3;
      await advance(100);
    }
  }

  it('says nothing while frames come', async () => {
    await flow(20_000);
    expect(told).to.deep.equal([]);
  });

  it('says nothing of a pause under 3 s', async () => {
    await flow(1000);
    await advance(2500);
    await flow(1000);
    expect(told).to.deep.equal([]);
  });

  it('tells once, within 4 s, that they have stopped', async () => {
    await flow(1000);
    await advance(4000);
    expect(told).to.deep.equal(['stall']);
    await advance(50_000);
    expect(told).to.deep.equal(['stall']);
  });

  it('takes for lost, once, what has not moved for another minute, and looks no more', async () => {
    await flow(1000);
    await advance(65_000);
    expect(told).to.deep.equal(['stall', 'lost']);
    expect(clock.pending).to.equal(0);
  });

  it('begins that minute anew when frames have come', async () => {
    await advance(50_000);
    await flow(500);
    await advance(50_000);
    expect(told).to.deep.equal(['stall', 'flow', 'stall']);
  });

  it('takes a picture that is there no more for one that stands still', async () => {
    await flow(1000);
    frames = async () => null;
    await advance(4000);
    expect(told).to.deep.equal(['stall']);
  });

  it('takes for lost what nobody can count any more, once the connection has said so', async () => {
    watch.interrupted = true;
    frames = async () => undefined;
    await advance(61_000);
    expect(told).to.deep.equal(['stall', 'lost']);
  });

  it('tells that they have never begun', async () => {
    await advance(4000);
    expect(told).to.deep.equal(['stall']);
  });

  it('tells within half a second that they come again, and of the next stop', async () => {
    await advance(4000);
    await flow(500);
    expect(told).to.deep.equal(['stall', 'flow']);
    await advance(4000);
    expect(told).to.deep.equal(['stall', 'flow', 'stall']);
  });

  it('takes a count that begins anew, after a full reconnect, for frames that come', async () => {
    await flow(10_000);
    await advance(4000);
    count = 1;
    await advance(500);
    expect(told).to.deep.equal(['stall', 'flow']);
  });

  it('believes at once a connection that says it is interrupted', () => {
    watch.interrupted = true;
    watch.interrupted = true;
    expect(told).to.deep.equal(['stall']);
  });

  it('believes only frames that it is over', async () => {
    watch.interrupted = true;
    await flow(2000);
    expect(told, 'while the connection says it is interrupted').to.deep.equal(['stall']);
    watch.interrupted = false;
    await advance(2000);
    expect(told, 'without a frame').to.deep.equal(['stall']);
    await flow(500);
    expect(told).to.deep.equal(['stall', 'flow']);
  });

  it('holds against nobody that it cannot count', async () => {
    frames = async () => undefined;
    await advance(10_000);
    frames = () => Promise.reject(new Error('No such track.'));
    await advance(10_000);
    expect(told).to.deep.equal([]);
  });

  it('asks nothing of a hidden page, and gives it 3 s once it is shown', async () => {
    await flow(1000);
    hide(true);
    await advance(60_000);
    hide(false);
    await advance(2500);
    expect(told).to.deep.equal([]);
    await advance(1500);
    expect(told).to.deep.equal(['stall']);
  });

  it('tells a hidden page too that frames come again', async () => {
    await advance(4000);
    hide(true);
    await flow(2000);
    expect(told).to.deep.equal(['stall', 'flow']);
  });

  it('tells nothing once it is stopped, and has no timer left', async () => {
    watch.stop();
    expect(clock.pending).to.equal(0);
    await advance(10_000);
    expect(told).to.deep.equal([]);
  });

  it('tells nothing once it is stopped while the frames are being counted', async () => {
    await flow(1000);
    await advance(3900);
    told.length = 0;
    const counted = Promise.withResolvers<number>();
    frames = () => counted.promise;
    await advance(600);
    watch.stop();
    counted.resolve(count + 1);
    await advance(100);
    expect(told).to.deep.equal([]);
  });
});
