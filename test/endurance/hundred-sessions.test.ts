/** A hundred sessions one after another in one page, with voice chat: nothing of them stays behind. */

import { expect } from '@open-wc/testing';
import { StreamingAvatar } from '../../src/client.js';
import '../../src/index.js';
import { heapUsage, pageListeners } from '../support/commands.js';
import { framesPresented, playMuted } from '../support/playback.js';
import { ResourceLedger } from '../support/resource-ledger.js';
import { allClosed, Corner } from '../support/sandbox-books.js';
import { slopeOf, type Point } from '../support/slope.js';

const sessions = 100;
/** Where what is loaded once, and compiled once, has been. */
const warmedUp = 20;
const every = 10;
/** Bytes of heap that a session may leave behind. */
const longestSlope = 20_000;

describe('session after session in one page', () => {
  let corner: Corner;
  let ledger: ResourceLedger;

  beforeEach(async () => {
    corner = await Corner.open();
    ledger = new ResourceLedger();
  });

  afterEach(() => ledger.restore());

  /** A whole session; gives its room, which nobody needs any more. */
  async function talk(avatar: StreamingAvatar): Promise<WeakRef<object>> {
    await avatar.createStartAvatar({ quality: 'low' });
    const video = playMuted(avatar.mediaStream as MediaStream);
    await framesPresented(video, 2);
    const { room } = avatar;
    await avatar.startVoiceChat();
    await avatar.speak({ text: 'Hello.', taskType: 'repeat' });
    // A connection each way; signalling and the chat socket; picture, sound, microphone, and what LiveKit may receive one day.
    expect(ledger.open).to.include({ peerConnections: 2, webSockets: 2 });
    expect(ledger.open.tracks).to.be.at.least(3);
    await avatar.stopAvatar();
    expect(ledger.open).to.include({ peerConnections: 0, tracks: 0, intervals: 0 });
    expect(room?.state).to.equal('disconnected');
    video.remove();
    // LiveKit listens to a microphone's first quarter of a second, whatever becomes of it meanwhile.
    await ledger.untilNothingIsOpen();
    return new WeakRef(room as object);
  }

  it('leaves no connection, track, context, timer or listener behind in a hundred, and no memory', async () => {
    const listeners = await pageListeners();
    const kept = new StreamingAvatar({ token: corner.tokenUrl(), basePath: corner.url });
    const rooms: WeakRef<object>[] = [];
    const heap: Point[] = [];
    const allListeners: number[] = [];
    for (let session = 1; session <= sessions; session += 1) {
      // One client for them all, and every other time a new one.
      const avatar =
        session % 2 ? kept : new StreamingAvatar({ token: corner.tokenUrl(), basePath: corner.url });
      rooms.push(await talk(avatar));
      if (session < warmedUp || session % every) continue;
      const usage = await heapUsage();
      heap.push({ x: session, y: usage.bytes });
      allListeners.push(usage.listeners);
      expect(await pageListeners(), `listeners after session ${session}`).to.deep.equal(listeners);
      expect(usage.peerConnections, `peer connections after session ${session}`).to.equal(0);
      // A client keeps its last room for its page, and two clients are held here.
      expect(alive(rooms), `rooms after session ${session}`).to.be.at.most(2);
    }

    const slope = slopeOf(heap);
    console.log(
      `${sessions} sessions: ${Math.round(slope)} bytes of heap each, ` +
        `${heap.map(({ y }) => (y / 1e6).toFixed(2)).join(' ')} MB after ${heap.map(({ x }) => x).join(' ')}; ` +
        `${allListeners.join(' ')} listeners on everything.`,
    );
    expect(slope).to.be.below(longestSlope);
    const books = await corner.until(allClosed);
    expect(books.sessions).to.have.length(sessions);
    for (const entry of books.sessions) {
      expect(entry).to.include({ ended_by: 'stop', stop_calls: 1, chat: 'closed' });
      expect(entry.tasks).to.have.length(1);
    }
  });

  it('leaves nothing of ten tags behind that start, open the microphone, and are taken away', async () => {
    const listeners = await pageListeners();
    const elements: WeakRef<object>[] = [];
    for (let session = 1; session <= 10; session += 1) {
      elements.push(await comeAndGo());
      await ledger.untilNothingIsOpen();
    }
    await heapUsage();
    expect(alive(elements), 'elements').to.equal(0);
    expect(await pageListeners()).to.deep.equal(listeners);
    const books = await corner.until(allClosed);
    expect(books.sessions).to.have.length(10);
    for (const entry of books.sessions) expect(entry).to.include({ ended_by: 'stop', stop_calls: 1 });
  });

  async function comeAndGo(): Promise<WeakRef<object>> {
    const element = document.createElement('heygen-avatar');
    Object.assign(element, { tokenUrl: corner.tokenUrl().href, basePath: corner.url, quality: 'low' });
    element.controls = '';
    document.body.append(element);
    await element.start();
    await element.startVoiceChat();
    expect(ledger.open).to.include({ peerConnections: 2 });
    expect(ledger.open.tracks).to.be.at.least(3);
    const ended = new Promise((resolve) => element.addEventListener('session_ended', resolve));
    element.remove();
    await ended;
    expect(ledger.open).to.include({ peerConnections: 0, tracks: 0, intervals: 0 });
    return new WeakRef(element);
  }
});

const alive = (objects: WeakRef<object>[]): number => objects.filter((object) => object.deref()).length;
