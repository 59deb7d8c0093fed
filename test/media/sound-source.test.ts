// A page's sound as 16 bit, mono, at 24 kHz: arrays, buffers and streams, and what becomes of a stream that is left.
import { expect } from '@open-wc/testing';
import type { SoundSource } from '../../src/api/requests.js';
import { samplesOf } from '../../src/media/sound-source.js';
import { anyRejection, isPending, never, nextTask, rejection } from '../support/outcome.js';

async function read(source: unknown): Promise<Int16Array[]> {
  const parts: Int16Array[] = [];
  for await (const part of samplesOf(source as SoundSource)) parts.push(part);
  return parts;
}

/** A tone of 440 Hz in every channel, as loud as asked for. */
function tone(options: { rate: number; channels: number; seconds: number; loudness?: number }): AudioBuffer {
  const { rate, channels, seconds, loudness = 0.5 } = options;
  const length = Math.round(rate * seconds);
  const buffer = new AudioBuffer({ length, sampleRate: rate, numberOfChannels: channels });
  for (let channel = 0; channel < channels; channel += 1) {
    const samples = buffer.getChannelData(channel);
    for (const at of samples.keys()) samples[at] = loudness * Math.sin((2 * Math.PI * 440 * at) / rate);
  }
  return buffer;
}

/** How often it goes up through zero. */
const waves = (samples: Int16Array): number =>
  samples.reduce(
    (count, sample, at) => count + (at > 0 && (samples[at - 1] ?? 0) < 0 && sample >= 0 ? 1 : 0),
    0,
  );

const loudest = (samples: Int16Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe('samples of an array', () => {
  it('are the array itself', async () => {
    const samples = Int16Array.of(1, -2, 3);
    const parts = await read(samples);
    expect(parts).to.have.lengthOf(1);
    expect(parts[0]).to.equal(samples);
  });
});

describe('samples of an AudioBuffer', () => {
  for (const [rate, channels] of [
    [48_000, 2],
    [44_100, 1],
    [24_000, 1],
    [16_000, 1],
    [8000, 2],
  ] as const) {
    it(`are brought from ${rate} Hz and ${channels} channels to 24 kHz and one`, async () => {
      const [samples = new Int16Array(), ...more] = await read(tone({ rate, channels, seconds: 0.5 }));
      expect(more).to.deep.equal([]);
      expect(samples).to.have.lengthOf(12_000);
      expect(waves(samples)).to.be.within(218, 221);
      expect(loudest(samples)).to.be.within(0.47 * 0x7fff, 0.53 * 0x7fff);
    });
  }

  it('are mixed from channels that differ', async () => {
    const buffer = tone({ rate: 24_000, channels: 2, seconds: 0.1 });
    buffer.getChannelData(1).fill(0);
    const [samples = new Int16Array()] = await read(buffer);
    expect(loudest(samples)).to.be.within(0.24 * 0x7fff, 0.26 * 0x7fff);
  });

  it('are cut off where they are too loud, and do not turn over', async () => {
    const [samples = new Int16Array()] = await read(
      tone({ rate: 24_000, channels: 1, seconds: 0.1, loudness: 2 }),
    );
    expect(loudest(samples)).to.equal(0x7fff);
    const leap = samples.reduce(
      (most, sample, at) => Math.max(most, at > 0 ? Math.abs(sample - (samples[at - 1] ?? 0)) : 0),
      0,
    );
    expect(leap, 'from one sample to the next').to.be.lessThan(0x4000);
  });

  it('are all there of one that is a single sample long', async () => {
    const buffer = new AudioBuffer({ length: 1, sampleRate: 48_000 });
    expect((await read(buffer))[0]).to.have.lengthOf(1);
  });
});

describe('samples of a stream', () => {
  it('come as they come, until it ends', async () => {
    const stream = new ReadableStream<Int16Array>({
      start(controller) {
        controller.enqueue(Int16Array.of(1));
        controller.enqueue(Int16Array.of());
        controller.enqueue(Int16Array.of(2, 3));
        controller.close();
      },
    });
    expect((await read(stream)).map((part) => [...part])).to.deep.equal([[1], [], [2, 3]]);
    expect(stream.locked).to.equal(false);
  });

  it('do not lock it before they are read', () => {
    const stream = new ReadableStream<Int16Array>();
    samplesOf(stream);
    expect(stream.locked).to.equal(false);
  });

  it('end it where they are left half-way', async () => {
    let cancelled = 0;
    const stream = new ReadableStream<Int16Array>({
      pull: (controller) => controller.enqueue(Int16Array.of(1)),
      cancel: () => void (cancelled += 1),
    });
    for await (const part of samplesOf(stream)) {
      expect(part).to.have.lengthOf(1);
      break;
    }
    expect([cancelled, stream.locked]).to.deep.equal([1, false]);
  });

  it('end it also while more is waited for', async () => {
    let cancelled = 0;
    const stream = new ReadableStream<Int16Array>({ pull: never, cancel: () => void (cancelled += 1) });
    const iterator = samplesOf(stream)[Symbol.asyncIterator]();
    const next = iterator.next();
    expect(await isPending(next)).to.equal(true);
    await iterator.return?.();
    expect((await next).done).to.equal(true);
    await nextTask();
    expect([cancelled, stream.locked]).to.deep.equal([1, false]);
  });

  it('fail with its error', async () => {
    const stream = new ReadableStream<Int16Array>({
      start: (controller) => controller.error(new Error('no more')),
    });
    expect(await anyRejection(read(stream))).to.have.property('message', 'no more');
  });

  it('are not told of an error of whoever is to stop', async () => {
    const stream = new ReadableStream<Int16Array>({
      pull: (controller) => controller.enqueue(Int16Array.of(1)),
      cancel: () => Promise.reject(new Error('will not stop')),
    });
    for await (const part of samplesOf(stream)) {
      expect(part).to.have.lengthOf(1);
      break;
    }
    expect(stream.locked).to.equal(false);
  });

  for (const [name, value] of [
    ['bytes, such as of a response', Uint8Array.of(1, 2)],
    ['samples of 32 bit', Float32Array.of(0.5)],
    ['texts', 'sound'],
    ['nothing', undefined],
  ] as const) {
    it(`are refused with invalid_option where it is of ${name}, and end it`, async () => {
      let cancelled = 0;
      const stream = new ReadableStream<unknown>({
        start: (controller) => controller.enqueue(value),
        cancel: () => void (cancelled += 1),
      });
      expect(await rejection(read(stream))).to.include({ code: 'invalid_option', phase: 'live' });
      expect(cancelled).to.equal(1);
    });
  }

  it('are refused with invalid_option where somebody else reads it', async () => {
    const stream = new ReadableStream<Int16Array>();
    stream.getReader();
    expect(await rejection(read(stream))).to.include({ code: 'invalid_option', phase: 'live' });
  });
});

describe('samples of what is no sound', () => {
  for (const [name, source] of [
    ['nothing', undefined],
    ['null', null],
    ['a text', 'sound'],
    ['bytes', Uint8Array.of(1, 2)],
    ['samples of 32 bit', Float32Array.of(0.5)],
    ['a list', [1, 2]],
    ['a Blob', new Blob()],
  ] as const) {
    it(`are refused with invalid_option, and what it takes: ${name}`, async () => {
      const error = await rejection(read(source));
      expect(error).to.include({ code: 'invalid_option', phase: 'live' });
      expect(error.message).to.contain('Int16Array');
    });
  }
});
