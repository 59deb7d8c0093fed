// How the drawn figure moves by itself: the same for the same moment, within bounds, and not at all where that is asked for.
import { expect } from '@open-wc/testing';
import { poseAt, type Pose } from '../../../src/services/simulated/pose.js';

const seconds = Array.from({ length: 2000 }, (_none, index) => index / 25);
const all = (speaking: number, listening: number, still = false): Pose[] =>
  seconds.map((at) => poseAt(at, { speaking, listening }, still));

describe('the pose of the figure', () => {
  for (const [name, speaking, listening] of [
    ['waits', 0, 0],
    ['speaks', 1, 0],
    ['listens', 0, 1],
  ] as const) {
    it(`stays within its bounds while it ${name}`, () => {
      for (const { breath, lids, gaze, x, y, tilt, brows, smile } of all(speaking, listening)) {
        for (const part of [breath, lids, brows, smile]) expect(part).to.be.within(0, 1);
        expect(Math.abs(gaze)).to.be.at.most(1);
        expect(Math.max(Math.abs(x), Math.abs(y))).to.be.below(30);
        expect(Math.abs(tilt)).to.be.below(0.15);
      }
    });
  }

  it('blinks, breathes and looks aside now and then', () => {
    const poses = all(0, 0);
    const shut = poses.filter(({ lids }) => lids < 0.4).length / poses.length;
    expect(shut).to.be.within(0.005, 0.06);
    const breaths = poses.map(({ breath }) => breath);
    expect([Math.min(...breaths) < 0.01, Math.max(...breaths) > 0.99]).to.deep.equal([true, true]);
    expect(new Set(poses.map(({ gaze }) => Math.sign(gaze)))).to.deep.equal(new Set([0, 1, -1]));
  });

  it('nods while it listens, and is turned to whoever speaks', () => {
    const lowest = (poses: Pose[]): number => Math.max(...poses.map(({ y }) => y));
    expect(lowest(all(0, 1))).to.be.above(lowest(all(0, 0)) + 10);
    expect(Math.min(...all(0, 1).map(({ tilt }) => tilt))).to.be.above(0.05);
  });

  it('does not move by itself where motion is to be reduced', () => {
    for (const [speaking, listening] of [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const) {
      const [first, ...others] = all(speaking, listening, true);
      for (const pose of others) expect(pose).to.deep.equal(first);
    }
  });
});
