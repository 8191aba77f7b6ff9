/** `npm run check`: the static checks, several at the same time. */
import { availableParallelism } from 'node:os';
import pc from 'picocolors';
import { misused, usage } from '../packages/node/usage.ts';
import { checks, runChecks } from './checks.ts';

const text = `Usage: npm run check [-- <name>…]

Runs the static checks (no tests), several at the same time, and prints which of them failed.

  npm run check                        all of them
  npm run check -- types docs          only these

Names: ${checks.map(({ name }) => name.replaceAll(' ', '-')).join(', ')}`;

usage(text, ['--']);
const names = process.argv.slice(2);
const byName = new Map(checks.map((check) => [check.name.replaceAll(' ', '-'), check]));
const chosen = names.map((name) => byName.get(name) ?? misused(`"${name}" is not the name of a check.`, text));

const started = Date.now();
const failed = await runChecks(chosen.length > 0 ? chosen : checks, Math.max(2, availableParallelism()));
const seconds = `${((Date.now() - started) / 1000).toFixed(1)} s`;
if (failed.length > 0) console.error(pc.red(`\nFailed: ${failed.join(', ')} (${seconds}).`));
else console.log(pc.dim(`\n${chosen.length || checks.length} checks passed in ${seconds}.`));
process.exitCode = failed.length === 0 ? 0 : 1;
