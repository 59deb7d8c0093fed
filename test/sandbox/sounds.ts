/** Owns the sounds that tests play into a microphone: tones, noise, silence, and speech of the sandbox's own voice. */
import { SAMPLE_RATE } from '../../demo/sandbox/speech/flite.js';
import { Speech } from '../../demo/sandbox/speech/speech.js';

const FULL_SCALE = 32_767;

export function tone(hertz: number, seconds: number, level = 0.5, rate = SAMPLE_RATE): Int16Array {
  const turn = (2 * Math.PI * hertz) / rate;
  const length = Math.round(seconds * rate);
  return Int16Array.from({ length }, (_, index) => Math.sin(index * turn) * level * FULL_SCALE);
}

export function silence(seconds: number): Int16Array {
  return new Int16Array(Math.round(seconds * SAMPLE_RATE));
}

/** White, and the same each time. */
export function noise(seconds: number, level: number): Int16Array {
  let state = 1;
  return Int16Array.from({ length: Math.round(seconds * SAMPLE_RATE) }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state / 0x3fffffff - 1) * level * FULL_SCALE;
  });
}

export function join(...pieces: Int16Array[]): Int16Array {
  return Int16Array.from(pieces.flatMap((piece) => [...piece]));
}

/** From its first to its last sound: what the synthesizer leaves silent at both ends is cut off. */
export async function speech(text: string): Promise<Int16Array> {
  const maker = new Speech();
  const pieces: Int16Array[] = [];
  for await (const { samples } of maker.speak(text, { voice: 'slt', rate: 1 })) pieces.push(samples);
  await maker.close();
  const whole = join(...pieces);
  const audible = (sample: number): boolean => Math.abs(sample) > FULL_SCALE / 50;
  return whole.slice(whole.findIndex(audible), whole.findLastIndex(audible));
}

export const secondsOf = (samples: Int16Array): number => samples.length / SAMPLE_RATE;
