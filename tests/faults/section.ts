import type { World } from './world.ts';

/** What a section did, in numbers, and everything that must not have happened. */
export interface Outcome {
  measured: Record<string, number | string>;
  failures: string[];
}

/** One sort of trouble, and the comparison afterwards. Leaves the world whole for the next. */
export type Section = (world: World) => Promise<Outcome>;
