/**
 * Owns the thread that speech is made in: a sentence comes in, samples, phones and the time of each fragment go
 * out. One sentence at a time, in the order asked for.
 */
import { parentPort } from 'node:worker_threads';
import { countPhones, loadFlite, SAMPLE_RATE, synthesize, type FliteVoice, type Phone } from './flite.js';
import { hasSound, pronounceable, splitFragments } from './spoken-text.js';

export interface SentenceRequest {
  id: number;
  sentence: string;
  voice: FliteVoice;
  rate: number;
}

/** A piece of the text and when, within its sentence, it begins to sound. */
export interface TimedFragment {
  text: string;
  startMs: number;
}

export interface SpokenSentence {
  samples: Int16Array<ArrayBuffer>;
  durationMs: number;
  phones: Phone[];
  fragments: TimedFragment[];
}

export type SentenceAnswer = { id: number } & ({ spoken: SpokenSentence } | { failure: string });

/** What a sentence without a sound lasts (three dots, a script that the voice cannot read). */
const SILENT_SENTENCE_MS = 200;

const port = parentPort;
if (!port) throw new Error('speech-thread.ts runs as a worker thread only');
const flite = loadFlite();

port.on('message', (request: SentenceRequest) => void answerTo(request));

async function answerTo(request: SentenceRequest): Promise<void> {
  let answer: SentenceAnswer;
  try {
    answer = { id: request.id, spoken: speak(await flite, request) };
  } catch (error) {
    answer = { id: request.id, failure: error instanceof Error ? error.message : String(error) };
  }
  port?.postMessage(answer, 'spoken' in answer ? [answer.spoken.samples.buffer] : []);
}

function speak(module: WebAssembly.Module, { sentence, voice, rate }: SentenceRequest): SpokenSentence {
  const fragments = splitFragments(sentence);
  const words = fragments.map(pronounceable).map((word) => (hasSound(word) ? word : ''));
  if (words.every((word) => word === '')) {
    const samples = new Int16Array((SAMPLE_RATE * SILENT_SENTENCE_MS) / 1000);
    return {
      samples,
      durationMs: SILENT_SENTENCE_MS,
      phones: [],
      fragments: fragments.map((text) => ({ text, startMs: 0 })),
    };
  }
  const { samples, phones } = synthesize(module, words.filter(Boolean).join(' '), voice, rate);
  const starts = fragmentStarts(module, words, phones);
  return {
    samples: new Int16Array(samples),
    durationMs: (samples.length / SAMPLE_RATE) * 1000,
    phones,
    fragments: fragments.map((text, index) => ({ text, startMs: starts[index] ?? 0 })),
  };
}

/** Deals the phones out to the words: by the phones that each word has alone, else by its letters. */
function fragmentStarts(module: WebAssembly.Module, words: string[], phones: Phone[]): number[] {
  const spoken = words.filter(Boolean);
  const weights = countPhones(module, spoken) ?? spoken.map((word) => word.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const voiced: { startMs: number }[] = [];
  let startMs = 0;
  for (const phone of phones) {
    if (phone.name !== 'pau') voiced.push({ startMs });
    startMs = phone.endMs;
  }
  const starts: number[] = [];
  let before = 0;
  let index = 0;
  for (const word of words) {
    // In running speech a word may have a phone more or less than alone, so positions are shares of the whole.
    const position = Math.min(voiced.length - 1, Math.round((before / total) * voiced.length));
    starts.push(voiced[position]?.startMs ?? 0);
    if (word !== '') before += weights[index++] ?? 0;
  }
  return starts;
}
