// `firstFrame` and `firstSound` of the state: when picture and sound are really presented.
import { expect, html } from '@open-wc/testing';
import '../../src/define.js';
import type { HeygenAvatarElement } from '../../src/elements/heygen-avatar.js';
import { avatarFixture, liveFixture, settled, untilStatus, videoOf } from '../support/avatar-fixture.js';
import type { FakePorts } from '../support/fake-room.js';
import { movingPicture } from '../support/moving-picture.js';

type Name = 'firstFrame' | 'firstSound';

const timingOf = (element: HeygenAvatarElement, name: Name): number | undefined =>
  'timings' in element.state ? element.state.timings[name] : undefined;

/** Resolves when the time is in the state, with it. */
function measured(element: HeygenAvatarElement, name: Name): Promise<number> {
  return new Promise((resolve) => {
    const look = (): void => {
      const time = timingOf(element, name);
      if (time === undefined) return;
      element.removeEventListener('state_changed', look);
      resolve(time);
    };
    element.addEventListener('state_changed', look);
    look();
  });
}

/** Resolves after `seconds` on the audio context's own clock. */
function heardFor(context: AudioContext, seconds: number): Promise<void> {
  const source = context.createConstantSource();
  source.start();
  source.stop(context.currentTime + seconds);
  return new Promise((resolve) => source.addEventListener('ended', () => resolve()));
}

/** A tone in the avatar's stream, silent at first. */
class Tone {
  readonly context = new AudioContext();
  readonly #gain = this.context.createGain();
  readonly #output = this.context.createMediaStreamDestination();

  constructor() {
    const tone = this.context.createOscillator();
    this.#gain.gain.value = 0;
    tone.connect(this.#gain).connect(this.#output);
    tone.start();
  }

  get track(): MediaStreamTrack {
    return this.#output.stream.getAudioTracks()[0]!;
  }

  sound(): void {
    this.#gain.gain.value = 0.3;
  }
}

const talk = (fakes: FakePorts): void =>
  fakes.service.session.say({ type: 'avatar_start_talking', task_id: 'a' });

describe('the first frame', () => {
  it('is timed from the start to when it is presented, and only once', async () => {
    const { element, fakes } = await avatarFixture();
    const before = performance.now();
    await element.start();
    await settled(element);
    expect(timingOf(element, 'firstFrame'), 'without a picture').to.equal(undefined);
    const picture = movingPicture();
    fakes.room.options.stream.addTrack(picture.track);
    const time = await measured(element, 'firstFrame');
    expect(time).to.be.within(0, performance.now() - before);
    expect(Number.isInteger(time)).to.equal(true);
    const { state } = element;
    await new Promise((resolve) => videoOf(element).requestVideoFrameCallback(resolve));
    expect(element.state).to.equal(state);
    picture.stop();
  });

  it('is timed anew in the next session', async () => {
    const { element, fakes } = await avatarFixture(
      html`<heygen-avatar .tokenProvider=${async () => 'token'}></heygen-avatar>`,
    );
    for (const session of [1, 2]) {
      await element.start();
      expect(timingOf(element, 'firstFrame'), `before session ${session}`).to.equal(undefined);
      const picture = movingPicture();
      fakes.room.options.stream.addTrack(picture.track);
      await measured(element, 'firstFrame');
      await element.stop();
      fakes.room.options.stream.removeTrack(picture.track);
      picture.stop();
    }
  });
});

describe('the first sound', () => {
  let tone: Tone;
  beforeEach(() => (tone = new Tone()));
  afterEach(() => tone.context.close());

  it('is timed when it can be heard, not when the avatar is said to talk', async () => {
    const { element, fakes } = await liveFixture();
    fakes.room.options.stream.addTrack(tone.track);
    talk(fakes);
    await settled(element);
    await heardFor(tone.context, 0.1);
    expect(timingOf(element, 'firstSound'), 'in silence').to.equal(undefined);
    tone.sound();
    expect(await measured(element, 'firstSound')).to.be.above(100);
  });

  it('is not heard from a muted element, and is once it is unmuted', async () => {
    const { element, fakes } = await liveFixture(html`<heygen-avatar token="t" muted></heygen-avatar>`);
    fakes.room.options.stream.addTrack(tone.track);
    tone.sound();
    talk(fakes);
    await settled(element);
    await heardFor(tone.context, 0.1);
    expect(timingOf(element, 'firstSound')).to.equal(undefined);
    element.muted = false;
    await measured(element, 'firstSound');
  });

  it('is not listened for any more once the session has ended', async () => {
    const { close } = AudioContext.prototype;
    let closed = 0;
    AudioContext.prototype.close = function (this: AudioContext) {
      closed += 1;
      return close.call(this);
    };
    const { element, fakes } = await liveFixture();
    fakes.room.options.stream.addTrack(tone.track);
    talk(fakes);
    await settled(element);
    expect(closed).to.equal(0);
    await element.stop();
    await untilStatus(element, 'ended');
    AudioContext.prototype.close = close;
    expect(closed).to.equal(1);
  });
});
