/** Where the browser keeps sound from a page that nobody has touched: the picture plays, and a tap brings the sound. */

import { expect } from '@open-wc/testing';
import type { HeygenAvatarElement } from '../../../src/index.js';
import '../../../src/index.js';
import { click, screenshot } from '../../support/commands.js';
import { EventLog } from '../../support/event-log.js';
import { framesPresented } from '../../support/playback.js';
import { Corner } from '../../support/sandbox-books.js';

describe('an avatar that starts before the visitor has acted', () => {
  let corner: Corner;
  let element: HeygenAvatarElement;

  it('plays its picture without sound, and its sound after a tap', async () => {
    corner = await Corner.open();
    element = document.createElement('heygen-avatar');
    element.style.width = '640px';
    element.basePath = corner.url;
    element.quality = 'low';
    element.autostart = true;
    element.tokenUrl = corner.tokenUrl().href;
    const log = new EventLog(element);
    document.body.append(element);
    await log.first('stream_ready');
    expect(log.of('playback_blocked')).to.deep.equal([{ reason: 'autoplay' }]);
    expect(element.muted).to.equal(true);
    const video = element.shadowRoot?.querySelector('video') as HTMLVideoElement;
    await framesPresented(video, 5);

    await element.updateComplete;
    await screenshot('tap-for-sound');
    const button = element.shadowRoot?.querySelector('[part=sound-button]') as HTMLElement;
    const started = log.next('playback_started');
    await click(button);
    await started;
    expect([element.muted, video.muted, video.paused]).to.deep.equal([false, false, false]);
    await element.updateComplete;
    expect(element.shadowRoot?.querySelector('[part=sound-button]')).to.equal(null);
    await element.stop();
    element.remove();
    await corner.until(({ open }) => open === 0);
  });
});
