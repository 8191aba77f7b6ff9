import { attacksOn } from './attacks.ts';
import { stepCounter } from './countSteps.ts';

/** A text of twice the length may take this many times the steps; a quadratic pattern takes four times as many. */
const maxGrowth = 2.6;
/** The maximum for the step counter: a text of some thousand characters must not need more. */
const maxSteps = 2_000_000;

/**
 * A text for which the steps of a pattern grow faster than its length, with the growth; undefined for a linear pattern.
 */
export function superLinear(pattern: string, flags: string): string | undefined {
  if (!/[*+]|\{\d+,\d*\}/.test(pattern)) return undefined; // Without repetition, every position is cheap.
  const steps = stepCounter(pattern, flags);
  for (const { before, part, after } of attacksOn(pattern, flags)) {
    const of = (times: number) => steps(before + part.repeat(times) + after, maxSteps);
    const early = of(100);
    // A pattern with much work per position shows its growth late: any growth beyond twice is examined again.
    if (early <= maxSteps && early <= 2.15 * of(50)) continue;
    const [fewer, more] = early > maxSteps ? [of(50), early] : [of(400), of(800)];
    if (more > maxGrowth * fewer || more > maxSteps)
      return `${JSON.stringify(before)} + ${JSON.stringify(part)} × n + ${JSON.stringify(after)}: ${fewer} steps, then ${more}`;
  }
  return undefined;
}
