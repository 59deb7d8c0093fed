// The fault proxy between small servers of the test's own, so that what it does to a connection is known exactly.
import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { FaultProxy } from './fault-proxy.js';

const milliseconds = 40;

describe('the fault proxy', () => {
  let sandbox: Server;
  let livekit: Server;
  let sockets: WebSocketServer;
  let media: Socket;
  let page: Socket;
  let proxy: FaultProxy;
  let mediaPort = 0;
  let roomUrl = '';

  before(async () => {
    media = createSocket('udp4', (bytes, { port }) => media.send(bytes, port, '127.0.0.1'));
    page = createSocket('udp4');
    await Promise.all([media, page].map((socket) => once(socket.bind(0, '127.0.0.1'), 'listening')));
    livekit = createServer();
    sockets = new WebSocketServer({ server: livekit, perMessageDeflate: true });
    sockets.on('connection', (socket) => {
      socket.send(`candidate:1 1 udp 2130706431 127.0.0.1 ${media.address().port} typ host`);
      socket.on('message', (data) => socket.send(data, { binary: false }));
      socket.on('error', () => undefined);
    });
    sandbox = createServer((_, response) => response.end(JSON.stringify({ url: urlOf(livekit, 'ws') })));
    for (const server of [sandbox, livekit]) await once(server.listen(0, '127.0.0.1'), 'listening');
    proxy = await FaultProxy.start({ sandbox: urlOf(sandbox, 'http'), livekit: urlOf(livekit, 'ws') });
  });

  after(async () => {
    await proxy.close();
    sockets.close();
    for (const server of [sandbox, livekit]) {
      server.closeAllConnections();
      server.close();
    }
    media.close();
    page.close();
  });

  beforeEach(async () => {
    await proxy.set({ mode: 'pass' });
    roomUrl = ((await (await fetch(proxy.url)).json()) as { url: string }).url;
    const { socket, hello } = await join();
    mediaPort = Number(/127\.0\.0\.1 (\d+) typ/.exec(hello)?.[1]);
    socket.close();
  });

  async function join(): Promise<{ socket: WebSocket; hello: string }> {
    const socket = new WebSocket(roomUrl);
    socket.on('error', () => undefined);
    const [data] = (await once(socket, 'message')) as [Buffer];
    return { socket, hello: data.toString() };
  }

  async function echo(socket: WebSocket, text: string): Promise<string> {
    const answer = once(socket, 'message');
    socket.send(text);
    return String((await answer)[0]);
  }

  /** Resolves with what comes back to the page by UDP. */
  async function ping(text: string): Promise<string> {
    const answer = once(page, 'message');
    page.send(text, mediaPort, '127.0.0.1');
    return String((await answer)[0]);
  }

  it('is the only way that a page learns of, and lets no compression through', async () => {
    assert.equal(new URL(roomUrl).port.length, urlOf(livekit, 'ws').split(':').at(-1)?.length);
    assert.notEqual(roomUrl, urlOf(livekit, 'ws'));
    assert.notEqual(mediaPort, media.address().port);
    const { socket } = await join();
    assert.equal(socket.extensions, '');
    assert.equal(await echo(socket, 'hello'), 'hello');
    assert.equal(await ping('picture'), 'picture');
    for (const link of [proxy.service, proxy.signalling, proxy.media]) assert.ok(link.seen > 0);
    socket.close();
  });

  it('delays each way, in order', async () => {
    const { socket } = await join();
    await proxy.set({ mode: 'delay', milliseconds });
    for (const roundTrip of [() => echo(socket, 'a'), () => ping('a'), () => fetch(proxy.url)]) {
      const began = performance.now();
      await roundTrip();
      const took = performance.now() - began;
      assert.ok(took >= 2 * milliseconds - 2, `${took} ms`);
    }
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    socket.send('1');
    await proxy.set({ mode: 'pass' });
    await echo(socket, '2');
    assert.deepEqual(heard, ['1', '2']);
    socket.close();
  });

  it('holds what is sent by TCP into a black hole and loses what is sent by UDP', async () => {
    const { socket } = await join();
    await proxy.set({ mode: 'black-hole' });
    const seen = proxy.signalling.seen;
    const held = echo(socket, 'late');
    page.send('lost', mediaPort, '127.0.0.1');
    // The two go different ways: only when the link has had it is it lost.
    await assert.rejects(fetch(proxy.url, { signal: AbortSignal.timeout(100) }), { name: 'TimeoutError' });
    assert.equal(proxy.signalling.seen, seen);
    await proxy.set({ mode: 'pass' });
    assert.equal(await held, 'late');
    assert.equal(await ping('seen'), 'seen');
    socket.close();
  });

  it('resets what is there and what is new, and only on the link that it is told', async () => {
    const { socket } = await join();
    const closed = once(socket, 'close');
    await proxy.signalling.set({ mode: 'reset' });
    assert.equal((await closed)[0], 1006);
    await assert.rejects(once(new WebSocket(roomUrl), 'open'), { code: 'ECONNRESET' });
    assert.equal((await fetch(proxy.url)).status, 200);
    assert.equal(await ping('picture'), 'picture');
    await proxy.signalling.set({ mode: 'pass' });
    (await join()).socket.close();
  });

  it('refuses, and listens again on the same port', async () => {
    await proxy.set({ mode: 'refuse' });
    await assert.rejects(once(new WebSocket(roomUrl), 'open'), { code: 'ECONNREFUSED' });
    await assert.rejects(fetch(proxy.url));
    await proxy.set({ mode: 'pass' });
    assert.equal((await fetch(proxy.url)).status, 200);
    (await join()).socket.close();
  });
});

function urlOf(server: Server, scheme: 'http' | 'ws'): string {
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
