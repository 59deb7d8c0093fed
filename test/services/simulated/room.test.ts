// A room without a server: its picture moves, its sound is heard while it speaks and not after, and it hears the
// microphone. How it goes wrong and ends has a file of its own: room-end.test.ts.
import { expect } from '@open-wc/testing';
import { framesPresented, LevelMeter, playMuted } from '../../support/playback.js';
import { ToneMicrophone } from '../../support/tone-microphone.js';
import { realTime, SimulatedRoomUnderTest } from './room-under-test.js';

describe('a simulated room', () => {
  let made: SimulatedRoomUnderTest;
  beforeEach(async () => {
    made = await SimulatedRoomUnderTest.make();
  });
  afterEach(() => made.room.disconnect());

  for (const [height, width] of [
    [360, 640],
    [480, 854],
    [720, 1280],
  ] as const) {
    it(`shows ${height} lines, of which more and more come`, async () => {
      made = await SimulatedRoomUnderTest.make(realTime);
      await made.join({ height });
      const video = playMuted(made.stream);
      await framesPresented(video, 10);
      expect([video.videoWidth, video.videoHeight]).to.deep.equal([width, height]);
      video.remove();
    });
  }

  it('has one track of each kind, no room of a library, and a good connection', async () => {
    await made.join();
    expect(
      made.stream
        .getTracks()
        .map(({ kind }) => kind)
        .toSorted(),
    ).to.deep.equal(['audio', 'video']);
    expect(made.room.native).to.equal(null);
    expect(made.events).to.deep.equal([{ type: 'quality', quality: 'GOOD' }]);
  });

  it('moves, and keeps its frames coming while nothing in it moves', async () => {
    await made.join({ label: false });
    const video = playMuted(made.stream);
    await framesPresented(video, 5);
    const before = pictureOf(video);
    await framesPresented(video, 5);
    expect(difference(before, pictureOf(video)), 'time stands still').to.be.below(0.5);
    made.clock.advance(1.6);
    await framesPresented(video, 5);
    expect(difference(before, pictureOf(video)), 'time has passed').to.be.above(0.5);
    video.remove();
  });

  it('says in the picture what it is, or not, before a colour or a room', async () => {
    const corners: Record<string, number[]> = {};
    for (const [name, stage] of Object.entries({
      labelled: { background: '#00b140' },
      bare: { background: '#00b140', label: false },
      room: { label: false },
    })) {
      await made.join(stage);
      const video = playMuted(made.stream);
      await framesPresented(video, 3);
      const { data, width } = pictureOf(video);
      // Within the label, left of its text.
      const at = (Math.round(width * 0.039) + Math.round(width * 0.047) * width) * 4;
      corners[name] = [...data.slice(at, at + 3)];
      video.remove();
      await made.room.disconnect();
      made = await SimulatedRoomUnderTest.make();
    }
    const [, green = 0] = corners.bare ?? [];
    expect(corners.bare?.[0], String(corners.bare)).to.be.below(60);
    expect(green).to.be.above(140);
    expect(corners.labelled?.[1], String(corners.labelled)).to.be.below(80);
    expect(corners.room?.[0], String(corners.room)).to.be.above(140);
  });

  it('is heard while it speaks and silent after', async () => {
    made = await SimulatedRoomUnderTest.make(realTime);
    await made.join();
    const meter = new LevelMeter(made.stream);
    await made.say('All of us are really here.');
    await meter.until((level) => level > 0.03);
    await meter.silence(0.001, 600);
    await meter.close();
  });

  it('falls silent at once when it is told to, and speaks again', async () => {
    made = await SimulatedRoomUnderTest.make(realTime);
    await made.join();
    const meter = new LevelMeter(made.stream);
    await made.say(
      'A very long sentence that goes on and on and on, for as long as anybody listens. '.repeat(5),
    );
    await meter.until((level) => level > 0.03);
    await made.send({ type: 'quiet' });
    await meter.until((level) => level < 0.001, 1000);
    await made.say('Another one.');
    await meter.until((level) => level > 0.03);
    await meter.close();
  });

  it('is not heard while it is not audible', async () => {
    made = await SimulatedRoomUnderTest.make(realTime);
    made.room.setAudible(false);
    await made.connect();
    await made.room.media;
    const [track] = made.stream.getAudioTracks();
    expect(track?.enabled).to.equal(false);
    made.room.setAudible(true);
    expect(track?.enabled).to.equal(true);
  });

  it('opens its mouth for what is heard, and shuts it after', async () => {
    await made.join({ background: '#000', label: false });
    const video = playMuted(made.stream);
    await framesPresented(video, 5);
    const shut = mouthOf(video);
    await made.say('Aaaaa aaaaa aaaaa aaaaa aaaaa aaaaa');
    made.clock.advance(0.02);
    await framesUntil(video, () => difference(shut, mouthOf(video)) > 3);
    await made.send({ type: 'quiet' });
    await framesUntil(video, () => difference(shut, mouthOf(video)) < 1);
    video.remove();
  });

  it('listens visibly when it is told to', async () => {
    await made.join({ label: false });
    const video = playMuted(made.stream);
    await framesPresented(video, 5);
    const before = pictureOf(video);
    await made.send({ type: 'pose', listening: true });
    await framesUntil(video, () => difference(before, pictureOf(video)) > 1);
    video.remove();
  });

  describe('with a microphone', () => {
    let microphone: ToneMicrophone;
    beforeEach(() => (microphone = new ToneMicrophone(300)));
    afterEach(() => microphone.close());

    async function open(): Promise<MediaStreamTrack> {
      const [track] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
      if (!track) throw new Error('There is no microphone.');
      return track;
    }

    it('hears when the user begins and ends', async () => {
      await made.join();
      const published = await made.room.publishMicrophone(await open(), false);
      expect(published.muted).to.equal(false);
      expect(made.notices).to.deep.equal([{ type: 'microphone', open: true }]);
      microphone.sound();
      await made.told('user_start');
      microphone.silence();
      await made.told('user_stop');
      await published.unpublish();
      expect(made.notices.at(-1)).to.deep.equal({ type: 'microphone', open: false });
    });

    it('hears nothing of a muted one, and the end of the speech when it is muted', async () => {
      await made.join();
      const track = await open();
      track.enabled = false;
      const published = await made.room.publishMicrophone(track, true);
      expect(published.muted).to.equal(true);
      microphone.sound();
      const video = playMuted(made.stream);
      await framesPresented(video, 15);
      expect(made.notices).to.have.length(1);
      await published.setMuted(false);
      await made.told('user_start');
      await published.setMuted(true);
      expect([published.muted, track.enabled, made.notices.at(-1)]).to.deep.equal([
        true,
        false,
        { type: 'user_stop' },
      ]);
      video.remove();
    });

    it('goes on with another track, and not with the one before', async () => {
      await made.join();
      const other = new SilentTrack();
      const published = await made.room.publishMicrophone(other.track, false);
      microphone.sound();
      const video = playMuted(made.stream);
      await framesPresented(video, 15);
      expect(made.notices).to.have.length(1);
      await published.replace(await open());
      await made.told('user_start');
      video.remove();
      await other.close();
    });
  });
});

/** A microphone at which nobody speaks. */
class SilentTrack {
  readonly track: MediaStreamTrack;
  readonly #context = new AudioContext();

  constructor() {
    const [track] = this.#context.createMediaStreamDestination().stream.getAudioTracks();
    if (!track) throw new Error('There is no track.');
    this.track = track;
  }

  async close(): Promise<void> {
    this.track.stop();
    await this.#context.close();
  }
}

/** What the video shows now; in parts of its width and height. */
function pictureOf(video: HTMLVideoElement, left = 0, top = 0, width = 1, height = 1): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas.');
  context.drawImage(video, 0, 0);
  const { videoWidth: w, videoHeight: h } = video;
  return context.getImageData(left * w, top * h, width * w, height * h);
}

const mouthOf = (video: HTMLVideoElement): ImageData => pictureOf(video, 0.46, 0.51, 0.08, 0.1);

/** How far two pictures are apart, on average, of 255. */
function difference(one: ImageData, other: ImageData): number {
  let sum = 0;
  for (const [index, value] of one.data.entries()) sum += Math.abs(value - (other.data[index] ?? 0));
  return sum / one.data.length;
}

/** Resolves at the first frame of which that is true; the test's own deadline ends it otherwise. */
async function framesUntil(video: HTMLVideoElement, asked: () => boolean): Promise<void> {
  while (!asked()) await framesPresented(video, 1);
}
