// Sound in the pieces that it is sent in: their lengths, nothing lost between them, and their bytes.
import { expect } from '@open-wc/testing';
import { soundPieces, toBase64, untilAborted } from '../../../src/services/live-avatar/sound-pieces.js';
import { anyRejection, never, nextTask } from '../../support/outcome.js';

/** Samples that tell where they are. */
const counted = (length: number, from = 0): Int16Array =>
  Int16Array.from({ length }, (_sample, at) => (from + at) % 30_000);

async function* each(parts: readonly Int16Array[]): AsyncGenerator<Int16Array, void> {
  yield* parts;
}

async function pieces(parts: readonly Int16Array[], rate: number): Promise<Int16Array[]> {
  const all: Int16Array[] = [];
  for await (const piece of soundPieces(each(parts), rate)) all.push(piece);
  return all;
}

describe('pieces of sound', () => {
  for (const [name, parts, lengths] of [
    ['none for none', [], []],
    ['none for empty parts', [0, 0], []],
    ['one for less than the first', [3], [3]],
    ['the first exactly', [4], [4]],
    ['the first, and what is left', [5], [4, 1]],
    ['0.4 s, then 1 s each, then what is left', [37], [4, 10, 10, 10, 3]],
    ['the same whatever the parts', [1, 0, 2, 8, 20, 6], [4, 10, 10, 10, 3]],
    ['nothing left over where it fits', [14, 10], [4, 10, 10]],
  ] as const) {
    it(`are ${name}`, async () => {
      const sound: Int16Array[] = [];
      for (const length of parts)
        sound.push(
          counted(
            length,
            sound.reduce((all, part) => all + part.length, 0),
          ),
        );
      const cut = await pieces(sound, 10);
      expect(cut.map(({ length }) => length)).to.deep.equal(lengths);
      const total = lengths.reduce((all: number, length) => all + length, 0);
      expect(cut.flatMap((piece) => [...piece])).to.deep.equal([...counted(total)]);
    });
  }

  it('of 24 kHz have 9600 samples, then 24000', async () => {
    const cut = await pieces([counted(40_000)], 24_000);
    expect(cut.map(({ length }) => length)).to.deep.equal([9600, 24_000, 6400]);
  });

  it('keep what they have when the sound goes on in the same array', async () => {
    const shared = counted(4);
    async function* reused(): AsyncGenerator<Int16Array, void> {
      yield shared;
      shared.fill(7);
      yield shared;
    }
    const all: number[][] = [];
    for await (const piece of soundPieces(reused(), 10)) all.push([...piece]);
    expect(all).to.deep.equal([
      [0, 1, 2, 3],
      [7, 7, 7, 7],
    ]);
  });

  it('come as soon as they are full', async () => {
    async function* stalling(): AsyncGenerator<Int16Array, void> {
      yield counted(5);
      await never();
    }
    const { value } = await soundPieces(stalling(), 10).next();
    expect(value).to.have.lengthOf(4);
  });
});

describe('sound until it is aborted', () => {
  it('is the same sound', async () => {
    const { signal } = new AbortController();
    const parts: Int16Array[] = [];
    for await (const part of untilAborted(each([counted(1), counted(2)]), signal)) parts.push(part);
    expect(parts.map(({ length }) => length)).to.deep.equal([1, 2]);
  });

  it('leaves no listener with its signal', async () => {
    const { signal } = new AbortController();
    let listeners = 0;
    Object.assign(signal, {
      addEventListener: () => (listeners += 1),
      removeEventListener: () => (listeners -= 1),
    });
    const sound = untilAborted(each([counted(1)]), signal);
    await sound.next();
    expect(listeners).to.equal(1);
    await sound.next();
    expect(listeners).to.equal(0);
  });

  it('fails with the reason while more is waited for, and lets go of the sound', async () => {
    const controller = new AbortController();
    let returned = 0;
    const stalling: AsyncIterable<Int16Array> = {
      [Symbol.asyncIterator]: () => ({
        next: never,
        return: async () => {
          returned += 1;
          return { done: true, value: undefined };
        },
      }),
    };
    const reading = anyRejection(untilAborted(stalling, controller.signal).next());
    await nextTask();
    controller.abort(new Error('enough'));
    expect(await reading).to.have.property('message', 'enough');
    expect(returned).to.equal(1);
  });

  it('begins nothing after the end of its signal', async () => {
    let asked = 0;
    async function* sound(): AsyncGenerator<Int16Array, void> {
      asked += 1;
      yield counted(1);
    }
    const signal = AbortSignal.abort(new Error('enough'));
    expect(await anyRejection(untilAborted(sound(), signal).next())).to.have.property('message', 'enough');
    expect(asked).to.equal(0);
  });

  it('waits for nobody who takes his time to let go', async () => {
    const controller = new AbortController();
    const slow: AsyncIterable<Int16Array> = {
      [Symbol.asyncIterator]: () => ({ next: never, return: never }),
    };
    const reading = anyRejection(untilAborted(slow, controller.signal).next());
    controller.abort(new Error('enough'));
    expect(await reading).to.have.property('message', 'enough');
  });
});

describe('samples in base64', () => {
  it('are of 16 bit, little-endian', () => {
    expect(toBase64(Int16Array.of(0, 1, -1, 0x1234, -0x8000, 0x7fff))).to.equal(
      btoa('\x00\x00\x01\x00\xff\xff\x34\x12\x00\x80\xff\x7f'),
    );
    expect(toBase64(Int16Array.of())).to.equal('');
  });

  it('are those of the view, not of its buffer', () => {
    expect(toBase64(Int16Array.of(1, 2, 3, 4).subarray(1, 3))).to.equal(btoa('\x02\x00\x03\x00'));
  });

  it('are all there, however many', () => {
    const samples = counted(24_000);
    const bytes = Uint8Array.from(atob(toBase64(samples)), (character) => character.charCodeAt(0));
    expect([...new Int16Array(bytes.buffer)]).to.deep.equal([...samples]);
  });
});
