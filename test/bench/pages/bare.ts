/** The bench's page without a client: the same calls as ours, by hand, and nothing else. What ours takes longer is ours. */

import { Room, RoomEvent } from 'livekit-client';
import { StartClock, type StartTimes } from './bench-page.js';

interface Opened {
  session_id: string;
  url: string;
  access_token: string;
}

let stop: () => Promise<void>;

window.bench = {
  async start({ token, basePath, open }) {
    const call = async (name: string, body: unknown): Promise<unknown> => {
      const response = await fetch(`${basePath}/v1/streaming.${name}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return ((await response.json()) as { data: unknown }).data;
    };
    const clock = new StartClock();
    const { session_id, url, access_token } = (await call('new', open)) as Opened;
    const room = new Room({ adaptiveStream: false });
    const stream = new MediaStream();
    const times = new Promise<StartTimes>((resolve) => {
      room.on(RoomEvent.TrackSubscribed, ({ mediaStreamTrack }) => {
        stream.addTrack(mediaStreamTrack);
        if (stream.getTracks().length === 2) resolve(clock.ready(stream));
      });
    });
    stop = async () => {
      await room.disconnect();
      await call('stop', { session_id });
    };
    void room.prepareConnection(url, access_token);
    await call('start', { session_id });
    await room.connect(url, access_token);
    return times;
  },
  stop: () => stop(),
};
