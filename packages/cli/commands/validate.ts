import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type Collected, collect } from '../collect.ts';
import { findDefinitions, noDefinitions } from '../definitionsFolder.ts';
import { examples } from '../examples.ts';
import { fileReports } from '../fileReports.ts';
import { annotations } from '../issues/annotations.ts';
import { asJson } from '../issues/json.ts';
import { pretty } from '../issues/pretty.ts';
import { summary } from '../issues/summary.ts';
import { type KindName, kindNames, kindOf, oneKind } from '../kinds.ts';
import { misuse } from '../problem.ts';
import { type GatewayOptions, readOptions, readSettings } from '../settings.ts';
import { print, printJson } from '../terminal.ts';

type Format = 'pretty' | 'github' | 'json';

interface Options {
  dir?: string;
  json?: boolean;
  format: Format;
}

export const validate = (program: Command): Command =>
  program
    .command('validate')
    .summary('check agents and templates')
    .description(
      'Checks agents, templates, or both. Exits with 1 if there are errors. If REGISTRY_URL and REGISTRY_TOKEN are set, also files a validation report for each definition at the gateway.',
    )
    .addArgument(oneKind(false))
    .option('--dir <folder>', 'folder of one or more definitions (requires agents or templates)')
    .addOption(new Option('--format <format>', 'output format').choices(['pretty', 'github', 'json']).default('pretty'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      examples('registry validate', 'registry validate agents --dir ./my-agent', 'registry validate --format github'),
    )
    .action(async (name: KindName | undefined, { dir, json, format }: Options, command: Command) => {
      if (dir !== undefined && name === undefined) {
        throw misuse(`--dir requires a kind: validate agents --dir ${dir}, or validate templates --dir ${dir}.`);
      }
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const kinds = (name ? [name] : kindNames).map(kindOf);
      const collected: Collected[] = [];
      for (const kind of kinds) {
        const folder = dir ?? (await findDefinitions(kind));
        if (folder !== null) collected.push(...(await collect(kind, folder, readOptions(settings))));
      }
      if (collected.length === 0) throw noDefinitions(kinds);
      show[json ? 'json' : format](collected);
      if (settings.isUrlGiven && settings.REGISTRY_TOKEN) await fileReports(settings, collected);
      if (collected.some(({ definition }) => definition === null)) process.exitCode = 1;
    });

const show: Record<Format, (collected: readonly Collected[]) => void> = {
  pretty(collected) {
    for (const each of collected) if (each.issues.length > 0) print(pretty(each));
    const isValid = collected.every(({ definition }) => definition !== null);
    print(`${isValid ? pc.green('✓') : pc.red('✗')} ${summary(collected)}`);
  },
  github(collected) {
    const root = process.env.GITHUB_WORKSPACE ?? process.cwd();
    for (const line of collected.flatMap((each) => annotations(each, root))) print(line);
    print(summary(collected));
  },
  json: (collected) => printJson(asJson(collected)),
};
