// Makes what Chromium's fake microphone plays: WAV files with speech of the sandbox's own voice, kept in .cache.
// They are the same each time; their names change with what is in them.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import { SoundMeter } from '../../demo/sandbox/hearing/sound-meter.js';
import { FRAME_SAMPLES } from '../../demo/sandbox/hearing/voice-detector.js';
import { SAMPLE_RATE } from '../../demo/sandbox/speech/flite.js';
import { join, secondsOf, silence, speech, tone } from '../sandbox/sounds.js';
import type { MicrophoneFile } from './commands.js';

/** What a file says, with seconds of silence and a tone around it. Chromium plays it over and over. */
interface Recipe {
  readonly toneHertz: number;
  readonly toneSeconds: number;
  readonly before: number;
  readonly text: string;
  readonly after: number;
}

const recipes = {
  /** One sentence, and enough silence for it to be over. */
  sentence: {
    toneHertz: 0,
    toneSeconds: 0,
    before: 0.8,
    text: 'I would like to know when you open tomorrow morning, and whether there is a place to park.',
    after: 2.5,
  },
  /** Somebody who never pauses: whatever leaks is heard within a moment. In between a tone that no voice has. */
  nonstop: {
    toneHertz: 2_500,
    toneSeconds: 1,
    before: 0,
    text: 'I talk and talk and talk and never stop to breathe because nobody has told me yet that it is enough.',
    after: 0,
  },
} as const satisfies Record<string, Recipe>;

export type MicrophoneFileName = keyof typeof recipes;

const folder = resolve('.cache/microphone');
const headerBytes = 44;
const bytesPerSample = 2;

/** Where the file is; it is made if it is missing. */
export async function microphoneFile(name: MicrophoneFileName): Promise<string> {
  const recipe = recipes[name];
  const mark = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 8);
  const path = resolve(folder, `${name}-${mark}.wav`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  // Whole or not at all: a run that is interrupted leaves no half of a sentence for the next.
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, wav(await sound(recipe)));
  await rename(unfinished, path);
  return path;
}

/** Tells a test what is in a file. */
export function microphoneFilesPlugin(): TestRunnerPlugin {
  return {
    name: 'microphone-files',
    async executeCommand({ command, payload }) {
      if (command !== 'microphone-file') return undefined;
      return contents(payload as MicrophoneFileName);
    },
  };
}

async function contents(name: MicrophoneFileName): Promise<MicrophoneFile> {
  const { toneHertz, toneSeconds, before, after } = recipes[name];
  const { buffer } = new Uint8Array(await readFile(await microphoneFile(name)));
  const samples = new Int16Array(buffer, headerBytes);
  const meter = new SoundMeter();
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    meter.push(samples.subarray(at, at + FRAME_SAMPLES), at);
  }
  return {
    toneHertz,
    silenceSeconds: before,
    speechSeconds: secondsOf(samples) - toneSeconds - before - after,
    soundSeconds: secondsOf(samples.subarray(0, meter.soundSamples)),
  };
}

async function sound({ toneHertz, toneSeconds, before, text, after }: Recipe): Promise<Int16Array> {
  return join(tone(toneHertz, toneSeconds), silence(before), await speech(text), silence(after));
}

function wav(samples: Int16Array): Buffer {
  const header = Buffer.alloc(headerBytes);
  const bytes = samples.byteLength;
  header.write('RIFF', 0);
  header.writeUInt32LE(headerBytes - 8 + bytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  // PCM, one channel.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(bytes, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer, samples.byteOffset, bytes)]);
}
