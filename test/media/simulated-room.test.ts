// A room without a server: its picture moves, its sound is heard while it speaks and not after, it hears the
// microphone, and nothing of it is left when it is left, at whatever point.
import { expect } from '@open-wc/testing';
import type { SimulatedCue, SimulatedStage } from '../../src/api/simulated-cues.js';
import type { Room, RoomEvent } from '../../src/media/room.js';
import { createSimulatedRoom } from '../../src/media/simulated-room.js';
import { planSpeech, voiceOf } from '../../src/services/simulated/speech-plan.js';
import { FakeClock } from '../support/fake-clock.js';
import { anyRejection, isPending, rejection } from '../support/outcome.js';
import { framesPresented, LevelMeter, playMuted } from '../support/playback.js';
import { ResourceLedger } from '../support/resource-ledger.js';
import { ToneMicrophone } from '../support/tone-microphone.js';

const never = new AbortController().signal;
const realTime = {
  now: () => performance.now() / 1000,
  after: (seconds: number, work: () => void) => {
    const timer = setTimeout(work, seconds * 1000);
    return () => clearTimeout(timer);
  },
};

describe('a simulated room', () => {
  let ledger: ResourceLedger;
  let room: Room;
  let stream: MediaStream;
  let clock: FakeClock;
  let events: RoomEvent[];
  let onEvent: () => void;

  beforeEach(() => {
    ledger = new ResourceLedger();
    stream = new MediaStream();
    clock = new FakeClock();
    events = [];
    onEvent = () => undefined;
  });
  afterEach(async () => {
    await room.disconnect();
    ledger.restore();
  });

  async function make(time: typeof realTime = clock): Promise<void> {
    const emit = (event: RoomEvent): void => {
      events.push(event);
      onEvent();
    };
    room = await createSimulatedRoom({ stream, clock: time, emit });
  }

  const connect = (stage: Partial<SimulatedStage> = {}, signal = never): Promise<void> => {
    const whole: SimulatedStage = {
      height: 360,
      look: 0,
      seed: 1,
      label: true,
      background: undefined,
      joining: 0,
      appearing: 0,
      trouble: undefined,
      ...stage,
    };
    return room.connect({ url: 'simulated:', token: JSON.stringify(whole), avatar: 'simulated' }, signal);
  };

  async function join(stage: Partial<SimulatedStage> = {}, time?: typeof realTime): Promise<void> {
    await make(time);
    await connect(stage);
    await room.media;
  }

  const send = (cue: SimulatedCue): Promise<void> =>
    room.publish(undefined, new TextEncoder().encode(JSON.stringify(cue)));

  const say = (text: string, voiceId = ''): Promise<void> =>
    send({ type: 'say', sounds: planSpeech(text, 1).sounds, voice: voiceOf(voiceId, 1) });

  /** What the room has told its service. */
  const notices = (): unknown[] =>
    events.flatMap((event) =>
      event.type === 'data' ? [JSON.parse(new TextDecoder().decode(event.bytes)) as unknown] : [],
    );

  /** Resolves once it has told something of that type. */
  function told(type: string): Promise<void> {
    return new Promise((resolve) => {
      onEvent = () => {
        if (notices().some((notice) => (notice as { type: string }).type === type)) resolve();
      };
      onEvent();
    });
  }

  for (const [height, width] of [
    [360, 640],
    [480, 854],
    [720, 1280],
  ] as const) {
    it(`shows ${height} lines, of which more and more come`, async () => {
      await join({ height }, realTime);
      const video = playMuted(stream);
      await framesPresented(video, 10);
      expect([video.videoWidth, video.videoHeight]).to.deep.equal([width, height]);
      video.remove();
    });
  }

  it('has one track of each kind, no room of a library, and a good connection', async () => {
    await join();
    expect(
      stream
        .getTracks()
        .map(({ kind }) => kind)
        .toSorted(),
    ).to.deep.equal(['audio', 'video']);
    expect(room.native).to.equal(null);
    expect(events).to.deep.equal([{ type: 'quality', quality: 'GOOD' }]);
  });

  it('moves, and keeps its frames coming while nothing in it moves', async () => {
    await join({ label: false });
    const video = playMuted(stream);
    await framesPresented(video, 5);
    const before = pictureOf(video);
    await framesPresented(video, 5);
    expect(difference(before, pictureOf(video)), 'time stands still').to.be.below(0.5);
    clock.advance(1.6);
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
      await join(stage);
      const video = playMuted(stream);
      await framesPresented(video, 3);
      const { data, width } = pictureOf(video);
      // Within the label, left of its text.
      const at = (Math.round(width * 0.039) + Math.round(width * 0.047) * width) * 4;
      corners[name] = [...data.slice(at, at + 3)];
      video.remove();
      await room.disconnect();
      stream = new MediaStream();
    }
    const [, green = 0] = corners.bare ?? [];
    expect(corners.bare?.[0], String(corners.bare)).to.be.below(60);
    expect(green).to.be.above(140);
    expect(corners.labelled?.[1], String(corners.labelled)).to.be.below(80);
    expect(corners.room?.[0], String(corners.room)).to.be.above(140);
  });

  it('is heard while it speaks and silent after', async () => {
    await join({}, realTime);
    const meter = new LevelMeter(stream);
    await say('All of us are really here.');
    await meter.until((level) => level > 0.03);
    await meter.silence(0.001, 600);
    await meter.close();
  });

  it('falls silent at once when it is told to, and speaks again', async () => {
    await join({}, realTime);
    const meter = new LevelMeter(stream);
    await say('A very long sentence that goes on and on and on, for as long as anybody listens. '.repeat(5));
    await meter.until((level) => level > 0.03);
    await send({ type: 'quiet' });
    await meter.until((level) => level < 0.001, 1000);
    await say('Another one.');
    await meter.until((level) => level > 0.03);
    await meter.close();
  });

  it('is not heard while it is not audible', async () => {
    await make(realTime);
    room.setAudible(false);
    await connect();
    await room.media;
    const [track] = stream.getAudioTracks();
    expect(track?.enabled).to.equal(false);
    room.setAudible(true);
    expect(track?.enabled).to.equal(true);
  });

  it('opens its mouth for what is heard, and shuts it after', async () => {
    await join({ background: '#000', label: false });
    const video = playMuted(stream);
    await framesPresented(video, 5);
    const shut = mouthOf(video);
    await say('Aaaaa aaaaa aaaaa aaaaa aaaaa aaaaa');
    clock.advance(0.02);
    await framesUntil(video, () => difference(shut, mouthOf(video)) > 3);
    await send({ type: 'quiet' });
    await framesUntil(video, () => difference(shut, mouthOf(video)) < 1);
    video.remove();
  });

  it('listens visibly when it is told to', async () => {
    await join({ label: false });
    const video = playMuted(stream);
    await framesPresented(video, 5);
    const before = pictureOf(video);
    await send({ type: 'pose', listening: true });
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
      await join();
      const published = await room.publishMicrophone(await open(), false);
      expect(published.muted).to.equal(false);
      expect(notices()).to.deep.equal([{ type: 'microphone', open: true }]);
      microphone.sound();
      await told('user_start');
      microphone.silence();
      await told('user_stop');
      await published.unpublish();
      expect(notices().at(-1)).to.deep.equal({ type: 'microphone', open: false });
    });

    it('hears nothing of a muted one, and the end of the speech when it is muted', async () => {
      await join();
      const track = await open();
      track.enabled = false;
      const published = await room.publishMicrophone(track, true);
      expect(published.muted).to.equal(true);
      microphone.sound();
      const video = playMuted(stream);
      await framesPresented(video, 15);
      expect(notices()).to.have.length(1);
      await published.setMuted(false);
      await told('user_start');
      await published.setMuted(true);
      expect([published.muted, track.enabled, notices().at(-1)]).to.deep.equal([
        true,
        false,
        { type: 'user_stop' },
      ]);
      video.remove();
    });

    it('goes on with another track, and not with the one before', async () => {
      await join();
      const other = new SilentTrack();
      const published = await room.publishMicrophone(other.track, false);
      microphone.sound();
      const video = playMuted(stream);
      await framesPresented(video, 15);
      expect(notices()).to.have.length(1);
      await published.replace(await open());
      await told('user_start');
      video.remove();
      await other.close();
    });
  });

  it('tells of a picture and sound no sooner than both are there', async () => {
    await make();
    const joined = connect({ joining: 1, appearing: 2 });
    clock.advance(0.9);
    expect(await isPending(joined)).to.equal(true);
    clock.advance(0.1);
    await joined;
    clock.advance(1.9);
    expect([await isPending(room.media), stream.getTracks()]).to.deep.equal([true, []]);
    clock.advance(0.1);
    await room.media;
    expect(stream.getTracks()).to.have.length(2);
  });

  for (const trouble of ['no-room', 'hanging-room']) {
    it(`cannot be joined with the trouble ${trouble}`, async () => {
      await make();
      const joining = connect({ trouble });
      clock.advance(10);
      expect(await rejection(joining)).to.include({ code: 'room_failed' });
    });
  }

  for (const [trouble, tracks] of [
    ['no-avatar', 0],
    ['half-a-session', 1],
  ] as const) {
    it(`never has its media with the trouble ${trouble}`, async () => {
      await make();
      await connect({ trouble });
      clock.advance(60);
      expect([await isPending(room.media), stream.getTracks().length]).to.deep.equal([true, tracks]);
    });
  }

  for (const [trouble, code, reason] of [
    ['server-ends-session', 5, 'room_deleted'],
    ['drops-after-2s', 4, 'server'],
  ] as const) {
    it(`is lost after two seconds with the trouble ${trouble}`, async () => {
      await join({ trouble });
      clock.advance(1.9);
      expect(events).to.have.length(1);
      clock.advance(0.1);
      expect(events.slice(1)).to.deep.equal([{ type: 'disconnected', code, reason }]);
    });
  }

  it('is interrupted and comes back with the trouble livekit-restart', async () => {
    await join({ trouble: 'livekit-restart' });
    clock.advance(60);
    expect(events.slice(1)).to.deep.equal([{ type: 'reconnecting' }, { type: 'reconnected' }]);
  });

  it('is not joined when that is cancelled', async () => {
    await make();
    const abort = new AbortController();
    const joining = connect({ joining: 1 }, abort.signal);
    abort.abort(new Error('cancelled'));
    expect(await anyRejection(joining)).to.have.property('message', 'cancelled');
  });

  describe('leaves nothing behind', () => {
    const points: Record<string, () => Promise<unknown>> = {
      'before it is joined': () => make(),
      'while it is being joined': async () => {
        await make();
        void connect({ joining: 1 }).catch(() => undefined);
      },
      'before its picture is there': async () => {
        await make();
        await connect({ appearing: 1 });
      },
      'when it has begun': () => join({ trouble: 'livekit-restart' }),
      'while it speaks': async () => {
        await join({}, realTime);
        await say('Still speaking, and speaking.');
      },
    };
    for (const [point, reach] of Object.entries(points)) {
      it(`when it is left ${point}`, async () => {
        await reach();
        const tracks = stream.getTracks();
        const first = room.disconnect();
        expect(room.disconnect()).to.equal(first);
        await first;
        expect(stream.getTracks()).to.deep.equal([]);
        expect(tracks.map(({ readyState }) => readyState)).to.deep.equal(tracks.map(() => 'ended'));
        expect(clock.pending).to.equal(0);
        const { length } = events;
        clock.advance(60);
        expect(events).to.have.length(length);
        await ledger.untilNothingIsOpen();
      });
    }
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
