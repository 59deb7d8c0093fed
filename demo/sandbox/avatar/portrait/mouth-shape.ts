/** Owns how a mouth looks for a sound: the phones of flite to a few lip shapes, and the way from one to the next. */
import type { Phone } from '../../speech/flite.js';

export interface MouthShape {
  /** 0 closed to 1 wide open. */
  open: number;
  /** −1 rounded to 1 spread. */
  spread: number;
  /** 0 none to 1: the upper teeth show. */
  teeth: number;
  /** 0 none to 1: the tongue shows. */
  tongue: number;
}

export const CLOSED: MouthShape = { open: 0, spread: 0, teeth: 0, tongue: 0 };

const OPEN: MouthShape = { open: 0.95, spread: 0, teeth: 0.5, tongue: 0.4 };
const MIDDLE: MouthShape = { open: 0.6, spread: 0.3, teeth: 0.6, tongue: 0.3 };
const NARROW: MouthShape = { open: 0.38, spread: 0.85, teeth: 0.9, tongue: 0.1 };
const ROUND: MouthShape = { open: 0.65, spread: -0.8, teeth: 0, tongue: 0.1 };
const PURSED: MouthShape = { open: 0.3, spread: -1, teeth: 0, tongue: 0 };
const LIPS: MouthShape = { open: 0, spread: 0.05, teeth: 0, tongue: 0 };
const LIP_TEETH: MouthShape = { open: 0.16, spread: 0.2, teeth: 1, tongue: 0 };
const HISS: MouthShape = { open: 0.2, spread: 0.55, teeth: 1, tongue: 0 };
const HUSH: MouthShape = { open: 0.3, spread: -0.55, teeth: 0.9, tongue: 0 };
const TONGUE: MouthShape = { open: 0.36, spread: 0.25, teeth: 0.6, tongue: 0.9 };
const BACK: MouthShape = { open: 0.34, spread: 0.15, teeth: 0.3, tongue: 0.2 };

const SHAPES: Record<string, MouthShape> = {
  pau: CLOSED,
  ...shaped(OPEN, 'aa ae ay aw ah'),
  ...shaped(MIDDLE, 'eh ey ax hh'),
  ...shaped(NARROW, 'iy ih y'),
  ...shaped(ROUND, 'ao ow oy'),
  ...shaped(PURSED, 'uw uh w'),
  ...shaped(LIPS, 'p b m'),
  ...shaped(LIP_TEETH, 'f v'),
  ...shaped(HISS, 's z'),
  ...shaped(HUSH, 'sh zh ch jh r er'),
  ...shaped(TONGUE, 'th dh l'),
  ...shaped(BACK, 't d n k g ng'),
};

/** How far ahead of the sound the lips move; without it a drawn mouth seems late. */
const LEAD_MS = 45;
/** The share of the way to the wanted shape that is made in one millisecond. */
const SPEED_PER_MS = 0.022;

/** Speech of an ordinary level, about -20 dBFS, opens the mouth three quarters wide. */
const LOUDNESS_TO_OPEN = 7;
const JUST_OPEN = 0.05;

export function shapeAt(phones: readonly Phone[], timeMs: number): MouthShape {
  const at = timeMs + LEAD_MS;
  const phone = phones.find(({ endMs }) => endMs > at);
  return (phone && SHAPES[phone.name]) ?? CLOSED;
}

/** Where only the sound is known: the louder, the wider. */
export function shapeOfLoudness(rms: number): MouthShape {
  const open = Math.min(1, rms * LOUDNESS_TO_OPEN);
  return open < JUST_OPEN ? CLOSED : { ...MIDDLE, open };
}

/** Lips do not jump: each frame goes part of the way. */
export function moveTowards(from: MouthShape, to: MouthShape, elapsedMs: number): MouthShape {
  const share = 1 - Math.exp(-SPEED_PER_MS * elapsedMs);
  const between = (a: number, b: number): number => a + (b - a) * share;
  return {
    open: between(from.open, to.open),
    spread: between(from.spread, to.spread),
    teeth: between(from.teeth, to.teeth),
    tongue: between(from.tongue, to.tongue),
  };
}

function shaped(shape: MouthShape, phones: string): Record<string, MouthShape> {
  return Object.fromEntries(phones.split(' ').map((phone) => [phone, shape]));
}
