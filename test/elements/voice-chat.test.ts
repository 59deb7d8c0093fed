// The element's side of a conversation by voice: the `voice-chat` attribute, its methods and states, and who is there.
import { expect, html } from '@open-wc/testing';
import { defineControls } from '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { ports } from '../../src/session/ports.js';
import { avatarFixture, liveFixture, settled, untilStatus } from '../support/avatar-fixture.js';
import { EventLog } from '../support/event-log.js';
import { FakeClock } from '../support/fake-clock.js';
import { nextTask, rejection } from '../support/outcome.js';
import { PageMicrophones } from '../support/page-microphones.js';

const tag = html`<heygen-avatar token="t" voice-chat></heygen-avatar>`;

describe('voice-chat', () => {
  let microphones: PageMicrophones;

  before(async () => {
    await defineControls();
    // The code that shows a session opens it.
    await import('../../src/elements/session-view.js');
  });
  beforeEach(() => (microphones = new PageMicrophones()));
  afterEach(() => microphones.close());

  async function done(element: HeygenAvatarElement): Promise<void> {
    await nextTask();
    await nextTask();
    await settled(element);
  }

  it('asks for the microphone once the session is live, and not before', async () => {
    const { element } = await avatarFixture(tag);
    await nextTask();
    expect(microphones.asked, 'before a start').to.deep.equal([]);
    const askedAt: string[] = [];
    microphones.answer = async () => void askedAt.push(element.state.status);
    await element.start();
    await done(element);
    expect(askedAt).to.deep.equal(['live']);
    expect(element.state).to.include({ voiceChat: 'on', microphoneMuted: false });
  });

  it('asks for nothing where it is absent', async () => {
    const { element } = await liveFixture();
    await done(element);
    expect(microphones.asked).to.deep.equal([]);
  });

  it('begins muted with push-to-talk', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar token="t" voice-chat push-to-talk></heygen-avatar>`,
    );
    await done(element);
    expect(fakes.room.microphones.map(({ muted }) => muted)).to.deep.equal([true]);
  });

  it('begins again with the next session', async () => {
    const { element } = await liveFixture(
      html`<heygen-avatar voice-chat .tokenProvider=${() => 'fresh'}></heygen-avatar>`,
    );
    await done(element);
    await element.stop();
    expect(microphones.open).to.deep.equal([]);
    await element.start();
    await done(element);
    expect([microphones.open.length, microphones.asked.length]).to.deep.equal([1, 2]);
  });

  it('begins once, though the connection comes and goes', async () => {
    const { element, fakes } = await liveFixture(tag);
    await done(element);
    await element.closeVoiceChat();
    fakes.room.emit({ type: 'reconnecting' });
    fakes.room.emit({ type: 'reconnected' });
    await done(element);
    expect(microphones.asked).to.have.lengthOf(1);
  });

  it('tells of a refused microphone by a warning, which is no session_error, and the avatar stays', async () => {
    microphones.refuse('NotAllowedError');
    const { element } = await avatarFixture(tag);
    const log = new EventLog(element);
    await element.start();
    expect(await log.first('warning')).to.include({ code: 'microphone_denied' });
    await done(element);
    expect(element.state).to.include({ status: 'live', voiceChat: 'off' });
    expect(log.of('warning')).to.have.lengthOf(1);
    expect([log.of('session_error'), log.of('session_ended')]).to.deep.equal([[], []]);
  });

  it('that is refused once may be granted later in the same session', async () => {
    microphones.refuse('NotAllowedError');
    const { element } = await liveFixture(tag);
    await done(element);
    expect((await rejection(element.startVoiceChat())).code).to.equal('microphone_denied');
    microphones.answer = async () => undefined;
    await element.startVoiceChat();
    expect(element.state).to.include({ status: 'live', voiceChat: 'on' });
  });

  it('reports no error where the session ends while the visitor is being asked', async () => {
    const prompt = microphones.prompt();
    const { element } = await liveFixture(tag);
    const log = new EventLog(element);
    await prompt.shown;
    await element.stop();
    prompt.allow();
    await done(element);
    expect(log.of('session_error')).to.deep.equal([]);
    expect(microphones.open).to.deep.equal([]);
  });

  it('leaves no microphone open where the element is removed', async () => {
    const { element } = await liveFixture(tag);
    await done(element);
    expect(microphones.open).to.have.lengthOf(1);
    element.remove();
    await untilStatus(element, 'ended');
    expect(microphones.open).to.deep.equal([]);
  });
});

describe("the element's methods for voice", () => {
  let microphones: PageMicrophones;

  beforeEach(() => (microphones = new PageMicrophones()));
  afterEach(() => microphones.close());

  it('mute and unmute before they return', async () => {
    const { element, fakes } = await liveFixture();
    await element.startVoiceChat();
    const [microphone] = fakes.room.microphones;
    const muted = element.muteInputAudio();
    expect([microphone?.muted, element.avatar?.isInputAudioMuted]).to.deep.equal([true, true]);
    const unmuted = element.unmuteInputAudio();
    expect([microphone?.muted, element.avatar?.isInputAudioMuted]).to.deep.equal([false, false]);
    await Promise.all([muted, unmuted]);
  });

  it('are the client’s', async () => {
    const { element, fakes } = await liveFixture(
      html`<heygen-avatar token="t" push-to-talk></heygen-avatar>`,
    );
    await element.setMicrophone('desk');
    await element.startVoiceChat({ useSilencePrompt: true });
    const [microphone] = fakes.room.microphones;
    await element.pushToTalkStart();
    expect(microphone?.muted).to.equal(false);
    await element.pushToTalkStop();
    await element.unmuteInputAudio();
    await element.muteInputAudio();
    expect([microphone?.muted, microphones.askedIds]).to.deep.equal([true, ['desk']]);
    await element.closeVoiceChat();
    expect(fakes.service.session.commands).to.deep.equal([
      { type: 'silence_prompt', enabled: true },
      { type: 'push_to_talk', pressed: true },
      { type: 'push_to_talk', pressed: false },
    ]);
  });

  it('mute before there is a session', async () => {
    const { element, fakes } = await avatarFixture();
    await element.muteInputAudio();
    await element.start();
    await element.startVoiceChat();
    expect(fakes.room.microphones.map(({ muted }) => muted)).to.deep.equal([true]);
  });

  it('show in :state(microphone-muted) and :state(user-talking)', async () => {
    const { element, fakes } = await liveFixture();
    await element.startVoiceChat();
    await settled(element);
    expect(element.matches(':state(microphone-muted)')).to.equal(false);
    await element.muteInputAudio();
    fakes.service.session.say({ type: 'user_start' });
    await nextTask();
    await settled(element);
    expect([
      element.matches(':state(microphone-muted)'),
      element.matches(':state(user-talking)'),
    ]).to.deep.equal([true, true]);
    fakes.service.session.say({ type: 'user_stop' });
    await settled(element);
    expect(element.matches(':state(user-talking)')).to.equal(false);
  });
});

describe('whoever clicks and types in the element', () => {
  for (const event of ['pointerdown', 'keydown']) {
    it(`is there: ${event}`, async () => {
      const { element } = await avatarFixture();
      const clock = new FakeClock();
      Object.assign(ports, { clock });
      const log = new EventLog(element);
      await element.start();
      clock.advance(80);
      element.dispatchEvent(new Event(event, { bubbles: true, composed: true }));
      clock.advance(80);
      expect(log.of('idle_warning')).to.deep.equal([]);
      clock.advance(40);
      expect(log.of('idle_warning')).to.deep.equal([{ seconds: 30 }]);
      await untilStatus(element, 'ended');
      expect(element.state).to.include({ reason: 'idle' });
    });
  }
});
