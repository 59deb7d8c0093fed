/** The tag as its visitors use it: pressed, watched, listened to, typed at, moved, ended. */

import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { StreamingTalkingMessageEvent } from '../../src/api/events.js';
import type { HeygenAvatarElement } from '../../src/index.js';
import '../../src/index.js';
import { click, screenshot } from '../support/commands.js';
import { EventLog } from '../support/event-log.js';
import { framesPresented, LevelMeter } from '../support/playback.js';
import { removedForGood } from '../support/avatar-fixture.js';
import { allClosed, Corner } from '../support/sandbox-books.js';

describe('<heygen-avatar>', () => {
  let corner: Corner;
  let element: HeygenAvatarElement;
  let log: EventLog;

  beforeEach(async () => {
    corner = await Corner.open();
    element = document.createElement('heygen-avatar');
    element.style.width = '640px';
    element.tokenUrl = corner.tokenUrl().href;
    element.basePath = corner.url;
    element.quality = 'low';
    element.controls = '';
    log = new EventLog(element);
    document.body.append(element);
    await element.updateComplete;
  });

  afterEach(async () => {
    element.remove();
    await corner.until(({ open }) => open === 0);
  });

  function inside(selector: string): HTMLElement {
    const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector} in the element.`);
    return found;
  }

  /** Inside one of the small elements, which are defined by the time a session is there. */
  async function insideOf(tag: string, selector: string): Promise<HTMLElement> {
    await customElements.whenDefined(tag);
    const control = inside(tag) as HTMLElement & { updateComplete: Promise<boolean> };
    await control.updateComplete;
    const found = control.shadowRoot?.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector} in ${tag}.`);
    return found;
  }

  const video = (): HTMLVideoElement => inside('video') as HTMLVideoElement;

  it('starts at a press of its button, moves, and answers aloud what is typed', async () => {
    const ready = log.next('stream_ready');
    await click(inside('heygen-avatar-start-button'));
    const stream = (await ready) as MediaStream;
    expect(video().srcObject).to.equal(stream);
    expect([video().muted, video().paused]).to.deep.equal([false, false]);
    await framesPresented(video(), 10);

    const meter = new LevelMeter(stream);
    await click(await insideOf('heygen-avatar-text-input', 'input'));
    await sendKeys({ type: 'What time is it?' });
    const talking = log.next('avatar_start_talking');
    const message = log.next('avatar_talking_message');
    await sendKeys({ press: 'Enter' });
    await talking;
    expect(element.state).to.include({ status: 'live', talking: true });
    expect(((await message) as StreamingTalkingMessageEvent).message).not.to.equal('');
    await meter.until((level) => level > 0.01);
    await screenshot('element-talking');

    const stopped = log.next('avatar_stop_talking');
    await click(await insideOf('heygen-avatar-interrupt-button', 'button'));
    await stopped;
    await meter.until((level) => level < 0.003);
    await meter.close();

    await click(await insideOf('heygen-avatar-end-button', 'button'));
    await log.first('session_ended');
    expect(video().srcObject).to.equal(null);
    const { sessions } = await corner.until(allClosed);
    expect(sessions[0]?.tasks).to.have.length(1);
    expect(sessions[0]?.tasks[0]).to.include({ text: 'What time is it?', task_type: 'talk' });
  });

  it('makes its sound with the video, which mute and volume govern', async () => {
    await element.start();
    await click(await insideOf('heygen-avatar-volume', 'button'));
    expect([element.muted, video().muted]).to.deep.equal([true, true]);
    element.volume = 0.3;
    expect(video().volume).to.equal(0.3);
    element.muted = false;
    expect(video().muted).to.equal(false);
  });

  it('opens one session for two starts', async () => {
    const first = element.start();
    const second = element.start();
    await Promise.all([first, second]);
    await element.start();
    expect((await corner.books()).sessions).to.have.length(1);
  });

  it('keeps its session, and plays on, when it is moved in the document', async () => {
    await element.start();
    const id = element.avatar?.sessionId;
    const place = document.createElement('section');
    document.body.append(place);
    place.append(element);
    await framesPresented(video(), 5);
    expect(element.avatar?.sessionId).to.equal(id);
    expect(element.state.status).to.equal('live');
    expect((await corner.books()).sessions).to.have.length(1);
    document.body.append(element);
    place.remove();
  });

  it('says why it failed, and starts at a press of "Try again"', async () => {
    element.tokenUrl = corner.tokenUrl('concurrency-limit').href;
    await element.start().catch(() => undefined);
    await element.updateComplete;
    expect(inside('[role=alert]').textContent).to.match(/busy/);
    await screenshot('element-failed');
    element.tokenUrl = corner.tokenUrl().href;
    const ready = log.next('stream_ready');
    await click(inside('heygen-avatar-start-button'));
    await ready;
    expect(inside('[role=alert]').textContent).to.equal('');
  });

  it('plays with the page’s own client, and leaves it alone when it is removed', async () => {
    const { StreamingAvatar } = await import('../../src/client.js');
    const avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    element.avatar = avatar;
    await element.start();
    expect(video().srcObject).to.equal(avatar.mediaStream);
    await framesPresented(video(), 5);
    await removedForGood(element);
    expect(avatar.state.status).to.equal('live');
    await avatar.stopAvatar();
    await corner.until(allClosed);
  });

  it('shows a session that the page’s own client has started before', async () => {
    const { StreamingAvatar } = await import('../../src/client.js');
    const avatar = new StreamingAvatar({ token: await corner.token(), basePath: corner.url });
    await avatar.createStartAvatar({ quality: 'low' });
    element.avatar = avatar;
    expect(element.state.status).to.equal('live');
    await framesPresented(video(), 5);
    await avatar.stopAvatar();
  });

  it('starts by itself with autostart, as soon as there is a token', async () => {
    const other = document.createElement('heygen-avatar');
    other.basePath = corner.url;
    other.quality = 'low';
    other.autostart = true;
    const ready = new EventLog(other).next('stream_ready');
    document.body.append(other);
    await other.updateComplete;
    expect(other.state.status).to.equal('idle');
    other.tokenUrl = corner.tokenUrl().href;
    await ready;
    expect(other.state.status).to.equal('live');
    other.remove();
  });
});
