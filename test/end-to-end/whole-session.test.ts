/** A whole session of each service, as a visitor has it with the tag. Every other end-to-end test is about a detail. */

import { expect } from '@open-wc/testing';
import '../../src/index.js';
import { services } from '../behaviour/services-under-test.js';
import { click } from '../support/commands.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented, LevelMeter } from '../support/playback.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

const aloud = 0.01;
const silent = 0.003;

for (const [service, open] of Object.entries(services)) {
  it(`${service} starts at a press, is seen and heard, hears, answers, and leaves nothing open`, async () => {
    const place = await open();
    const { token, ...config } = place.config();
    const element = document.createElement('heygen-avatar');
    Object.assign(element, config, place.request(), { tokenUrl: token instanceof URL ? token.href : '' });
    element.style.width = '320px';
    document.body.append(element);
    await element.updateComplete;
    const inside = (selector: string): Element => {
      const found = element.shadowRoot?.querySelector(selector);
      if (!found) throw new Error(`There is no ${selector} in the element.`);
      return found;
    };
    const log = new EventLog(element);
    const microphone = new ToneMicrophone(440);

    const ready = log.next('stream_ready');
    await click(inside('heygen-avatar-start-button'));
    const stream = (await ready) as MediaStream;
    const video = inside('video') as HTMLVideoElement;
    expect(video.srcObject).to.equal(stream);
    expect([video.muted, video.paused]).to.deep.equal([false, false]);
    await framesPresented(video, 10);

    const meter = new LevelMeter(stream);
    const said = log.next('avatar_end_message');
    const stopped = log.next('avatar_stop_talking');
    const text = 'Good morning. How are you today?';
    await element.speak({ text, taskType: 'repeat' });
    await meter.until((level) => level > aloud, 10_000);
    await Promise.all([said, stopped]);
    const messages = log.of('avatar_talking_message') as { message: string }[];
    expect(
      messages
        .map(({ message }) => message)
        .join('')
        .trim(),
    ).to.equal(text);

    await element.startVoiceChat();
    const heard = log.next('user_end_message');
    const userStarts = log.next('user_start');
    microphone.sound();
    await userStarts;
    const answers = log.next('avatar_start_talking');
    microphone.silence();
    await heard;
    await answers;
    await meter.until((level) => level > aloud, 10_000);
    await element.interrupt();
    await meter.silence(silent, 300);

    const ended = log.next('session_ended');
    await element.stop();
    expect(await ended).to.include({ reason: 'stopped' });
    expect(video.srcObject).to.equal(null);
    expect(stream.getTracks()).to.deep.equal([]);
    expect(microphone.tracks.map(({ readyState }) => readyState)).to.deep.equal(['ended']);
    await place.closed();
    await Promise.all([meter.close(), microphone.close()]);
    element.remove();
  });
}
