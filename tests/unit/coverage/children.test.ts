import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import coverage, { type CoverageMapData } from 'istanbul-lib-coverage';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coverageOfChildren } from '../../../scripts/coverage/children.ts';
import { addCoverage } from '../../../scripts/coverage/merge.ts';

let folder: string;
let source: string;
let reports: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-coverage-'));
  [source, reports] = [join(folder, 'given.ts'), join(folder, 'reports')];
  const lines = [
    'const given: string | undefined = process.argv[2];',
    `console.log(given ?? 'nothing');`,
    `if (given === 'a' && process.argv.length > 3) console.log('both');`,
  ];
  await writeFile(source, lines.join('\n'));
  for (const args of [[], ['a'], ['a', 'b']])
    execFileSync(process.execPath, [source, ...args], { env: { ...process.env, NODE_V8_COVERAGE: reports } });
});
afterAll(() => rm(folder, { recursive: true }));

it('counts every branch in every process, and adds them up', async () => {
  const merged: CoverageMapData = {};
  const types: string[][] = [];
  for await (const map of coverageOfChildren(reports, (path) => path === source)) {
    for (const path of Object.keys(map)) {
      const { branchMap } = coverage.createCoverageMap(map).fileCoverageFor(path);
      types.push(Object.values(branchMap).map(({ type }) => type));
    }
    addCoverage(merged, map);
  }
  expect(types).toEqual(Array(3).fill(['binary-expr', 'if', 'binary-expr']));
  const { branchMap, b } = coverage.createCoverageMap(merged).fileCoverageFor(source);
  expect(Object.entries(branchMap).map(([id, { type }]) => [type, b[id]])).toEqual([
    ['binary-expr', [3, 1]],
    ['if', [1, 2]],
    ['binary-expr', [3, 2]],
  ]);
});
