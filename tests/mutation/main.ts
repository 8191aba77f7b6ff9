/**
 * Changes the source of an area, one expression at a time, and runs the tests that execute it; a change that fails no
 * test is a survivor. Fails on every survivor that tests/mutation/equivalent does not explain, and on every change whose
 * tests could not run.
 *
 *   npm run mutate -- manifest                                        # a whole area: hours for the larger ones
 *   npm run mutate -- manifest --file packages/manifest/semver/versionPoints.ts:20-40
 *   npm run mutate -- manifest --file packages/manifest/semver/resolve.ts --test tests/unit/manifest/resolve.test.ts
 *   npm run mutate -- feed --file src/feed/cursor.ts --concurrency 1  # beside other work
 *   npm run mutate -- feed --file src/feed/feed.ts --engine postgres --timeout 10  # faster, where a native Postgres is installed
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pc from 'picocolors';
import { areas } from './areas.ts';
import { argument, isUntested, type ReportedMutant, survivor, title } from './survivor.ts';

const usage = `Usage: npm run mutate -- <${Object.keys(areas).join('|')}> [--file <path>[:<first line>-<last line>]]… [--test <path>]… [--concurrency <n>] [--engine pglite|postgres] [--timeout <seconds of one test>]`;
const { positionals, values } = readArguments();
const name = positionals[0] ?? '';
const area = areas[name];
if (values.help || !area || positionals.length > 1 || !['pglite', 'postgres'].includes(values.engine)) {
  console[values.help ? 'log' : 'error'](usage);
  process.exit(values.help ? 0 : 2);
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const tools = `${root}tests/mutation/`;
const folder = `${root}coverage/mutation/`;
install();

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}stryker.json`, JSON.stringify(settings(values.file ?? area.mutate)));
const { status } = spawnSync(
  process.execPath,
  [`${tools}node_modules/@stryker-mutator/core/bin/stryker.js`, 'run', `${folder}stryker.json`],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      MUTATION_AREA: name,
      MUTATION_TESTS: (values.test ?? []).join(','),
      MUTATION_ENGINE: values.engine,
      MUTATION_TIMEOUT: values.timeout,
    },
  },
);
if (status !== 0) throw new Error('Stryker did not finish; see what it printed above.');
process.exitCode = report(JSON.parse(await readFile(`${folder}report.json`, 'utf8')));

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        file: { type: 'string', multiple: true },
        test: { type: 'string', multiple: true },
        concurrency: { type: 'string', default: '2' },
        engine: { type: 'string', default: 'pglite' },
        timeout: { type: 'string', default: '300' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(2);
  }
}

function install() {
  const installed = `${tools}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${tools}package.json`).mtimeMs) return;
  console.log('Installing the tools of mutation testing (once)…');
  // Without its peer dependencies: the tests run in the vitest of the repository.
  const args = ['install', '--prefix', tools, '--no-package-lock', '--legacy-peer-deps', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', [...args, '--loglevel=error'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The tools could not be installed. Is the npm registry reachable?');
}

function settings(mutate: readonly string[]) {
  return {
    mutate: [...mutate, '!**/node_modules/**', '!**/*.d.ts'],
    plugins: [`${tools}node_modules/@stryker-mutator/vitest-runner/dist/src/index.js`, `${tools}survivors.ts`],
    testRunner: 'vitest',
    vitest: { configFile: 'tests/mutation/vitest.config.ts' },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: Number(values.concurrency),
    timeoutMS: 60_000,
    dryRunTimeoutMinutes: 60, // The machine may be busy, and a whole area has hundreds of tests.
    reporters: ['progress', 'survivors', 'json'],
    jsonReporter: { fileName: `${folder}report.json` },
    tempDirName: 'coverage/mutation/sandbox',
    ignorePatterns: ['/coverage', '/bench', '/.registry', '/tests/platform/node_modules'],
    // TypeScript 7 has no JavaScript API, which Stryker needs only to rewrite the paths of a tsconfig.
    tsconfigFile: 'none.json',
  };
}

interface Report {
  files: Record<string, { source: string; mutants: ReportedMutant[] }>;
}

/** Prints the survivors; returns the exit code. */
function report({ files }: Report): number {
  const tally = { noticed: 0, argued: 0, survived: 0, untested: 0 };
  for (const [file, { source, mutants }] of Object.entries(files)) {
    for (const mutant of mutants) {
      if (mutant.status === 'Killed' || mutant.status === 'Timeout') tally.noticed += 1;
      if (isUntested(mutant)) tally.untested += 1;
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue;
      const argued = argument(file, source, mutant);
      tally[argued ? 'argued' : 'survived'] += 1;
      if (argued) console.log(pc.dim(`equivalent: ${title(file, mutant)}\n  ${argued.because}`));
      else console.log(survivor(file, source, mutant));
    }
  }
  const { noticed, argued, survived, untested } = tally;
  console.log(`\n${noticed} mutants were noticed, ${argued} are equivalent, ${survived} survived.`);
  if (untested > 0) console.log(pc.yellow(`${untested} were not tested: their tests could not run.`));
  return survived > 0 || untested > 0 || noticed === 0 ? 1 : 0;
}
