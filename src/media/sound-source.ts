/** Converts a page's audio into what the avatar takes: 16-bit mono samples at 24 kHz. */

import { sessionError } from '../api/error-table.js';
import type { SoundSource } from '../api/requests.js';

const sampleRate = 24_000;

/** The samples of `source`, read when they are iterated. Throws `invalid_option` then if it isn't audio. */
export function samplesOf(source: SoundSource): AsyncIterable<Int16Array> {
  return {
    [Symbol.asyncIterator]: () => (source instanceof ReadableStream ? read(source) : whole(source)),
  };
}

async function* whole(source: Int16Array | AudioBuffer): AsyncGenerator<Int16Array, void> {
  if (source instanceof Int16Array) yield source;
  else if (source instanceof AudioBuffer) yield await resample(source);
  else
    throw noSound(
      'speakAudio() takes an Int16Array at 24 kHz, an AudioBuffer, or a ReadableStream of Int16Arrays.',
    );
}

/** By hand: not every browser can iterate a stream, and a generator can't be ended while it waits for one. */
function read(stream: ReadableStream<unknown>): AsyncIterator<Int16Array, undefined> {
  if (stream.locked) throw noSound('speakAudio() was given a stream that somebody else reads.');
  const reader = stream.getReader();
  const end = async (): Promise<IteratorReturnResult<undefined>> => {
    // Tells the source of the stream that no more is needed.
    await reader.cancel().catch(() => undefined);
    reader.releaseLock();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      const { done, value } = await reader.read();
      if (done) return end();
      if (value instanceof Int16Array) return { done: false, value };
      await end();
      throw noSound('speakAudio() was given a stream of something other than Int16Arrays.');
    },
    return: end,
  };
}

/** Mixes to one channel and resamples, by the browser. */
async function resample(buffer: AudioBuffer): Promise<Int16Array> {
  const length = Math.ceil(buffer.duration * sampleRate);
  const context = new OfflineAudioContext(1, length, sampleRate);
  const player = new AudioBufferSourceNode(context, { buffer });
  player.connect(context.destination);
  player.start();
  const rendered = await context.startRendering();
  return Int16Array.from(rendered.getChannelData(0), (sample) => Math.max(-1, Math.min(1, sample)) * 0x7fff);
}

function noSound(message: string): Error {
  return sessionError('invalid_option', { phase: 'live', message });
}
