/**
 * How much of the source the tests have executed: in the test runner, and in the processes that they started. Reads
 * what `npm test -- --coverage` and `npm run test:platform -- --coverage` have left in coverage/, prints a row for each
 * area, writes coverage/report (HTML, LCOV), and exits with 1 below the thresholds.
 */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import coverage, { type CoverageMap, type CoverageMapData } from 'istanbul-lib-coverage';
import report from 'istanbul-lib-report';
import reports from 'istanbul-reports';
import pc from 'picocolors';
import { coverageOfChildren } from './children.ts';
import { addCoverage } from './merge.ts';
import { counts, thresholds } from './thresholds.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}coverage`;
const wanted = (path: string) => counts(relative(root, path));

const merged: CoverageMapData = {};
for (const suite of ['tests', 'platform'])
  addCoverage(merged, await readSuite(`${folder}/${suite}/coverage-final.json`));
if (Object.keys(merged).length === 0) throw new Error('No coverage to report. Run `npm test -- --coverage` first.');
for await (const child of coverageOfChildren(`${folder}/children`, wanted)) addCoverage(merged, child);

const map = coverage.createCoverageMap(merged);
map.filter(wanted);
const context = report.createContext({ dir: `${folder}/report`, coverageMap: map });
for (const name of ['html', 'lcovonly', 'json-summary'] as const) reports.create(name).execute(context);

const table = new Table({ head: ['', 'lines', 'branches', 'functions'], style: { head: [], border: [] } });
for (const area of areasOf(map)) table.push([area, ...row(summaryOf((path) => areaOf(path) === area))]);
const all = summaryOf(() => true);
table.push([pc.bold('all'), ...row(all)]);
console.log(table.toString());

const missed = (['lines', 'branches'] as const).filter((what) => all[what].pct < thresholds[what]);
for (const what of missed)
  console.error(pc.red(`${all[what].pct} % of ${what}; at least ${thresholds[what]} % is required.`));
if (missed.length > 0) console.error('Which lines they are: coverage/report/index.html');
process.exitCode = missed.length === 0 ? 0 : 1;

async function readSuite(path: string): Promise<CoverageMapData> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** `src/registry`, `packages/client`, `schema`: two folders deep at the most. */
function areaOf(path: string): string {
  const parts = relative(root, path).split('/');
  return parts.slice(0, Math.min(2, parts.length - 1)).join('/');
}

function areasOf(files: CoverageMap): string[] {
  return [...new Set(files.files().map(areaOf))].sort();
}

function summaryOf(includes: (path: string) => boolean) {
  const summary = coverage.createCoverageSummary();
  for (const path of map.files().filter(includes)) summary.merge(map.fileCoverageFor(path).toSummary());
  return summary;
}

function row(summary: ReturnType<typeof summaryOf>): string[] {
  return [summary.lines, summary.branches, summary.functions].map(
    ({ pct, covered, total }) => `${pct} % (${covered}/${total})`,
  );
}
