/** The tag with `service="simulated"`, as a page uses it: a whole conversation, and not one call to the network. */

import { expect } from '@open-wc/testing';
import type { StreamingAvatarError } from '../../src/api/errors.js';
import type { StartAvatarOptions } from '../../src/client.js';
import type { HeygenAvatarElement } from '../../src/index.js';
import '../../src/index.js';
import { bringToFront, screenshot, SecondPage } from '../support/commands.js';
import { EventLog } from '../support/event-log.js';
import { FakeClock } from '../support/fake-clock.js';
import { rejection } from '../support/outcome.js';
import { framesPresented, LevelMeter } from '../support/playback.js';
import { ResourceLedger } from '../support/resource-ledger.js';
import { StreamingAvatar } from '../../src/client.js';

/** Whatever can reach the network, and the names of those that somebody used. */
class NetworkSpy {
  readonly used: string[] = [];
  readonly #before = ['fetch', 'WebSocket', 'RTCPeerConnection', 'XMLHttpRequest', 'EventSource'].map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );

  constructor() {
    const { used } = this;
    for (const [name] of this.#before) {
      const refuse = function (): never {
        used.push(name);
        throw new Error(`${name} reaches the network.`);
      };
      Object.defineProperty(globalThis, name, { value: refuse, configurable: true, writable: true });
    }
    navigator.sendBeacon = () => used.push('sendBeacon') > 0;
  }

  restore(): void {
    for (const [name, descriptor] of this.#before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    }
    Reflect.deleteProperty(navigator, 'sendBeacon');
  }
}

describe('<heygen-avatar service="simulated">', () => {
  let network: NetworkSpy;
  let element: HeygenAvatarElement;
  let log: EventLog;

  beforeEach(async () => {
    network = new NetworkSpy();
    element = document.createElement('heygen-avatar');
    element.style.width = '640px';
    element.setAttribute('service', 'simulated');
    element.controls = '';
    log = new EventLog(element);
    document.body.append(element);
    await element.updateComplete;
  });

  afterEach(async () => {
    await element.stop();
    element.remove();
    network.restore();
    expect(network.used).to.deep.equal([]);
  });

  const video = (): HTMLVideoElement => element.shadowRoot?.querySelector('video') as HTMLVideoElement;

  /** The events since `before`, but for those of the state and the words. */
  function since(before: number): string[] {
    return log.events
      .slice(before)
      .map(({ type }) => type)
      .filter((type) => !['state_changed', 'transcript_changed', 'avatar_talking_message'].includes(type));
  }

  it('starts with nothing but its name, is seen and heard, and ends', async () => {
    const ready = log.first('stream_ready');
    await element.start();
    const stream = (await ready) as MediaStream;
    expect(video().srcObject).to.equal(stream);
    expect(element.avatar?.sessionId).to.match(/^simulated-/);
    expect(element.avatar?.room).to.equal(null);
    expect(element.avatar?.connectionQuality).to.equal('GOOD');
    await framesPresented(video(), 10);
    expect([video().videoWidth, video().videoHeight]).to.deep.equal([1280, 720]);
    const states = log.of('state_changed').map((detail) => (detail as { state: object }).state);
    const phases = states.flatMap((state) => ('phase' in state ? [state.phase] : []));
    expect([...new Set(phases)]).to.deep.equal(['token', 'open', 'start', 'room', 'media']);

    const meter = new LevelMeter(stream);
    const stopped = log.next('avatar_stop_talking');
    const { task_id, duration_ms } = await element.speak({
      text: 'Hello, here I am, all of me is drawn.',
      taskType: 'repeat',
    });
    await log.next('avatar_talking_message');
    await meter.until((level) => level > 0.02);
    await screenshot('simulated-talking');
    const { firstFrame = 0, firstSound = 0 } = 'timings' in element.state ? element.state.timings : {};
    expect(firstFrame).to.be.above(0);
    expect(firstSound).to.be.above(firstFrame);
    expect(await stopped).to.include({ task_id, duration_ms });
    await meter.silence(0.001, 300);
    await meter.close();
    expect(element.avatar?.transcript).to.have.length(1);
    expect(element.avatar?.transcript[0]).to.include({
      text: 'Hello, here I am, all of me is drawn.',
      final: true,
      interrupted: false,
    });

    await element.stop();
    expect([stream.getTracks(), video().srcObject]).to.deep.equal([[], null]);
    expect(log.of('session_ended')).to.have.length(1);
    expect(log.of('session_ended')[0]).to.include({ reason: 'stopped', turns: 1 });
  });

  it('answers what it is asked, by its script, and is interrupted', async () => {
    element.simulatedScript = {
      answers: [{ pattern: 'hours', answer: 'We are open from nine to five, on every day of the week.' }],
      delays: { answer: 0 },
    };
    await element.start();
    const before = log.events.length;
    const message = log.next('avatar_talking_message');
    await element.speak('When are your opening hours?');
    expect(await message).to.include({ message: 'We' });
    const stopped = log.next('avatar_stop_talking');
    await element.interrupt();
    await stopped;
    expect(since(before)).to.deep.equal(['avatar_start_talking', 'avatar_stop_talking']);
    expect(element.avatar?.transcript[1]).to.include({ role: 'avatar', interrupted: true });
    const { finished } = await element.speak({ text: 'Again.', taskType: 'repeat' });
    expect(await finished).to.deep.equal({ interrupted: false });
    expect(since(before).slice(-3)).to.deep.equal([
      'avatar_start_talking',
      'avatar_end_message',
      'avatar_stop_talking',
    ]);
  });

  it('hears the microphone, is cut short by it, and answers', async () => {
    element.simulatedScript = { userTranscripts: ['Stop, please.'], answers: [{ answer: 'Gladly.' }] };
    await element.start();
    const spoken = element.speak({ text: 'On and on and on. '.repeat(30), taskType: 'repeat' });
    await log.next('avatar_start_talking');
    const cut = log.next('avatar_stop_talking');
    const begun = log.next('user_start');
    await Promise.all([spoken, element.startVoiceChat()]);
    await Promise.all([begun, cut]);
    expect(element.state).to.include({ voiceChat: 'on', userTalking: true, talking: false });
    const ended = log.next('user_stop');
    const answered = log.next('avatar_end_message');
    // The browser's fake microphone beeps twice a second, for ever.
    await element.muteInputAudio();
    await ended;
    await answered;
    const said = element.avatar?.transcript.map(({ role, text, interrupted }) => ({
      role,
      text,
      interrupted,
    }));
    expect(said?.slice(1)).to.deep.equal([
      { role: 'user', text: 'Stop, please.', interrupted: false },
      { role: 'avatar', text: 'Gladly.', interrupted: false },
    ]);
    await element.closeVoiceChat();
    expect(element.state).to.include({ voiceChat: 'off' });
  });

  it('starts, speaks and is heard in a page that nobody sees', async () => {
    const other = await SecondPage.open('about:blank');
    expect(document.hidden).to.equal(true);
    const ready = log.first('stream_ready');
    await element.start();
    const meter = new LevelMeter((await ready) as MediaStream);
    await (
      await element.speak({ text: 'Here I am.', taskType: 'repeat' })
    ).finished;
    expect(log.of('avatar_stop_talking')).to.have.length(1);
    await other.close();
    await bringToFront();
    await framesPresented(video(), 5);
    await element.speak({ text: 'And here I still am.', taskType: 'repeat' });
    await meter.until((level) => level > 0.02);
    await meter.close();
  });

  it('hears the user only while push-to-talk is pressed', async () => {
    element.pushToTalk = true;
    await element.start();
    await element.startVoiceChat();
    await framesPresented(video(), 20);
    expect(log.of('user_start')).to.deep.equal([]);
    const begun = log.next('user_start');
    await element.pushToTalkStart();
    await begun;
    const ended = log.next('user_stop');
    await element.pushToTalkStop();
    await ended;
    await framesPresented(video(), 20);
    expect(log.of('user_start')).to.have.length(1);
  });

  it('gives its script to no other service, nor to whoever mints its token', async () => {
    const asked: StartAvatarOptions[] = [];
    element.simulatedScript = { seed: 1 };
    element.service = 'auto';
    element.tokenProvider = (request) => {
      asked.push(request);
      throw new Error('There is none.');
    };
    expect((await rejection(element.start())).code).to.equal('token_source_failed');
    expect(asked).to.have.length(1);
    expect(asked[0]).not.to.have.property('simulatedScript');
  });

  it('says why it does not start, where its script is wrong', async () => {
    element.simulatedScript = { trouble: 'slow-coffee' as 'slow-open' };
    const error = await rejection(element.start());
    expect([error.code, error.phase, error.message.includes('simulatedScript.trouble')]).to.deep.equal([
      'invalid_option',
      'open',
      true,
    ]);
  });

  for (const [trouble, code, phase] of [
    ['concurrency-limit', 'concurrency_limit', 'open'],
    ['start-refused', 'server_error', 'start'],
    ['no-room', 'room_failed', 'room'],
  ] as const) {
    it(`fails as a service would, with the trouble ${trouble}`, async () => {
      element.simulatedScript = { trouble };
      const error: StreamingAvatarError = await rejection(element.start());
      expect([error.code, error.phase, element.state.status]).to.deep.equal([code, phase, 'failed']);
    });
  }

  it('opens nothing that it does not close, however often it is started', async () => {
    const ledger = new ResourceLedger();
    try {
      for (let n = 0; n < 5; n += 1) {
        await element.start();
        await element.startVoiceChat();
        await element.stop();
      }
      await ledger.untilNothingIsOpen();
    } finally {
      ledger.restore();
    }
  });
});

describe('a simulated session whose clock is moved', () => {
  let network: NetworkSpy;
  let clock: FakeClock;
  let avatar: StreamingAvatar;
  let log: EventLog;

  beforeEach(() => {
    network = new NetworkSpy();
    clock = new FakeClock();
    avatar = new StreamingAvatar({ service: 'simulated', clock });
    log = new EventLog(avatar);
  });
  afterEach(async () => {
    await avatar.stopAvatar();
    network.restore();
    expect(clock.pending).to.equal(0);
    expect(network.used).to.deep.equal([]);
  });

  const delays = { open: 0, start: 0, room: 0, media: 0 };

  it('speaks up when the user stays silent', async () => {
    await avatar.createStartAvatar({
      useSilencePrompt: true,
      disableIdleTimeout: true,
      simulatedScript: { delays },
    });
    await avatar.startVoiceChat({ isInputAudioMuted: true });
    clock.advance(20);
    expect(log.of('user_silence')).to.deep.equal([{ type: 'user_silence', silence_times: 1, count_down: 5 }]);
    expect(avatar.transcript.map(({ text }) => text)).to.deep.equal(['Are you still there?']);
  });

  it('warns of its idleness, and ends by it', async () => {
    await avatar.createStartAvatar({ simulatedScript: { delays } });
    const ended = log.next('session_ended');
    clock.advance(90);
    expect(log.of('idle_warning')).to.deep.equal([{ seconds: 30 }]);
    clock.advance(30);
    expect(await ended).to.include({ reason: 'idle' });
  });

  it('tells how much of its time is left, and is ended by the service', async () => {
    const simulatedScript = { delays, durationLimit: 300 };
    await avatar.createStartAvatar({ disableIdleTimeout: true, simulatedScript });
    const ended = log.next('session_ended');
    clock.advance(240);
    expect(log.of('time_remaining')).to.deep.equal([{ seconds: 60 }]);
    clock.advance(60);
    expect(await ended).to.include({ reason: 'duration' });
  });
});
