/** Cuts sound into the pieces that LiveAvatar takes (protocol.md, "LITE mode"): 0.4 s first, then 1 s each. */

const first = 0.4;
const rest = 1;

/** The same samples in pieces of those lengths; only the last may be shorter. */
export async function* soundPieces(
  sound: AsyncIterable<Int16Array>,
  sampleRate: number,
): AsyncGenerator<Int16Array, void> {
  let piece = new Int16Array(first * sampleRate);
  let filled = 0;
  for await (const samples of sound) {
    for (let from = 0; from < samples.length;) {
      const part = samples.subarray(from, from + piece.length - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < piece.length) continue;
      yield piece;
      piece = new Int16Array(rest * sampleRate);
      filled = 0;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

/** The same sound. Throws the signal's reason as soon as it aborts, even while waiting for more sound. */
export async function* untilAborted(
  sound: AsyncIterable<Int16Array>,
  signal: AbortSignal,
): AsyncGenerator<Int16Array, void> {
  const iterator = sound[Symbol.asyncIterator]();
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort);
  });
  // Reported where it is awaited.
  aborted.catch(() => undefined);
  try {
    for (;;) {
      signal.throwIfAborted();
      const next: IteratorResult<Int16Array, undefined> = await Promise.race([iterator.next(), aborted]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: the source may take its time to stop.
    iterator.return?.().catch(() => undefined);
  }
}

/** Little-endian, as every machine with a browser has it. */
export function toBase64(samples: Int16Array): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  let text = '';
  // In parts: the arguments of a call are limited.
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000));
  }
  return btoa(text);
}
