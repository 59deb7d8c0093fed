/**
 * Owns the few WASI calls that the speech synthesizer makes: arguments in, standard output and one output
 * file out, all in memory. `node:wasi` ends the whole process with SIGSEGV when it runs flite on Node 20, and
 * nothing here needs the machine's files or clock precision.
 */

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NO_ENTRY = 44;
const FIRST_FREE_DESCRIPTOR = 4;
const PREOPENED_FOLDER = 3;
const FILETYPE_DIRECTORY = 3;
const FILETYPE_REGULAR = 4;
const OPEN_CREATE = 1;
const ALL_RIGHTS = 0xffff_ffff_ffff_ffffn;

/** What a finished program leaves behind. */
export interface WasiRun {
  exitCode: number;
  stdout: string;
  stderr: string;
  files: Map<string, Uint8Array>;
}

class ProgramExit extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`the program ended with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

/** A file that grows as the program writes; doubling keeps a long utterance from being copied at each write. */
class MemoryFile {
  #bytes = new Uint8Array(64 * 1024);
  #length = 0;
  #position = 0;

  write(chunk: Uint8Array): void {
    const end = this.#position + chunk.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#position);
    this.#position = end;
    this.#length = Math.max(this.#length, end);
  }

  /** `whence` as in WASI: 0 from the start, 1 from here, 2 from the end. */
  seek(offset: number, whence: number): number {
    const from = whence === 0 ? 0 : whence === 1 ? this.#position : this.#length;
    this.#position = Math.max(0, from + offset);
    return this.#position;
  }

  contents(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** Runs a compiled program once, in an instance of its own: flite keeps state that a second run would trip over. */
export function runWasi(module: WebAssembly.Module, args: readonly string[]): WasiRun {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const argv = args.map((arg) => encoder.encode(`${arg}\0`));
  const open = new Map<number, MemoryFile>([
    [1, new MemoryFile()],
    [2, new MemoryFile()],
  ]);
  const names = new Map<number, string>();
  let nextDescriptor = FIRST_FREE_DESCRIPTOR;
  const files = new Map<string, Uint8Array>();

  // The view is made anew at each call: growing the memory detaches the old buffer.
  let memory: WebAssembly.Memory;
  const view = (): DataView => new DataView(memory.buffer);
  const bytes = (address: number, length: number): Uint8Array =>
    new Uint8Array(memory.buffer, address, length);

  const close = (descriptor: number): void => {
    const name = names.get(descriptor);
    const file = open.get(descriptor);
    if (name !== undefined && file) files.set(name, file.contents());
    names.delete(descriptor);
    if (descriptor > 2) open.delete(descriptor);
  };

  const imports = {
    args_sizes_get(countAt: number, sizeAt: number): number {
      view().setUint32(countAt, argv.length, true);
      view().setUint32(
        sizeAt,
        argv.reduce((total, arg) => total + arg.length, 0),
        true,
      );
      return SUCCESS;
    },
    args_get(pointersAt: number, bufferAt: number): number {
      let at = bufferAt;
      argv.forEach((arg, index) => {
        view().setUint32(pointersAt + index * 4, at, true);
        bytes(at, arg.length).set(arg);
        at += arg.length;
      });
      return SUCCESS;
    },
    clock_time_get(_clock: number, _precision: bigint, timeAt: number): number {
      view().setBigUint64(timeAt, BigInt(Date.now()) * 1_000_000n, true);
      return SUCCESS;
    },
    fd_prestat_get(descriptor: number, statAt: number): number {
      if (descriptor !== PREOPENED_FOLDER) return BAD_DESCRIPTOR;
      view().setUint8(statAt, 0);
      view().setUint32(statAt + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(descriptor: number, nameAt: number, length: number): number {
      if (descriptor !== PREOPENED_FOLDER) return BAD_DESCRIPTOR;
      bytes(nameAt, Math.min(length, 1)).set(encoder.encode('.').subarray(0, length));
      return SUCCESS;
    },
    fd_fdstat_get(descriptor: number, statAt: number): number {
      if (descriptor !== PREOPENED_FOLDER && !open.has(descriptor)) return BAD_DESCRIPTOR;
      view().setUint8(statAt, descriptor === PREOPENED_FOLDER ? FILETYPE_DIRECTORY : FILETYPE_REGULAR);
      view().setUint16(statAt + 2, 0, true);
      view().setBigUint64(statAt + 8, ALL_RIGHTS, true);
      view().setBigUint64(statAt + 16, ALL_RIGHTS, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: (): number => SUCCESS,
    path_open(
      _folder: number,
      _lookup: number,
      nameAt: number,
      nameLength: number,
      openFlags: number,
      _rights: bigint,
      _inheriting: bigint,
      _flags: number,
      descriptorAt: number,
    ): number {
      // Nothing can be read: the voices are compiled in, so whatever flite looks for does not exist.
      if ((openFlags & OPEN_CREATE) === 0) return NO_ENTRY;
      const descriptor = nextDescriptor++;
      names.set(descriptor, decoder.decode(bytes(nameAt, nameLength)));
      open.set(descriptor, new MemoryFile());
      view().setUint32(descriptorAt, descriptor, true);
      return SUCCESS;
    },
    fd_write(descriptor: number, vectorsAt: number, count: number, writtenAt: number): number {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      let written = 0;
      for (let index = 0; index < count; index++) {
        const address = view().getUint32(vectorsAt + index * 8, true);
        const length = view().getUint32(vectorsAt + index * 8 + 4, true);
        file.write(bytes(address, length));
        written += length;
      }
      view().setUint32(writtenAt, written, true);
      return SUCCESS;
    },
    fd_read: (): number => BAD_DESCRIPTOR,
    fd_seek(descriptor: number, offset: bigint, whence: number, positionAt: number): number {
      const file = open.get(descriptor);
      if (!file) return BAD_DESCRIPTOR;
      view().setBigUint64(positionAt, BigInt(file.seek(Number(offset), whence)), true);
      return SUCCESS;
    },
    fd_close(descriptor: number): number {
      close(descriptor);
      return SUCCESS;
    },
    proc_exit(exitCode: number): never {
      throw new ProgramExit(exitCode);
    },
  };

  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  memory = instance.exports['memory'] as WebAssembly.Memory;
  let exitCode = 0;
  try {
    (instance.exports['_start'] as () => void)();
  } catch (error) {
    if (!(error instanceof ProgramExit)) throw error;
    exitCode = error.exitCode;
  }
  for (const descriptor of [...names.keys()]) close(descriptor);
  const standard = (descriptor: number): string =>
    decoder.decode(open.get(descriptor)?.contents() ?? new Uint8Array());
  return { exitCode, stdout: standard(1), stderr: standard(2), files };
}
