/** Owns the types of `@echogarden/fvad-wasm`, which has none: libfvad's C functions and the memory they work in. */
declare module '@echogarden/fvad-wasm' {
  export interface Fvad {
    /** Replaced when the memory grows: read it anew for each use. */
    readonly HEAP16: Int16Array;
    _malloc(bytes: number): number;
    _free(address: number): void;
    _fvad_new(): number;
    _fvad_free(detector: number): void;
    /** 0 (quality) to 3 (very aggressive). */
    _fvad_set_mode(detector: number, mode: number): number;
    _fvad_set_sample_rate(detector: number, rate: number): number;
    /** 1: speech, 0: none, -1: the frame has a length that it does not take. */
    _fvad_process(detector: number, frame: number, samples: number): number;
  }
  export default function load(): Promise<Fvad>;
}
