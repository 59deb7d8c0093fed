/** A session of the client whose every byte goes through a fault proxy, and the picture as its visitor sees it. */

import { StreamingAvatar } from '../../src/client.js';
import { EventLog } from './event-log.js';
import { FaultyNetwork } from './faulty-network.js';
import { framesPresented, playMuted } from './playback.js';
import { Corner } from './sandbox-books.js';

export class ProxiedSession {
  readonly corner: Corner;
  readonly network: FaultyNetwork;
  readonly avatar: StreamingAvatar;
  readonly log: EventLog;
  /** The stream that the session began with. */
  readonly stream: MediaStream;
  /** What LiveKit itself has told of the connection. */
  readonly told: string[] = [];
  /** When the last frame was presented, in milliseconds on the page's clock. */
  lastFrame = performance.now();
  /** Between two frames, in milliseconds. */
  longestGap = 0;
  readonly #video: HTMLVideoElement;

  /** Resolves with a live session whose picture moves, and comes through the proxy. */
  static async start(): Promise<ProxiedSession> {
    const corner = await Corner.open();
    const network = await FaultyNetwork.open();
    const avatar = new StreamingAvatar({ token: await corner.token(), basePath: network.url });
    const log = new EventLog(avatar);
    await avatar.createStartAvatar({ quality: 'low' });
    const session = new ProxiedSession(corner, network, avatar, log);
    await session.moves();
    const { media } = await network.bytes();
    await session.moves();
    if ((await network.bytes()).media === media) throw new Error('The picture goes round the proxy.');
    return session;
  }

  private constructor(corner: Corner, network: FaultyNetwork, avatar: StreamingAvatar, log: EventLog) {
    this.corner = corner;
    this.network = network;
    this.avatar = avatar;
    this.log = log;
    this.stream = avatar.mediaStream as MediaStream;
    this.#video = playMuted(this.stream);
    this.#video.requestVideoFrameCallback(this.#onFrame);
    for (const event of ['signalReconnecting', 'reconnecting', 'reconnected', 'disconnected'] as const) {
      avatar.room?.on(event, () => this.told.push(event));
    }
  }

  /** Resolves with LiveKit's next word of that kind. */
  liveKitTells(event: 'signalReconnecting' | 'reconnected'): Promise<void> {
    return new Promise((resolve) => this.avatar.room?.once(event, () => resolve()));
  }

  /** Resolves once ten new frames have been presented. */
  async moves(): Promise<void> {
    // Another track in the stream may have paused it.
    void this.#video.play();
    await framesPresented(this.#video, 10);
  }

  /** Ends everything; what a broken network has left of the session is ended in the sandbox itself. */
  async close(): Promise<void> {
    const { corner } = this;
    this.#video.remove();
    await this.avatar.stopAvatar();
    for (const { session_id, status } of (await corner.books()).sessions) {
      if (status === 'closed') continue;
      const end = new URL('/sandbox/session/end', corner.url);
      end.searchParams.set('session_id', session_id);
      await fetch(end, { method: 'POST' });
    }
    await this.network.close();
  }

  readonly #onFrame = (now: number): void => {
    this.longestGap = Math.max(this.longestGap, now - this.lastFrame);
    this.lastFrame = now;
    this.#video.requestVideoFrameCallback(this.#onFrame);
  };
}
