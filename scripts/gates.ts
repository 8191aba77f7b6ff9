/** `npm run gates`: everything that CI checks. The static checks first, then the tests; all of them run, whatever fails. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import pc from 'picocolors';
import { usage } from '../packages/node/usage.ts';
import { checks, runChecks } from './checks.ts';

usage(`Usage: npm run gates

Runs all checks of CI, the tests last, and prints which of them failed. Without the tests: npm run check`);

const suites: [name: string, command: string][] = [
  ['platform', 'npm run --silent test:platform -- --coverage'],
  ['tests', 'npm test --silent -- --coverage'],
  ['coverage', 'npm run --silent coverage'],
];

rmSync(new URL('../coverage', import.meta.url), { recursive: true, force: true });
const failed = await runChecks(checks, Math.max(2, availableParallelism()));
for (const [name, command] of suites) {
  if (failed.length > 0) console.error(pc.red(`\nFailed: ${failed.join(', ')}.\n`));
  if (spawnSync(command, { shell: true, stdio: 'inherit' }).status !== 0) failed.push(name);
}
if (failed.length > 0) console.error(pc.red(`\nFailed: ${failed.join(', ')}.`));
process.exitCode = failed.length === 0 ? 0 : 1;
