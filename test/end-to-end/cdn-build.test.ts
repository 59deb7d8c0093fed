/** The one-file build for `<script type="module">`: what `npm run build` has made plays as the modules do. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../src/index.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented } from '../support/playback.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

const script = '/dist/cdn/heygen-avatar.js';

describe(script, () => {
  it('defines a tag that plays, speaks and ends', async () => {
    await import(script);
    const corner = await Corner.open();
    const element: HeygenAvatarElement = document.createElement('heygen-avatar');
    Object.assign(element, { tokenUrl: corner.tokenUrl().href, basePath: corner.url, quality: 'low' });
    const log = new EventLog(element);
    document.body.append(element);
    await element.start();
    const video = element.shadowRoot?.querySelector('video');
    if (!video) throw new Error('The element has no video.');
    await framesPresented(video, 10);
    const talks = log.next('avatar_start_talking');
    await element.speak({ text: 'Hello.', taskType: 'repeat' });
    await talks;
    await element.startVoiceChat();
    expect(element.state).to.include({ status: 'live', voiceChat: 'on' });
    element.remove();
    await corner.until(allClosed);
  });
});
