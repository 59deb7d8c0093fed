/**
 * A start without a client: the same calls as ours, by hand, and nothing else. What ours takes longer is ours.
 */

import type * as LiveKit from 'livekit-client';
import { playStream, StartClock, type Asked, type BenchPage } from './bench-page.js';

/** One service's calls: what opens a session, what makes the avatar join where that is a call of its own, what ends it. */
interface Calls {
  open(): Promise<{ url: string; access_token: string }>;
  join?(): Promise<unknown>;
  stop(): Promise<unknown>;
}

type LiveKitParts = Pick<typeof LiveKit, 'Room' | 'RoomEvent'>;

/** A page that starts with livekit-client at hand, or loads it with the start. */
export function barePage(livekit: () => Promise<LiveKitParts>): BenchPage {
  let stop: () => Promise<void>;
  return {
    start(asked) {
      const calls = asked.service === 'liveavatar' ? liveAvatar(asked) : interactiveAvatar(asked);
      const clock = new StartClock();
      const loaded = livekit();
      let tracksComplete: () => void;
      const ready = new Promise<void>((resolve) => (tracksComplete = resolve));
      const connect = async (): Promise<void> => {
        const [{ url, access_token }, { Room, RoomEvent }] = await Promise.all([calls.open(), loaded]);
        const room = new Room({ adaptiveStream: false, singlePeerConnection: false });
        stop = async () => {
          await room.disconnect();
          await calls.stop();
        };
        const stream = new MediaStream();
        room.on(RoomEvent.TrackSubscribed, ({ mediaStreamTrack }) => {
          stream.addTrack(mediaStreamTrack);
          if (stream.getTracks().length < 2) return;
          clock.streamReady(playStream(stream));
          tracksComplete();
        });
        if (calls.join) {
          void room.prepareConnection(url, access_token);
          await calls.join();
        }
        await room.connect(url, access_token);
        await ready;
      };
      return clock.times(connect(), ready);
    },
    stop: () => stop(),
  };
}

function interactiveAvatar({ token, basePath, open }: Asked): Calls {
  const call = (name: string, body: unknown): Promise<unknown> =>
    post(`${basePath}/v1/streaming.${name}`, token, body);
  let session_id = '';
  return {
    async open() {
      const opened = (await call('new', open)) as { session_id: string; url: string; access_token: string };
      ({ session_id } = opened);
      return opened;
    },
    join: () => call('start', { session_id }),
    stop: () => call('stop', { session_id }),
  };
}

function liveAvatar({ token, basePath }: Asked): Calls {
  const call = (name: string): Promise<unknown> => post(`${basePath}/v1/sessions/${name}`, token, {});
  return {
    async open() {
      const opened = (await call('start')) as { livekit_url: string; livekit_client_token: string };
      return { url: opened.livekit_url, access_token: opened.livekit_client_token };
    },
    stop: () => call('stop'),
  };
}

async function post(url: string, token: string, body: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { data: unknown }).data;
}
