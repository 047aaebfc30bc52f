/** A repeatable source of numbers in [0, 1). */
export interface Random {
  /** The next number, at least 0 and below 1. */
  next: () => number;
  /** A number between two bounds. */
  between: (low: number, high: number) => number;
  /** One of several values. */
  pick: <T>(values: readonly T[]) => T;
  /** A draw from the standard normal distribution. */
  normal: () => number;
}

/**
 * A stream of its own for every name, so that a draw more by one trader leaves the others' alone.
 * @param seed Seed of the run
 * @param stream Who draws
 */
export function randomOf(seed: number, stream: string): Random {
  const next = mulberry32(hash(`${seed}/${stream}`));
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (values) => values[Math.floor(next() * values.length)]!,
    // Box and Muller; 1 − next() is never 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) state = Math.imul(state ^ byte, 0x01000193);
  return state >>> 0;
}

/** Tommy Ettinger's generator with 32 bits of state. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
