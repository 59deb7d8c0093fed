/** How the drawn figure holds itself at a moment: breath, sway, blinks, glances, nods, and how it listens. Pure. */

export interface Pose {
  /** 0 breathed out to 1 breathed in. */
  readonly breath: number;
  /** How far the head is from its rest, in units of the drawing, and how far it is turned, in radians. */
  readonly x: number;
  readonly y: number;
  readonly tilt: number;
  /** 0 shut to 1 open. */
  readonly lids: number;
  /** -1 to 1. */
  readonly gaze: number;
  /** 0 at rest to 1 raised. */
  readonly brows: number;
  readonly smile: number;
}

/** What it is doing, each 0 to 1: the way from one to the other is the caller's. */
export interface Activity {
  readonly speaking: number;
  readonly listening: number;
}

const turn = Math.PI * 2;
const blink = 0.17;
const blinkEvery = 3.9;
const glanceEvery = 5.7;

/** The same for the same seconds. A figure that is not to move holds its head still and its eyes open. */
export function poseAt(seconds: number, { speaking, listening }: Activity, still: boolean): Pose {
  const wave = (period: number, phase = 0): number =>
    still ? 0 : Math.sin((seconds / period + phase) * turn);
  return {
    breath: 0.5 + 0.5 * wave(4.3),
    x: 5 * wave(6.3) + 3 * speaking * wave(1.4) + 14 * listening,
    y: 2 * wave(4.9, 0.2) + 5 * speaking * wave(0.9) + listening * (8 + 5 * nodAt(seconds, still)),
    tilt: 0.012 * wave(7.1) + 0.014 * speaking * wave(2) + 0.075 * listening,
    lids: still ? 1 : Math.min(lidsAt(seconds), 1 - 0.12 * listening),
    gaze: still ? 0 : glanceAt(seconds) * (1 - listening),
    brows: 0.5 * listening + 0.3 * speaking * (0.5 + 0.5 * wave(1.8)),
    smile: 0.8 + 0.2 * listening,
  };
}

/** Now and then, twice, as one does who follows. */
function nodAt(seconds: number, still: boolean): number {
  const within = seconds % 4.4;
  return still || within > 1.2 ? 0 : Math.sin((within / 0.6) * turn) ** 2;
}

function lidsAt(seconds: number): number {
  // A little off the beat, and every third one is double.
  const beat = Math.floor(seconds / blinkEvery);
  const within = (seconds % blinkEvery) - ((beat * 0.77) % 0.9);
  return Math.min(lid(within), beat % 3 === 1 ? lid(within - 1.7 * blink) : 1);
}

function lid(since: number): number {
  return since >= 0 && since < blink ? Math.abs(Math.cos((since / blink) * Math.PI)) : 1;
}

function glanceAt(seconds: number): number {
  const beat = Math.floor(seconds / glanceEvery);
  const within = seconds % glanceEvery;
  if (beat % 2 === 0 || within > 1.1) return 0;
  return Math.min(1, within / 0.09, (1.1 - within) / 0.09) * (beat % 4 === 1 ? 0.55 : -0.55);
}
