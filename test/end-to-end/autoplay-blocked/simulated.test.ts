/** Where the browser keeps sound from a page that nobody has touched, a simulated avatar goes on without, and sounds after a tap. */

import { expect } from '@open-wc/testing';
import '../../../src/index.js';
import { click } from '../../support/commands.js';
import { EventLog } from '../../support/event-log.js';
import { framesPresented, LevelMeter } from '../../support/playback.js';

describe('a simulated avatar that starts before the visitor has acted', () => {
  it('plays, speaks its words, and is heard in the middle of them after a tap', async () => {
    const element = document.createElement('heygen-avatar');
    element.style.width = '640px';
    element.service = 'simulated';
    element.autostart = true;
    const log = new EventLog(element);
    document.body.append(element);
    const stream = (await log.first('stream_ready')) as MediaStream;
    expect([log.of('playback_blocked'), element.muted]).to.deep.equal([[{ reason: 'autoplay' }], true]);
    const video = element.shadowRoot?.querySelector('video') as HTMLVideoElement;
    await framesPresented(video, 5);

    const message = log.next('avatar_talking_message');
    await element.speak({ text: 'Nobody hears this beginning. '.repeat(20), taskType: 'repeat' });
    await message;
    await element.updateComplete;
    const started = log.next('playback_started');
    await click(element.shadowRoot?.querySelector('[part=sound-button]') as HTMLElement);
    await started;
    const meter = new LevelMeter(stream);
    await meter.until((level) => level > 0.02);
    expect(element.state).to.include({ status: 'live', talking: true });
    await meter.close();
    await element.stop();
    element.remove();
  });
});
