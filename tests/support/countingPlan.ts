/** 20 steps, four at a time: each depends on one or two of the four before it, and adds up their counts. */
export const countingPlan = Array.from({ length: 20 }, (_, index) => {
  const before = index < 4 ? [] : [...new Set([`s${index - 4}`, `s${index - 4 - (index % 4) + ((index + 1) % 4)}`])];
  return {
    id: `s${index}`,
    dependsOn: before,
    inputs: Object.fromEntries(before.map((id) => [id, `{{ steps.${id}.outputs.sum }}`])),
    outputs: { sum: { type: 'integer' } },
  };
});

/** What each step returns when every step ran exactly once. */
export const countingSums: Record<string, number> = {};
for (const { id, dependsOn } of countingPlan)
  countingSums[id] = 1 + dependsOn.reduce((sum, each) => sum + (countingSums[each] ?? 0), 0);

/**
 * A script for `--exec`: it appends `begun <run> <step> <attempt>` to a file, waits, appends that it ended, and counts.
 * With the argument `stuck` only the first step ends.
 */
export const countingExecutor = (journal: string, ms: number): string => `
import { appendFileSync, mkdirSync } from 'node:fs';
let text = '';
for await (const chunk of process.stdin) text += chunk;
const { run, step, inputs } = JSON.parse(text);
const note = (what) => appendFileSync(${JSON.stringify(journal)}, [what, run.id, step.id, step.attempt].join(' ') + '\\n');
note('begun');
if (process.argv[2] === 'stuck') {
  try {
    mkdirSync(${JSON.stringify(`${journal}.first`)});
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  }
}
await new Promise((resolve) => setTimeout(resolve, ${ms}));
note('ended');
console.log(JSON.stringify({ outputs: { sum: 1 + Object.values(inputs).reduce((sum, each) => sum + each, 0) } }));
`;
