/**
 * Owns the binary frames of the chat WebSocket: protobuf 3, package `pipecat`. Reads what
 * clients send: `Frame { text = 1 | audio = 2 | transcription = 3 }`.
 */

export type PipecatFrame =
  | { type: 'text'; text: string }
  | { type: 'audio'; audio: Uint8Array; sampleRate: number; numChannels: number }
  | { type: 'transcription' };

type Field = { number: number } & ({ bytes: Uint8Array } | { value: number });

/** Undefined for bytes that are no frame. */
export function readPipecatFrame(bytes: Uint8Array): PipecatFrame | undefined {
  let frame: PipecatFrame | undefined;
  for (const field of readFields(bytes) ?? []) {
    if (!('bytes' in field)) continue;
    const fields = readFields(field.bytes);
    if (!fields) return undefined;
    const bytesOf = (number: number): Uint8Array => {
      const found = fields.findLast((candidate) => candidate.number === number);
      return found && 'bytes' in found ? found.bytes : new Uint8Array();
    };
    const valueOf = (number: number): number => {
      const found = fields.findLast((candidate) => candidate.number === number);
      return found && 'value' in found ? found.value : 0;
    };
    // A oneof: the last one on the wire counts.
    if (field.number === 1) frame = { type: 'text', text: new TextDecoder().decode(bytesOf(3)) };
    if (field.number === 2) {
      frame = { type: 'audio', audio: bytesOf(3), sampleRate: valueOf(4), numChannels: valueOf(5) };
    }
    if (field.number === 3) frame = { type: 'transcription' };
  }
  return frame;
}

function readFields(bytes: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  /** Numbers beyond 2^53 (64-bit ids that nobody reads) lose their last digits, no more. */
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) return Number.NaN;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    if (!(number >= 1)) return undefined;
    switch (tag % 8) {
      case 0:
        fields.push({ number, value: varint() });
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = varint();
        if (!(at + length <= bytes.length)) return undefined;
        fields.push({ number, bytes: bytes.subarray(at, at + length) });
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        return undefined;
    }
    if (at > bytes.length) return undefined;
  }
  return fields;
}
