import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { misused } from '../packages/node/usage.ts';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
/** Taken without a look at vitest's own list, which takes seconds. */
const common = ['--project', '--coverage', '--runInBand', '--testNamePattern', '--reporter', '--shard', '--bail'];

/**
 * Like `usage`, for a script that passes its options to vitest: options unknown to vitest exit with 2, without a stack.
 */
export function testUsage(text: string, args: readonly string[] = process.argv.slice(2)): void {
  if (args.some((arg) => arg === '--help' || arg === '-h')) {
    console.log(text);
    process.exit(0);
  }
  const names = args.filter((arg) => arg.startsWith('--')).map((arg) => arg.split(/[=.]/, 1)[0] ?? arg);
  const rare = names.filter((name) => name !== '--' && !common.includes(name));
  if (rare.length === 0) return;
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--help', '--expand-help'], {
    encoding: 'utf8',
  });
  if (status !== 0) return;
  const known = new Set([...stdout.matchAll(/--[A-Za-z][A-Za-z0-9-]*/g)].map(([name]) => bare(name)));
  const unknown = rare.find((name) => !known.has(bare(name)));
  if (unknown !== undefined) misused(`"${unknown}" is not an option here.`, text);
}

/** `--no-file-parallelism`, `--file-parallelism` and `--fileParallelism` are one option. */
const bare = (name: string): string =>
  name
    .replace(/^--(no-)?/, '')
    .replaceAll('-', '')
    .toLowerCase();
