import type { World } from './world.ts';

/** The results of a section in numbers, and every failure. */
export interface Outcome {
  measured: Record<string, number | string>;
  failures: string[];
}

/** One kind of fault, with the comparison afterwards. Leaves everything running for the next section. */
export type Section = (world: World) => Promise<Outcome>;
