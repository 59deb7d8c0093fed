/** LITE mode: the avatar speaks the page's own sound, whatever form it has and however it comes. */

import { expect } from '@open-wc/testing';
import type { StreamingStopTalkingEvent } from '../../../src/api/events.js';
import type { SoundSource } from '../../../src/api/requests.js';
import { LiveAvatarScene } from '../../support/live-avatar-scene.js';
import { rejection } from '../../support/outcome.js';
import type { LevelMeter } from '../../support/playback.js';

const lite = { liveAvatar: { mode: 'LITE' } } as const;
const sampleRate = 24_000;
const aloud = (level: number): boolean => level > 0.01;
const silent = (level: number): boolean => level < 0.003;

function tone(seconds: number): Int16Array {
  const angle = (2 * Math.PI * 440) / sampleRate;
  return Int16Array.from({ length: seconds * sampleRate }, (_, at) => Math.sin(at * angle) * 12_000);
}

/** In stereo at 44.1 kHz, with a tone on the right. */
function stereo(seconds: number): AudioBuffer {
  const buffer = new AudioBuffer({ numberOfChannels: 2, length: seconds * 44_100, sampleRate: 44_100 });
  const angle = (2 * Math.PI * 440) / 44_100;
  buffer.getChannelData(1).forEach((_, at, samples) => (samples[at] = Math.sin(at * angle) * 0.5));
  return buffer;
}

/** Sound that comes in parts, each once the one before has let it. */
function inParts(
  first: Int16Array,
  second: Int16Array,
  between: () => Promise<unknown>,
): ReadableStream<Int16Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(first);
      await between();
      controller.enqueue(second);
      controller.close();
    },
  });
}

describe('LITE mode', () => {
  let scene: LiveAvatarScene;
  let meter: LevelMeter;

  async function start(trouble?: string): Promise<void> {
    scene = await LiveAvatarScene.open();
    await scene.start(lite, trouble);
    meter = scene.listen();
    scene.watch();
  }

  /** The ids that the events of the avatar's turns had. */
  const idsTold = (): Set<string> =>
    new Set(scene.turn('avatar').map((event) => ('task_id' in event ? String(event.task_id) : '')));

  afterEach(() => scene.end());

  const sources: Record<string, () => SoundSource> = {
    'an Int16Array': () => tone(2),
    'an AudioBuffer in stereo at 44.1 kHz': () => stereo(2),
    'a stream whose second part comes when the first has long been heard': () =>
      inParts(tone(1), tone(1), async () => {
        await meter.until(aloud, 15_000);
        await meter.silence(0.003, 500);
      }),
  };

  for (const [what, sound] of Object.entries(sources)) {
    it(`speaks ${what} aloud, as one turn under the id that speakAudio() resolves with`, async () => {
      await start();
      const stopped = scene.log.next('avatar_stop_talking');
      const heard = meter.until(aloud, 15_000);
      const id = await scene.avatar.speakAudio(sound());
      await heard;
      const { duration_ms } = (await stopped) as StreamingStopTalkingEvent;
      expect(duration_ms).to.be.above(1000);
      await meter.until(silent);
      expect([...idsTold()]).to.deep.equal([id]);
      expect(scene.avatar.state).to.include({ status: 'live', talking: false });
      const { utterances, audio_seconds, dropped_commands } = await scene.entry();
      expect([utterances, dropped_commands]).to.deep.equal([1, 0]);
      expect(audio_seconds).to.be.closeTo(2, 0.01);
    });
  }

  it('falls silent at interrupt(), which ends speakAudio(), and speaks again', async () => {
    await start();
    const cut = rejection(scene.avatar.speakAudio(tone(20)));
    await meter.until(aloud, 15_000);
    const stopped = scene.log.next('avatar_stop_talking');
    await scene.avatar.interrupt();
    await meter.silence(0.003, 500);
    expect(await cut).to.include({ code: 'aborted' });
    await stopped;
    expect((await scene.entry()).interrupt_calls).to.equal(1);

    const again = scene.log.next('avatar_start_talking');
    const id = await scene.avatar.speakAudio(tone(1));
    expect(await again).to.include({ task_id: id });
    await meter.until(aloud, 15_000);
  });

  it('goes on with what it was saying when the socket is lost and comes back', async () => {
    await start('socket-drops');
    const stopped = scene.log.next('avatar_stop_talking');
    const sound = inParts(tone(1), tone(3), () => scene.entry(({ sockets }) => sockets === 2));
    const id = await scene.avatar.speakAudio(sound);
    await meter.until(aloud, 15_000);
    expect(await stopped).to.include({ task_id: id });
    const { utterances, audio_seconds } = await scene.entry();
    expect(utterances).to.equal(1);
    // What was on its way as the socket broke may be lost.
    expect(audio_seconds).to.be.within(3, 4);
    expect(scene.warnings.map(({ code }) => code)).to.deep.equal(['lite_socket_lost']);
    expect(scene.avatar.state).to.include({ status: 'live' });
  });

  it('says that it speaks no text', async () => {
    scene = await LiveAvatarScene.open();
    await scene.start(lite);
    expect(await rejection(scene.avatar.speak('Hello.'))).to.include({
      code: 'not_supported',
      phase: 'live',
    });
    expect(await rejection(scene.avatar.speakAudio(new Int16Array()))).to.include({ code: 'empty_text' });
    expect(scene.avatar.state).to.include({ status: 'live' });
  });

  it('is what speakAudio() is for: in FULL mode it is not supported', async () => {
    scene = await LiveAvatarScene.open();
    await scene.start();
    const refused = rejection(scene.avatar.speakAudio(tone(1)));
    expect(await refused).to.include({ code: 'not_supported', phase: 'live' });
    expect(scene.avatar.state).to.include({ status: 'live' });
  });
});
