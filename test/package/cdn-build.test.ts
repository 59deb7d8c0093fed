// The scripts of dist/cdn meet pages with module loaders of their own: none looks for one.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const folder = new URL('../../dist/cdn/', import.meta.url);
const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));

describe('dist/cdn', () => {
  it('has the chunk with livekit-client', () => {
    assert.ok(scripts.some((file) => file.startsWith('livekit-client')));
  });

  // What a UMD wrapper asks: `define.amd`, `typeof exports`, `"object" == typeof module`, `module.exports` of the page.
  for (const [what, probe] of [
    ['define', /\bdefine\.amd\b|typeof define\b/],
    ['exports or module', /typeof (?:exports|module)\b/],
    ['require', /typeof require\b/],
  ] as const) {
    it(`asks no page for its ${what}`, () => {
      const asking = scripts.filter((file) => probe.test(readFileSync(new URL(file, folder), 'utf8')));
      assert.deepEqual(asking, []);
    });
  }
});
