import type { Command } from 'commander';
import pc from 'picocolors';
import { type Collected, collect } from '../collect.ts';
import { findDefinitions, noDefinitions } from '../definitionsFolder.ts';
import { examples } from '../examples.ts';
import { asJson } from '../issues/json.ts';
import { pretty } from '../issues/pretty.ts';
import { type GatewayOptions, readOptions, readSettings } from '../settings.ts';
import { clean, plural, print, printJson } from '../terminal.ts';
import { testLines } from '../testText.ts';

interface Options {
  dir?: string;
  json?: boolean;
}

export const test = (program: Command): Command =>
  program
    .command('test')
    .summary('run the tests of templates')
    .description(
      'Runs the tests of templates (tests/*.json in the folder of a template), offline: plans a run for the variables of each test and compares it with what the test expects. Exits with 1 if a test fails or a template is invalid.',
    )
    .option('--dir <folder>', 'folder of one or more templates (default: the templates of this repository)')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', examples('registry test', 'registry test --dir ./my-template', 'registry test --json'))
    .action(async ({ dir, json }: Options, command: Command) => {
      const folder = dir ?? (await findDefinitions('TEMPLATE'));
      if (folder === null) throw noDefinitions(['TEMPLATE']);
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const collected = await collect('TEMPLATE', folder, readOptions(settings));
      if (json) printJson(resultsOf(collected));
      else print(textOf(collected));
      if (!hasPassed(collected)) process.exitCode = 1;
    });

const hasPassed = (collected: readonly Collected[]): boolean =>
  collected.every((each) => each.definition !== null && !isUntested(each));

/** A template is not tested if one that it includes is not in the folder. */
const isUntested = ({ issues }: Collected): boolean => issues.some(({ code }) => code === 'template_not_available');

/** The issues of a template that are not differences of a test: these stand with the test. */
const otherErrors = ({ issues }: Collected) => issues.filter(isOther);

const isOther = ({ severity, code }: { severity: string; code: string }): boolean =>
  (severity === 'error' && code !== 'test_failed') || code === 'template_not_available';

const resultsOf = (collected: readonly Collected[]) => ({
  passed: hasPassed(collected),
  templates: asJson(collected).definitions.map(({ folder, id, version, valid, issues }, index) => {
    const tests = collected[index]?.tests ?? null;
    return {
      ...{ id, version, folder, valid },
      issues: issues.filter(isOther),
      results: tests?.tests ?? null,
      coverage: tests && { variables: tests.variables, environments: tests.environments },
    };
  }),
});

function textOf(collected: readonly Collected[]): string {
  const lines = collected.flatMap((each) => {
    const errors = otherErrors(each);
    const head = `${pc.bold(clean(each.slug))} ${clean(each.version ?? '')}`;
    const text = each.tests
      ? testLines(each.tests)
      : [
          `  The template ${isUntested(each) ? 'includes one that is not in the folder' : 'is invalid'}, so its tests did not run.`,
        ];
    return [head, ...text, ...(errors.length > 0 ? [pretty({ ...each, issues: errors })] : []), ''];
  });
  const all = collected.flatMap(({ tests }) => tests?.tests ?? []);
  const failed = all.filter(({ passed }) => !passed).length;
  const invalid = collected.filter((each) => otherErrors(each).length > 0).length;
  const summary = [
    `${plural(all.length - failed, 'test')} of ${plural(collected.length, 'template')} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(invalid > 0 ? [`${plural(invalid, 'template')} invalid`] : []),
  ].join(', ');
  return [...lines, `${hasPassed(collected) ? pc.green('✓') : pc.red('✗')} ${summary}.`].join('\n');
}
