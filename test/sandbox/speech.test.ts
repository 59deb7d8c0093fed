/** The voice: nothing of a text is lost, choice and rate are heard, what cannot be read does no harm. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SAMPLE_RATE, type FliteVoice } from '../../demo/sandbox/speech/flite.js';
import { Speech } from '../../demo/sandbox/speech/speech.js';
import type { SpokenSentence } from '../../demo/sandbox/speech/speech-thread.js';
import { pronounceable, splitFragments, splitSentences } from '../../demo/sandbox/speech/spoken-text.js';

const TEXTS = [
  'Hello there, friend. How are you?  I am fine!\n\nReally. ',
  '  leading and trailing  ',
  '   ',
  'One — two… “three” €5, naïve café 😀 Привет 你好。再见。',
  'word '.repeat(300),
  'x'.repeat(1_000),
  'a, b; c: '.repeat(100),
];

describe('spoken text', () => {
  it('loses nothing when it is cut into sentences and fragments', () => {
    for (const text of TEXTS) {
      const sentences = splitSentences(text);
      assert.equal(sentences.join(''), text);
      assert.equal(sentences.flatMap(splitFragments).join(''), text);
      assert.ok(sentences.every((sentence) => sentence.length <= 220));
    }
  });

  it('is plain ASCII for the synthesizer', () => {
    assert.equal(pronounceable('naïve'), 'naive');
    assert.equal(pronounceable('“Straße”'), 'Strasse');
    assert.equal(pronounceable('20°'), '20 degrees');
    assert.equal(pronounceable('😀'), '');
    assert.equal(pronounceable('<b>'), 'b');
  });
});

describe('speech', () => {
  let speech: Speech;
  before(() => {
    speech = new Speech();
  });
  after(() => speech.close());

  const say = async (text: string, voice: FliteVoice = 'slt', rate = 1): Promise<SpokenSentence[]> => {
    const sentences: SpokenSentence[] = [];
    for await (const sentence of speech.speak(text, { voice, rate })) sentences.push(sentence);
    return sentences;
  };
  const duration = (sentences: SpokenSentence[]): number =>
    sentences.reduce((sum, { durationMs }) => sum + durationMs, 0);

  it('comes sentence by sentence with times that only grow', async () => {
    const sentences = await say('This is one. And here, of course, is two.');
    assert.equal(sentences.length, 2);
    for (const { samples, durationMs, phones, fragments } of sentences) {
      assert.ok(Math.abs((samples.length / SAMPLE_RATE) * 1000 - durationMs) < 1);
      assert.ok(Math.max(...samples) > 3_000);
      const starts = fragments.map(({ startMs }) => startMs);
      assert.deepEqual(
        starts,
        [...starts].sort((a, b) => a - b),
      );
      assert.ok((starts.at(-1) ?? 0) < durationMs);
      assert.ok(Math.abs((phones.at(-1)?.endMs ?? 0) - durationMs) < 50);
    }
  });

  it('follows the rate', async () => {
    const [slow, normal, fast] = [
      duration(await say('The rate can be heard.', 'slt', 0.5)),
      duration(await say('The rate can be heard.')),
      duration(await say('The rate can be heard.', 'slt', 1.5)),
    ];
    assert.ok(slow / normal > 1.8 && slow / normal < 2.2, `${slow} ${normal}`);
    assert.ok(normal / fast > 1.35 && normal / fast < 1.65, `${normal} ${fast}`);
  });

  it('sounds different for each voice', async () => {
    const durations = await Promise.all(
      (['slt', 'rms', 'awb', 'kal16'] as const).map(async (voice) =>
        duration(await say('Who is speaking?', voice)),
      ),
    );
    assert.equal(new Set(durations).size, 4);
  });

  it('is a short silence where there is nothing to read', async () => {
    for (const text of ['...', '😀', '你好', '   ']) {
      const [sentence] = await say(text);
      assert.ok(
        sentence && sentence.durationMs <= 250 && sentence.samples.every((sample) => sample === 0),
        text,
      );
    }
  });
});
