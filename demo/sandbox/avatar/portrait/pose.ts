/** Owns how the figure holds itself at a moment: breathing, sway, blinks, glances, and the listening pose. */

export interface Pose {
  /** 0 breathed out to 1 breathed in. */
  breath: number;
  /** Where the head is moved and turned from its rest. */
  headX: number;
  headY: number;
  headTilt: number;
  /** 0 shut to 1 open. */
  lids: number;
  /** −1 to 1. */
  gazeX: number;
  gazeY: number;
  /** 0 at rest to 1 raised. */
  brows: number;
  smile: number;
}

const BREATH_MS = 4_200;
const BLINK_MS = 170;
const BLINK_EVERY_MS = 3_700;
const GLANCE_EVERY_MS = 5_300;
const LISTENING_PER_MS = 0.006;

/** The same figure for the same times: nothing random, so that a picture can be asked for twice. */
export class PoseClock {
  #listening = 0;
  #energy = 0;
  #lastMs = 0;

  /** `mouthOpen` makes the head nod a little with what is said. */
  at(timeMs: number, { listening, mouthOpen }: { listening: boolean; mouthOpen: number }): Pose {
    const elapsed = Math.max(0, timeMs - this.#lastMs);
    this.#lastMs = timeMs;
    this.#listening += ((listening ? 1 : 0) - this.#listening) * (1 - Math.exp(-LISTENING_PER_MS * elapsed));
    this.#energy += (mouthOpen - this.#energy) * (1 - Math.exp(-0.008 * elapsed));
    const attention = this.#listening;
    const energy = this.#energy;
    const sway = (period: number, phase = 0): number => Math.sin((timeMs / period) * Math.PI * 2 + phase);
    return {
      breath: 0.5 - 0.5 * Math.cos((timeMs / BREATH_MS) * Math.PI * 2),
      headX: 5 * sway(6_100) + 3 * energy * sway(1_300) + 16 * attention,
      headY: 2 * sway(4_700, 1) + 5 * energy * sway(870) + 10 * attention,
      headTilt: 0.012 * sway(7_300) + 0.012 * energy * sway(1_900, 0.5) + 0.085 * attention,
      lids: lidsAt(timeMs),
      gazeX: glanceAt(timeMs) * (1 - attention),
      gazeY: 0.15 * sway(8_900, 2) - 0.1 * attention,
      brows: 0.55 * attention + 0.35 * energy * (0.5 + 0.5 * sway(1_700)),
      smile: 0.55 + 0.35 * attention,
    };
  }
}

function lidsAt(timeMs: number): number {
  // Every third blink is a double one, a little off the beat.
  const beat = Math.floor(timeMs / BLINK_EVERY_MS);
  const within = timeMs - beat * BLINK_EVERY_MS - ((beat * 977) % 900);
  const double = beat % 3 === 2 ? within - BLINK_MS * 1.6 : Number.NaN;
  return Math.min(lid(within), lid(double));
}

function lid(sinceMs: number): number {
  if (!(sinceMs >= 0 && sinceMs < BLINK_MS)) return 1;
  return Math.abs(Math.cos((sinceMs / BLINK_MS) * Math.PI));
}

function glanceAt(timeMs: number): number {
  const beat = Math.floor(timeMs / GLANCE_EVERY_MS);
  const within = timeMs - beat * GLANCE_EVERY_MS;
  if (beat % 2 === 0 || within > 1_100) return 0;
  const away = Math.min(1, within / 90, (1_100 - within) / 90);
  return away * (beat % 4 === 1 ? 0.55 : -0.55);
}
