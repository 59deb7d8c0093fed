/** Chance that depends on what it is for and not on what came before: leaving out one action changes no other's luck. */

import { seeded, type Random } from '../../support/random.js';

/** Numbers for one purpose of one seed. */
export function chance(seed: number, purpose: string): Random {
  let hash = Math.imul(seed, 0x9e3779b1) | 0;
  for (let index = 0; index < purpose.length; index += 1)
    hash = Math.imul(hash ^ purpose.charCodeAt(index), 0x01000193);
  const random = seeded(hash);
  // The first numbers of neighbouring seeds are alike.
  random();
  return random;
}

/** One of the names, each as likely as its weight. */
export function weighted<Name extends string>(
  random: Random,
  weights: Readonly<Partial<Record<Name, number>>>,
): Name {
  const entries = Object.entries(weights) as [Name, number][];
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  return (entries.at(-1) as [Name, number])[0];
}

/** A whole number from `least` up to `most`. */
export function between(random: Random, least: number, most: number): number {
  return Math.floor(least + random() * (most - least + 1));
}
