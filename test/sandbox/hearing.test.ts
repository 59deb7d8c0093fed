/** What hears the user, without a room: when speech begins and ends, and the measures of what arrived. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { dominantFrequency } from '../../demo/sandbox/hearing/dominant-frequency.js';
import { SoundMeter } from '../../demo/sandbox/hearing/sound-meter.js';
import { SPEECH_START_MS, SPEECH_STOP_MS, SpeechGate } from '../../demo/sandbox/hearing/speech-gate.js';
import {
  FRAME_MS,
  FRAME_SAMPLES,
  HEARD_RATE,
  VoiceDetection,
} from '../../demo/sandbox/hearing/voice-detector.js';
import { join, noise, secondsOf, silence, speech, tone } from './sounds.js';

const frames = (samples: Int16Array): Int16Array[] =>
  Array.from({ length: Math.floor(samples.length / FRAME_SAMPLES) }, (_, index) =>
    samples.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES),
  );

describe('the detection of speech', () => {
  let detection: VoiceDetection;
  let words: Int16Array;
  before(async () => {
    detection = await VoiceDetection.load();
    words = await speech('This is what I wanted to say. And now I am waiting for an answer.');
  });

  /** When speech began and ended, in seconds of the sound. */
  const edges = (samples: Int16Array): { at: number; edge: string; speechMs: number }[] => {
    const detector = detection.detector();
    const gate = new SpeechGate();
    const found = frames(samples).flatMap((frame, index) => {
      const edge = gate.push(detector.isSpeech(frame));
      return edge ? [{ at: ((index + 1) * FRAME_MS) / 1000, edge, speechMs: gate.speechMs }] : [];
    });
    detector.close();
    return found;
  };

  it('finds begin and end in silence, each to within 0.15 s, and the length to within 5 %', () => {
    const [start, stop, ...more] = edges(join(silence(1), words, silence(2)));
    assert.deepEqual([start?.edge, stop?.edge, more.length], ['started', 'stopped', 0]);
    const length = secondsOf(words);
    assert.ok(Math.abs((start?.at ?? 0) - (1 + SPEECH_START_MS / 1000)) < 0.15, `${start?.at}`);
    assert.ok(Math.abs((stop?.at ?? 0) - (1 + length + SPEECH_STOP_MS / 1000)) < 0.15, `${stop?.at}`);
    assert.ok(Math.abs((stop?.speechMs ?? 0) / 1000 / length - 1) < 0.05, `${stop?.speechMs} of ${length}`);
  });

  it('does so in a noisy room, and takes neither noise nor clicks for speech', () => {
    const room = noise(1 + secondsOf(words) + 2, 0.01);
    const mixed = room.map((sample, index) => sample + (words[index - HEARD_RATE] ?? 0));
    assert.deepEqual(
      edges(mixed).map(({ edge }) => edge),
      ['started', 'stopped'],
    );
    assert.deepEqual(edges(noise(3, 0.02)), []);
    const clicks = join(...Array.from({ length: 10 }, () => join(silence(0.3), noise(0.02, 0.9))));
    assert.deepEqual(edges(clicks), []);
  });

  it('takes a sentence with a short pause for one, with a long pause for two', () => {
    const twice = (pause: number): number =>
      edges(join(silence(0.5), words, silence(pause), words, silence(2))).length;
    assert.equal(twice(0.4), 2);
    assert.equal(twice(1.5), 4);
  });
});

describe('the measures of sound', () => {
  it('tell a tone’s pitch to within 1 Hz', () => {
    for (const hertz of [100, 440, 1_000, 3_333.3]) {
      const found = dominantFrequency(tone(hertz, 1), HEARD_RATE) ?? 0;
      assert.ok(Math.abs(found - hertz) < 1, `${found}`);
    }
    assert.equal(dominantFrequency(silence(1), HEARD_RATE), null);
    assert.equal(dominantFrequency(tone(440, 0.01), HEARD_RATE), null);
  });

  it('tell how long, how loud and how long ago, and keep the pitch after the end', () => {
    const meter = new SoundMeter();
    let now = 0;
    for (const frame of frames(join(silence(0.5), tone(700, 2, 0.5), silence(0.5)))) {
      meter.push(frame, (now += FRAME_MS));
    }
    assert.deepEqual([meter.samples / HEARD_RATE, meter.soundSamples / HEARD_RATE], [3, 2]);
    assert.deepEqual([meter.lastSoundAt, meter.lastAt, meter.level], [2_500, 3_000, 0]);
    assert.ok(Math.abs(meter.peakRms - 0.5 / Math.SQRT2) < 0.01);
    assert.ok(Math.abs((meter.frequency() ?? 0) - 700) < 1);
  });
});
