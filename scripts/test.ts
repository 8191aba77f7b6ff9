/**
 * Runs the tests with vitest, whatever follows `npm test --` handed on, and closes with `N passed, N failed`.
 * `--runInBand`, as Jest has it, means one file at a time.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testUsage } from './testUsage.ts';

testUsage(`Usage: npm test [-- <file>… <option of vitest>…]

  npm test                                     all tests, without those of the platform (npm run test:platform)
  npm test -- tests/unit/cli/usage.test.ts     a file
  npm test -- --project unit -t 'Ctrl-C'       a project (unit, pglite, postgres, e2e, console), tests with this name
  npm test -- --runInBand                      one file at a time

All options: npx vitest --help`);

const folder = mkdtempSync(join(tmpdir(), 'nofx-tests-'));
const outcome = join(folder, 'outcome.json');
const given = process.argv.slice(2).map((arg) => (arg === '--runInBand' ? '--no-file-parallelism' : arg));
/** The platform tests have separate tools: `npm run test:platform`. */
const args = given.some((arg) => arg.startsWith('--project')) ? given : [...given, '--project', '!platform'];

/** With `--coverage`, `node scripts/coverage/main.ts` then reports on all suites together. */
const suite = given.includes('platform') ? 'platform' : 'tests';
if (args.includes('--coverage')) {
  args.push(`--coverage.reportsDirectory=coverage/${suite}`);
  process.env.COVERAGE_OF_CHILDREN = fileURLToPath(new URL('../coverage/children', import.meta.url));
}

const { status } = spawnSync(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${outcome}`, ...args],
  { stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test' } },
);

try {
  const { numPassedTests, numFailedTests, numPendingTests, numTotalTestSuites } = JSON.parse(
    readFileSync(outcome, 'utf8'),
  );
  if (numTotalTestSuites === 0) console.error('No test ran.');
  console.log(
    `\n${numPassedTests} passed, ${numFailedTests} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`,
  );
} catch {
  console.error('The tests did not come to an end.');
}
rmSync(folder, { recursive: true, force: true });
process.exitCode = status ?? 1;
