import { readOptions } from './options.ts';
import type { Section } from './section.ts';
import { flips } from './sections/flips.ts';
import { keys } from './sections/keys.ts';
import { kills } from './sections/kills.ts';
import { worker } from './sections/worker.ts';
import { openWorld } from './world.ts';

/** In this order: each section starts with what the one before left. */
const sections: Record<string, Section> = { keys, flips, kills, worker };

const options = readOptions();
const chosen = Object.entries(sections).filter(([name]) => options.only.length === 0 || options.only.includes(name));
console.log(`Seed ${options.seed}.`);
const startedAt = performance.now();
const world = await openWorld(options);
const summary: string[] = [];
let failed = false;
try {
  for (const [name, run] of chosen) {
    world.say(`Section ${name}.`);
    const { measured, failures } = await run(world);
    summary.push(`${failures.length === 0 ? '✓' : '✗'} ${name}`);
    for (const [what, value] of Object.entries(measured)) summary.push(`    ${what}: ${value}`);
    for (const failure of failures) summary.push(`    ✗ ${failure}`);
    failed ||= failures.length > 0;
  }
} catch (error) {
  failed = true;
  summary.push(`✗ It could not go on: ${error instanceof Error ? error.message : error}`);
} finally {
  await world.close();
}
console.log(`\n${summary.join('\n')}\n`);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
console.log(
  failed
    ? `Something was lost, doubled or not noticed. To see it again: --seed ${options.seed}`
    : `Nothing was lost, nothing doubled, nothing renumbered. ${seconds} seconds.`,
);
process.exit(failed ? 1 : 0);
