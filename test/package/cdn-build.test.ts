// The scripts of dist/cdn: what meets pages with module loaders of their own looks for none, and what a page loads before
// a start brings no session with it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const folder = new URL('../../dist/cdn/', import.meta.url);
const scripts = readdirSync(folder).filter((file) => file.endsWith('.js'));

describe('dist/cdn', () => {
  it('has the chunk with livekit-client', () => {
    assert.ok(scripts.some((file) => file.startsWith('livekit-client')));
  });

  // webrtc-adapter, which livekit-client brings for browsers that ours never meets.
  it("leaves the page's WebRTC as it is", () => {
    const wrapping = scripts.filter((file) =>
      /mozGetUserMedia|webkitRTCPeerConnection/.test(readFileSync(new URL(file, folder), 'utf8')),
    );
    assert.deepEqual(wrapping, []);
  });

  for (const name of ['attribute-warnings', 'data-markup'])
    it(`has warnings and marked elements without a session's code: ${name}`, () => {
      const [first] = scripts.filter((file) => file.startsWith(`${name}-`));
      assert.ok(first, name);
      const loaded = new Set([first]);
      for (const file of loaded) {
        const code = readFileSync(new URL(file, folder), 'utf8');
        for (const [, other = ''] of code.matchAll(/\b(?:from|import)\s*["']\.\/([^"']+)["']/g))
          loaded.add(other);
      }
      assert.ok(loaded.size > 1 || name === 'data-markup', [...loaded].join());
      assert.deepEqual(
        [...loaded].filter((file) => /^(streaming-avatar|controls|livekit-client)-/.test(file)),
        [],
      );
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
