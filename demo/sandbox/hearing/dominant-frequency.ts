/** Owns the question which frequency is the strongest in a piece of sound: an FFT and its highest peak. */

/** A power of two; at 16 kHz half a second, and lines 2 Hz apart. */
const SIZE = 8_192;
/** Below is hum and the window's own leakage from a constant offset. */
const LOWEST_HZ = 40;

/** Of the last half second of the samples; null when they are too few to tell. */
export function dominantFrequency(samples: Int16Array, rate: number): number | null {
  const piece = samples.subarray(-SIZE);
  if (piece.length < SIZE / 8) return null;
  const real = new Float64Array(SIZE);
  const imaginary = new Float64Array(SIZE);
  for (const [index, sample] of piece.entries()) {
    real[index] = sample * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / piece.length));
  }
  transform(real, imaginary);
  const power = (line: number): number => (real[line] ?? 0) ** 2 + (imaginary[line] ?? 0) ** 2;
  let peak = Math.ceil((LOWEST_HZ * SIZE) / rate);
  for (let line = peak; line < SIZE / 2; line++) if (power(line) > power(peak)) peak = line;
  if (power(peak) === 0) return null;
  // Between the lines: the top of a parabola through the logarithms of the peak and its neighbours.
  const [left, top, right] = [peak - 1, peak, peak + 1].map((line) => Math.log(power(line) + 1e-9));
  const bend = (left ?? 0) - 2 * (top ?? 0) + (right ?? 0);
  const shift = bend === 0 ? 0 : ((left ?? 0) - (right ?? 0)) / (2 * bend);
  return ((peak + shift) * rate) / SIZE;
}

/** The fast Fourier transform in place (radix 2, decimation in time). */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, mirrored = 0; index < size; index++) {
    let bit = size >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored |= bit;
    // The imaginary parts are all zero before the first pass, so only the real ones change places.
    if (index < mirrored) [real[index], real[mirrored]] = [real[mirrored] ?? 0, real[index] ?? 0];
  }
  for (let length = 2; length <= size; length *= 2) {
    const half = length / 2;
    for (let offset = 0; offset < half; offset++) {
      const cosine = Math.cos((-2 * Math.PI * offset) / length);
      const sine = Math.sin((-2 * Math.PI * offset) / length);
      for (let even = offset; even < size; even += length) {
        const odd = even + half;
        const a = (real[odd] ?? 0) * cosine - (imaginary[odd] ?? 0) * sine;
        const b = (real[odd] ?? 0) * sine + (imaginary[odd] ?? 0) * cosine;
        real[odd] = (real[even] ?? 0) - a;
        imaginary[odd] = (imaginary[even] ?? 0) - b;
        real[even] = (real[even] ?? 0) + a;
        imaginary[even] = (imaginary[even] ?? 0) + b;
      }
    }
  }
}
