import type {
  TestDifference as Difference,
  TemplateTestReport as Report,
  TemplateTestResult as Result,
  TestCoverage,
} from '../packages/manifest/index.ts';
import { builder } from './builder.ts';

const TestDifference = builder.objectRef<Difference>('TestDifference').implement({
  description: 'A place where a test expects something else.',
  fields: (t) => ({
    path: t.exposeString('path', {
      description: 'Location in the file of the test, such as `expect.inputs.survey.maxUpgrades`.',
    }),
    message: t.exposeString('message', { description: 'What was expected, and what was there instead.' }),
    expected: t.exposeString('expected', {
      nullable: true,
      description: 'Expected value as JSON, shortened. Null if no value is expected.',
    }),
    actual: t.exposeString('actual', {
      nullable: true,
      description: 'Actual value as JSON, shortened. Null if there is none.',
    }),
  }),
});

const TemplateTestResult = builder.objectRef<Result>('TemplateTestResult').implement({
  description: 'The result of one test of a template.',
  fields: (t) => ({
    file: t.exposeString('file', { description: 'File of the test, such as tests/defaults.json.' }),
    name: t.exposeString('name', { description: 'Name of the test.' }),
    environment: t.exposeString('environment', {
      nullable: true,
      description: 'Environment that the test uses. Null for none.',
    }),
    passed: t.exposeBoolean('passed', { description: 'Whether everything is as the test expects.' }),
    differences: t.expose('differences', {
      type: [TestDifference],
      description: 'Differences, at most 20. Empty if the test passed.',
    }),
  }),
});

const CoverageCount = builder.objectRef<TestCoverage>('CoverageCount').implement({
  description: 'How many of the names that a template declares are used by its tests.',
  fields: (t) => ({
    total: t.exposeInt('total', { description: 'Number of names that the template declares.' }),
    covered: t.exposeInt('covered', { description: 'Number of them that a test uses.' }),
    uncovered: t.exposeStringList('uncovered', { description: 'Names that no test uses, at most 100.' }),
  }),
});

const TemplateTestCoverage = builder.objectRef<Report>('TemplateTestCoverage').implement({
  description: 'What the tests of a template use.',
  fields: (t) => ({
    variables: t.expose('variables', {
      type: CoverageCount,
      description: 'Variables. One is covered if a test gives it a value, itself or by its environment.',
    }),
    environments: t.expose('environments', {
      type: CoverageCount,
      description: 'Environments. One is covered if a test uses it.',
    }),
  }),
});

/** Counts the tests that passed, or that failed. */
const count =
  (passed: boolean) =>
  ({ tests }: Report): number =>
    tests.filter((each) => each.passed === passed).length;

export const TemplateTestReport = builder.objectRef<Report>('TemplateTestReport').implement({
  description: 'The results of the tests of a template.',
  fields: (t) => ({
    passed: t.int({ description: 'Number of tests that passed.', resolve: count(true) }),
    failed: t.int({ description: 'Number of tests that failed.', resolve: count(false) }),
    results: t.expose('tests', { type: [TemplateTestResult], description: 'Results in the order of the files.' }),
    coverage: t.field({
      type: TemplateTestCoverage,
      description: 'Which variables and environments the tests use.',
      resolve: (report) => report,
    }),
  }),
});
