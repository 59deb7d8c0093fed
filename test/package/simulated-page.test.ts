// A page of somebody's own, on any file server, with a simulated avatar in it: its test moves the clock through a whole
// conversation, which is the same each time, and nothing but the page's own files is asked for.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { launch, type Browser } from 'puppeteer-core';

/** JavaScript, which the tests' own type check does not read. */
const { bringChromium } = (await import(new URL('../../.config/chromium.mjs', import.meta.url).href)) as {
  bringChromium: () => Promise<string>;
};

const html = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Shop</title><link rel="icon" href="data:," /></head>
  <body>
    <heygen-avatar></heygen-avatar>
    <script type="module" src="page.js"></script>
  </body>
</html>`;

/** The page's test: it gives the tag a client whose clock stands still unless it is moved. */
const script = `
import { createStreamingAvatar, SessionEvents, StreamingEvents } from './heygen-avatar.js';

let now = 0;
let due = [];
const clock = {
  now: () => now,
  after(seconds, work) {
    const entry = { at: now + seconds, work };
    due.push(entry);
    return () => (due = due.filter((other) => other !== entry));
  },
};
function pass(seconds) {
  for (const end = now + seconds; ; ) {
    const [next] = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
    if (!next) return void (now = end);
    due = due.filter((other) => other !== next);
    now = next.at;
    next.work();
  }
}

window.play = async (seed) => {
  const log = [];
  const element = document.querySelector('heygen-avatar');
  const avatar = await createStreamingAvatar({ service: 'simulated', clock });
  const told = [...Object.values(StreamingEvents), ...Object.values(SessionEvents)];
  for (const type of told) {
    element.addEventListener(type, ({ detail }) => {
      if (type === 'transcript_changed') return;
      const what = type === 'state_changed' ? detail.state.status : type === 'stream_ready' ? 'a stream' : detail;
      log.push([now.toFixed(3), type, JSON.stringify(what)].join(' '));
    });
  }
  element.avatar = avatar;
  const begun = now;
  const ready = new Promise((resolve) => element.addEventListener('stream_ready', resolve, { once: true }));
  await avatar.createStartAvatar({
    quality: 'low',
    simulatedScript: {
      seed,
      answers: [{ pattern: 'shoes', answer: ['We have red ones.', 'We have blue ones.', 'Not today.'] }],
      delays: { open: 0, start: 0, room: 0, media: 0 },
    },
  });
  await ready;
  await avatar.speak({ text: 'Welcome to the shop.', taskType: 'repeat' });
  pass(5);
  for (const question of ['Do you have shoes?', 'Any other shoes?', 'What else?']) await avatar.speak(question);
  pass(3);
  await avatar.interrupt();
  await avatar.startListening();
  const spoken = avatar.speak({ text: 'Last words.', taskType: 'repeat', taskMode: 'sync' });
  // A macrotask: speak() has then asked the clock, which only pass() advances.
  await new Promise((resolve) => setTimeout(resolve));
  pass(5);
  await spoken;
  const said = avatar.transcript.filter(({ role }) => role === 'avatar').map(({ text, interrupted }) => [text, interrupted]);
  const ended = new Promise((resolve) => element.addEventListener('session_ended', resolve, { once: true }));
  // Two minutes in which nobody does anything.
  pass(120);
  await ended;
  now = begun;
  return { log, said };
};
`;

interface Played {
  readonly log: string[];
  readonly said: [text: string, interrupted: boolean][];
}

describe('a page with a simulated avatar', () => {
  let server: Server;
  let browser: Browser;
  let address = '';

  before(async () => {
    server = createServer(
      (request, response) =>
        void serve(request.url ?? '/').then(
          ({ type, content }) => response.writeHead(200, { 'Content-Type': type }).end(content),
          () => response.writeHead(404).end(),
        ),
    );
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await launch({
      protocolTimeout: 20_000,
      executablePath: await bringChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
    });
  });

  after(async () => {
    await browser?.close();
    server.close();
    server.closeAllConnections();
  });

  /** One visit; what the page's test logged, and the files that the browser asked for. */
  async function visit(seed: number): Promise<Played & { asked: string[] }> {
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const failures: unknown[] = [];
    page.on('pageerror', (error) => failures.push(error));
    try {
      await page.goto(address);
      await page.waitForFunction('window.play');
      const played = (await page.evaluate(`window.play(${seed})`)) as Played;
      assert.deepEqual(failures, []);
      return { ...played, asked };
    } finally {
      await page.close();
    }
  }

  it('has the same conversation each time, from its start to its end', async () => {
    const first = await visit(4);
    const second = await visit(4);
    assert.deepEqual(second.log, first.log);
    assert.deepEqual(second.said, first.said);
    const types = first.log.map((line) => line.split(' ')[1]);
    for (const type of ['stream_ready', 'avatar_talking_message', 'idle_warning', 'session_ended']) {
      assert.ok(types.includes(type), `${type} in\n${first.log.join('\n')}`);
    }
    assert.match(first.log.at(-1) ?? '', /session_ended {"reason":"idle","seconds":\d+,"turns":\d+}/);
    const [welcome, shoes, , last] = first.said;
    assert.deepEqual(welcome, ['Welcome to the shop.', false]);
    assert.match(shoes?.[0] ?? '', /ones\.|today\./);
    assert.equal(first.said[2]?.[1], true, 'the turn that was interrupted');
    assert.deepEqual(last, ['Last words.', false]);
  });

  it('has another one for another seed', async () => {
    const [one, other] = [await visit(4), await visit(5)];
    assert.notDeepEqual(one.log, other.log);
  });

  it('asks for nothing but files of its own, and for no LiveKit', async () => {
    const { asked } = await visit(4);
    assert.ok(asked.some((url) => url.includes('/room-')));
    for (const url of asked.filter((url) => !url.startsWith('data:'))) {
      assert.ok(url.startsWith(address), url);
      assert.doesNotMatch(url, /livekit|interactive-avatar|live-avatar/);
    }
  });
});

async function serve(url: string): Promise<{ type: string; content: string | Buffer }> {
  const { pathname } = new URL(url, 'http://files.invalid');
  if (pathname === '/') return { type: 'text/html; charset=utf-8', content: html };
  if (pathname === '/page.js') return { type: 'text/javascript', content: script };
  // The build's names have neither folders nor dots in front.
  const [name] = /[\w-]+\.js$/.exec(pathname) ?? [];
  const file = new URL(`../../dist/cdn/${name}`, import.meta.url);
  return { type: 'text/javascript', content: await readFile(file) };
}
