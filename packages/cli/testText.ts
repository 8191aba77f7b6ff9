import pc from 'picocolors';
import type { TemplateTestReport, TemplateTestResult, TestCoverage } from '../manifest/index.ts';
import { clean, plural } from './terminal.ts';

/** `2 of 3 variables, 1 of 1 environment`. */
export function coverageText({
  variables,
  environments,
}: Readonly<Record<'variables' | 'environments', Pick<TestCoverage, 'total' | 'covered'>>>): string {
  const part = ({ total, covered }: Pick<TestCoverage, 'total' | 'covered'>, noun: string) =>
    `${covered} of ${plural(total, noun)}`;
  return `${part(variables, 'variable')} and ${part(environments, 'environment')}`;
}

/** The tests of a template, each with its differences, and what they cover. */
export const testLines = ({ tests, variables, environments }: TemplateTestReport): string[] => [
  ...tests.flatMap(resultLines),
  pc.dim(`  Coverage: ${coverageText({ variables, environments })}.`),
  ...uncoveredLine('variables', variables),
  ...uncoveredLine('environments', environments),
];

const uncoveredLine = (what: string, { uncovered }: TestCoverage): string[] =>
  uncovered.length === 0
    ? []
    : [pc.dim(`  No test uses the ${what} ${uncovered.map((name) => clean(name)).join(', ')}.`)];

const resultLines = ({ file, name, environment, passed, differences }: TemplateTestResult): string[] => [
  `  ${passed ? pc.green('✓') : pc.red('✗')} ${clean(name)} ${pc.dim(`(${clean(file)}${environment === null ? '' : `, ${clean(environment)}`})`)}`,
  ...differences.flatMap(({ path, message, expected, actual }) => [
    `      ${clean(path || 'the whole test')}: ${clean(message)}`,
    ...(expected === null ? [] : [pc.green(`        expected  ${clean(expected)}`)]),
    ...(actual === null ? [] : [pc.red(`        actual    ${clean(actual)}`)]),
  ]),
];
