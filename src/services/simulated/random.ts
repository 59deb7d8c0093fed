/** Chance that is the same for the same seed, and numbers out of names. */

export interface Random {
  /** From 0 up to 1, as `Math.random()`. */
  next(): number;
  pick<T>(choices: readonly T[]): T | undefined;
  /** Sixteen digits that no other id of this session has. */
  id(): string;
}

/** Mulberry32, by Tommy Ettinger, who gave it to the public domain. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const digits = (): string =>
    Math.floor(next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return {
    next,
    pick: (choices) => choices[Math.floor(next() * choices.length)],
    id: () => digits() + digits(),
  };
}

/** A whole number that is always the same for a name (FNV-1a). */
export function numberOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
