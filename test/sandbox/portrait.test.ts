/** The drawn face: alive, and its mouth follows the sound. Pixels are compared, not judged. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CLOSED, moveTowards, shapeAt } from '../../demo/sandbox/avatar/portrait/mouth-shape.js';
import { LOOKS, type LookName } from '../../demo/sandbox/avatar/portrait/looks.js';
import { Portrait } from '../../demo/sandbox/avatar/portrait/portrait.js';
import { PoseClock } from '../../demo/sandbox/avatar/portrait/pose.js';

const SIZE = { width: 640, height: 360 };
const OPEN = { open: 1, spread: 0, teeth: 0.5, tongue: 0.5 };

/** The share of the pixels in a part of the frame that differ. */
function changed(a: Uint8Array, b: Uint8Array, top: number, bottom: number): number {
  let count = 0;
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      const at = (y * SIZE.width + x) * 4;
      if ([0, 1, 2].some((channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)) > 12))
        count++;
    }
  }
  return count / ((bottom - top) * SIZE.width);
}

describe('the portrait', () => {
  it('differs from look to look, and every pixel is opaque', () => {
    const frames = (Object.keys(LOOKS) as LookName[]).map((look) =>
      new Portrait(look, SIZE).draw(0, { mouth: CLOSED, listening: false }).slice(),
    );
    frames.forEach((frame, index) => {
      for (let at = 3; at < frame.length; at += 4) assert.equal(frame[at], 255);
      for (const other of frames.slice(index + 1)) assert.ok(changed(frame, other, 0, SIZE.height) > 0.15);
    });
  });

  it('opens its mouth, and nothing else, for a sound', () => {
    const frame = (mouth: typeof CLOSED): Uint8Array => {
      const portrait = new Portrait('ada', SIZE);
      portrait.draw(0, { mouth: CLOSED, listening: false });
      return portrait.draw(40, { mouth, listening: false }).slice();
    };
    const [closed, open] = [frame(CLOSED), frame(OPEN)];
    assert.ok(changed(closed, open, 185, 220) > 0.02, 'the mouth');
    assert.ok(changed(closed, open, 0, 100) < 0.004, 'the hair');
  });

  it('shows when it listens', () => {
    const frame = (listening: boolean): Uint8Array => {
      const portrait = new Portrait('ada', SIZE);
      for (let time = 0; time < 1_200; time += 40) portrait.draw(time, { mouth: CLOSED, listening });
      return portrait.frame;
    };
    assert.ok(changed(frame(false), frame(true), 0, 250) > 0.03);
  });

  it('blinks and breathes', () => {
    const pose = new PoseClock();
    const poses = Array.from({ length: 1_500 }, (_, frame) =>
      pose.at(frame * 40, { listening: false, mouthOpen: 0 }),
    );
    const blinks = poses.filter(({ lids }, index) => lids < 0.5 && (poses[index - 1]?.lids ?? 1) >= 0.5);
    assert.ok(blinks.length >= 10 && blinks.length <= 40, `${blinks.length} in a minute`);
    assert.ok(
      Math.max(...poses.map(({ breath }) => breath)) - Math.min(...poses.map(({ breath }) => breath)) > 0.9,
    );
  });

  it('closes its lips for m and opens them for ah', () => {
    const phones = [
      { name: 'm', endMs: 100 },
      { name: 'aa', endMs: 300 },
      { name: 'pau', endMs: 400 },
    ];
    assert.equal(shapeAt(phones, 0).open, 0);
    assert.ok(shapeAt(phones, 150).open > 0.8);
    assert.deepEqual(shapeAt(phones, 1_000), CLOSED);
    const halfway = moveTowards(CLOSED, OPEN, 40).open;
    assert.ok(halfway > 0.3 && halfway < 1);
  });
});
