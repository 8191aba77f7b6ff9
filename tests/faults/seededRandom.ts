/** Repeatable random numbers: all of them follow from the seed. */
export interface SeededRandom {
  /** From 0 to less than 1. */
  next(): number;
  /** An integer from 0 to less than `limit`. */
  below(limit: number): number;
  /** One of them. */
  pick<Value>(values: readonly Value[]): Value;
  /** An independent generator, whose numbers do not depend on how often this one is used. */
  fork(name: string): SeededRandom;
}

/** mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick<Value>(values: readonly Value[]) {
      if (values.length === 0) throw new Error('There is nothing to pick from.');
      return values[below(values.length)] as Value;
    },
    fork: (name) => seededRandom([...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed)),
  };
}
