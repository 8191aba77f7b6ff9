import type { PlanSource } from '../contract/expandRun.ts';
import { maxPlanCharacters } from '../contract/planRun.ts';
import { checkShape } from '../contract/shape.ts';
import {
  TemplateTest,
  TemplateTestLimits,
  type TemplateTestReport,
  type TemplateTestResult,
} from '../contract/templateTest.ts';
import { type Issues, inPlace } from '../values/issue.ts';
import { runTemplateTest } from './runTemplateTest.ts';
import { coverageOf } from './testCoverage.ts';

/** A test file of a template with its content, as plain JSON. */
export interface TestFile {
  file: string;
  test: TemplateTest;
}

const isTestFile = (path: string): boolean => path.startsWith('tests/');

/** Parses the test files of a template and checks their shape and number. */
export function parseTests(paths: Iterable<string>, parseJson: (path: string) => unknown, issues: Issues): TestFile[] {
  const all = [...paths].filter(isTestFile).sort();
  if (all.length > TemplateTestLimits.tests) {
    const message = `A template may have at most ${TemplateTestLimits.tests} tests; it has ${all.length}.`;
    issues.error({ file: all[TemplateTestLimits.tests] ?? '', path: [] }, 'too_many_tests', message);
    return [];
  }
  const before = issues.count;
  const tests = all.flatMap((file) => {
    const value = parseJson(file);
    if (value === undefined) return [];
    checkShape(TemplateTest, value, { file, path: [] }, issues, inPlace);
    return [{ file, test: value as TemplateTest }];
  });
  if (issues.count > before) return [];
  const stubs = tests.map(
    ({ test }) => Object.values(test.stubs ?? {}).flatMap((outputs) => Object.keys(outputs)).length,
  );
  const total = stubs.reduce((sum, count) => sum + count, 0);
  if (total <= TemplateTestLimits.stubs) return tests;
  const message = `The tests of a template may stub at most ${TemplateTestLimits.stubs} outputs; they stub ${total}.`;
  issues.error({ file: tests.at(-1)?.file ?? '', path: ['stubs'] }, 'too_many_tests', message);
  return [];
}

/** Runs all tests of a valid template. Each difference is an error, at its place in the test file. */
export function checkTests(source: PlanSource, tests: readonly TestFile[], issues: Issues): TemplateTestReport {
  const budget = { characters: maxPlanCharacters };
  const results = tests.map(({ file, test }): TemplateTestResult => {
    const differences = runTemplateTest(source, test, budget);
    const { name, environment = null } = test;
    return { file, name, environment, passed: differences.length === 0, differences };
  });
  for (const { file, differences } of results)
    for (const { path, message } of differences) issues.errorAt({ file, path }, 'test_failed', message);
  const cover = coverageOf(
    source.manifest,
    tests.map(({ test }) => test),
  );
  return { tests: results, ...cover };
}
