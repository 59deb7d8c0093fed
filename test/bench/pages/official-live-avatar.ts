/** The bench's page with HeyGen's LiveAvatar SDK 0.0.18 as npm has it. */

import { LiveAvatarSession, type OfficialLiveAvatarSession } from '../../support/official-live-avatar-sdk.js';
import { sinceGranted, StartClock } from './bench-page.js';

let session: OfficialLiveAvatarSession;

window.bench = {
  start({ token, basePath }) {
    session = new LiveAvatarSession(token, { apiUrl: basePath });
    const clock = new StartClock();
    const ready = new Promise<void>((resolve) => {
      session.on('session.stream_ready', () => {
        clock.streamReady((video) => session.attach(video));
        resolve();
      });
    });
    return clock.times(session.start(), ready);
  },
  voiceChat: () => sinceGranted(() => session.voiceChat.start()),
  async stop() {
    // Its own promise does not wait for the answer.
    await session.stop();
  },
};
