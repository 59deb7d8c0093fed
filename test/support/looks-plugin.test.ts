// The comparison behind the looks: it must fail on what a visitor would see.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { comparison, differencesOf } from './looks-plugin.js';

const boxes = JSON.parse(readFileSync('test/looks/boxes/live.json', 'utf8')) as Record<
  string,
  Parameters<typeof differencesOf>[0]
>;
const [live] = Object.values(boxes);
const picture = 'test/looks/pictures/live-360-light.png';

/** The picture with its lower half, where the bar is, so many pixels further to the right. */
function moved(pixels: number): Buffer {
  const before = PNG.sync.read(readFileSync(picture));
  const { width, height } = before;
  const now = new PNG({ width, height });
  before.data.copy(now.data);
  const top = Math.floor(height / 2);
  PNG.bitblt(before, now, 0, top, width - pixels, height - top, pixels, top);
  return PNG.sync.write(now);
}

describe('the boxes of a look', () => {
  assert.ok(live);
  const part = Object.keys(live).find((name) => name.includes('end-button')) ?? '';
  const at = live[part];
  assert.ok(at);
  const [x, y, width, height] = at;

  it('are as before if nothing has moved by more than two pixels', () => {
    assert.deepEqual(differencesOf(live, live), []);
    assert.deepEqual(differencesOf(live, { ...live, [part]: [x + 2, y - 2, width, height] }), []);
  });

  it('differ in a button that has moved, grown, gone or come', () => {
    for (const box of [
      [x + 3, y, width, height],
      [x, y - 3, width, height],
      [x, y, width + 3, height],
    ] as const)
      assert.match(
        differencesOf(live, { ...live, [part]: [...box] }).join('\n'),
        new RegExp(`^${part}.* was`),
      );
    const { [part]: gone, ...others } = live;
    assert.ok(gone);
    assert.match(differencesOf(live, others).join('\n'), / is gone /);
    assert.match(differencesOf(others, live).join('\n'), / is new/);
  });
});

describe('the picture of a look', () => {
  it('is as before if it is the same', () => {
    assert.equal(comparison('same', picture, readFileSync(picture)), '');
  });

  it('differs in a bar that has moved, and in its size', () => {
    assert.match(comparison('moved', picture, moved(3)), /^moved: \d+ pixels differ/);
    const small = PNG.sync.write(new PNG({ width: 10, height: 10 }));
    assert.match(comparison('small', picture, small), /^small: was 360 × \d+, is 10 × 10$/);
  });
});
