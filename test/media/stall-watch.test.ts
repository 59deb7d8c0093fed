// A picture that stands still is noticed after 3 s, whatever the connection says, and so is that it moves again.
import { expect } from '@open-wc/testing';
import { StallWatch } from '../../src/media/stall-watch.js';

/** The page's clock and its intervals, which stand still until the test moves them. */
class FakeTime {
  readonly intervals = new Map<number, { work: () => void; every: number; next: number }>();
  #now = 0;
  #last = 0;
  readonly #set = globalThis.setInterval;
  readonly #clear = globalThis.clearInterval;

  constructor() {
    performance.now = () => this.#now;
    Object.assign(globalThis, {
      setInterval: (work: () => void, every: number): number => {
        this.#last += 1;
        this.intervals.set(this.#last, { work, every, next: this.#now + every });
        return this.#last;
      },
      clearInterval: (id: number) => this.intervals.delete(id),
    });
  }

  /** Moves the time on in steps short enough to meet every interval; promises run in between. */
  async advance(milliseconds: number): Promise<void> {
    for (const until = this.#now + milliseconds; this.#now < until;) {
      this.#now += 100;
      for (const interval of this.intervals.values()) {
        if (interval.next > this.#now) continue;
        interval.next += interval.every;
        interval.work();
      }
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  }

  restore(): void {
    Reflect.deleteProperty(performance, 'now');
    Object.assign(globalThis, { setInterval: this.#set, clearInterval: this.#clear });
  }
}

describe('the watch over the picture', () => {
  let time: FakeTime;
  let told: string[];
  let frames: () => Promise<number | undefined>;
  let watch: StallWatch;
  let count: number;

  beforeEach(() => {
    time = new FakeTime();
    told = [];
    count = 0;
    frames = async () => count;
    watch = new StallWatch({
      frames: () => frames(),
      onStall: () => told.push('stall'),
      onFlow: () => told.push('flow'),
    });
  });
  afterEach(() => {
    watch.stop();
    time.restore();
    Reflect.deleteProperty(document, 'hidden');
  });

  const hide = (hidden: boolean): void =>
    void Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });

  /** Frames come for so long. */
  async function flow(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += 100) {
      count += 3;
      await time.advance(100);
    }
  }

  it('says nothing while frames come', async () => {
    await flow(20_000);
    expect(told).to.deep.equal([]);
  });

  it('says nothing of a pause under 3 s', async () => {
    await flow(1000);
    await time.advance(2500);
    await flow(1000);
    expect(told).to.deep.equal([]);
  });

  it('tells once, within 4 s, that they have stopped', async () => {
    await flow(1000);
    await time.advance(4000);
    expect(told).to.deep.equal(['stall']);
    await time.advance(60_000);
    expect(told).to.deep.equal(['stall']);
  });

  it('tells that they have never begun', async () => {
    await time.advance(4000);
    expect(told).to.deep.equal(['stall']);
  });

  it('tells within half a second that they come again, and of the next stop', async () => {
    await time.advance(4000);
    await flow(500);
    expect(told).to.deep.equal(['stall', 'flow']);
    await time.advance(4000);
    expect(told).to.deep.equal(['stall', 'flow', 'stall']);
  });

  it('takes a count that begins anew, after a full reconnect, for frames that come', async () => {
    await flow(10_000);
    await time.advance(4000);
    count = 1;
    await time.advance(500);
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
    await time.advance(2000);
    expect(told, 'without a frame').to.deep.equal(['stall']);
    await flow(500);
    expect(told).to.deep.equal(['stall', 'flow']);
  });

  it('holds against nobody that it cannot count', async () => {
    frames = async () => undefined;
    await time.advance(10_000);
    frames = () => Promise.reject(new Error('No such track.'));
    await time.advance(10_000);
    expect(told).to.deep.equal([]);
  });

  it('asks nothing of a hidden page, and gives it 3 s once it is shown', async () => {
    await flow(1000);
    hide(true);
    await time.advance(60_000);
    hide(false);
    await time.advance(2500);
    expect(told).to.deep.equal([]);
    await time.advance(1500);
    expect(told).to.deep.equal(['stall']);
  });

  it('tells a hidden page too that frames come again', async () => {
    await time.advance(4000);
    hide(true);
    await flow(2000);
    expect(told).to.deep.equal(['stall', 'flow']);
  });

  it('tells nothing once it is stopped, and has no timer left', async () => {
    watch.stop();
    expect(time.intervals.size).to.equal(0);
    await time.advance(10_000);
    expect(told).to.deep.equal([]);
  });

  it('tells nothing once it is stopped while the frames are being counted', async () => {
    await flow(1000);
    await time.advance(3900);
    told.length = 0;
    const counted = Promise.withResolvers<number>();
    frames = () => counted.promise;
    await time.advance(600);
    watch.stop();
    counted.resolve(count + 1);
    await time.advance(100);
    expect(told).to.deep.equal([]);
  });
});
