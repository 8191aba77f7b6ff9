import { type Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import { collect } from '../collect.ts';
import { commitOf } from '../commit.ts';
import { definitionsOf, dirHelp } from '../definitionsFolder.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated } from '../gateway.ts';
import { impactLines } from '../impactText.ts';
import { pretty } from '../issues/pretty.ts';
import { type KindName, kindOf, oneKind } from '../kinds.ts';
import { type Checked, dryRun } from '../publish/dryRun.ts';
import { type OutcomeRow, outcomes, outcomeTable } from '../publish/outcome.ts';
import { type PublishedAll, publishAll, type Send } from '../publish/publishAll.ts';
import { viaGateway } from '../publish/viaGateway.ts';
import { viaStorage } from '../publish/viaStorage.ts';
import { type GatewayOptions, readOptions, readSettings, type Settings } from '../settings.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options {
  dryRun?: boolean;
  draft?: boolean;
  acknowledge?: string[];
  dir?: string;
  commit?: string;
  via: 'gateway' | 'storage';
  json?: boolean;
}

export const publish = (program: Command): Command =>
  program
    .command('publish')
    .summary('publish definitions as immutable versions')
    .description(
      'Checks and publishes agents or templates in the order of their dependencies, and records the git commit. Versions that are already published are left unchanged. Exits with 1 if anything was refused.',
    )
    .addArgument(oneKind(true))
    .option('--dry-run', 'show what would be published; checks locally if there is no gateway or token')
    .option('--draft', 'publish as drafts')
    .option('--acknowledge <fingerprint...>', 'allow these breaking changes although the version number does not')
    .option('--dir <folder>', dirHelp())
    .option('--commit <sha>', 'git commit of the definitions (default: HEAD of their repository)', commitFrom)
    .addOption(
      new Option('--via <way>', 'publish through the gateway, or through Supabase Storage and the edge functions')
        .choices(['gateway', 'storage'])
        .default('gateway'),
    )
    .option('--json', 'print the outcomes as JSON')
    .addHelpText(
      'after',
      examples(
        'registry publish agents --dry-run',
        'registry publish agents',
        'registry publish templates --dir ./my-template --draft',
        'registry publish agents --via storage',
        'registry publish agents --dir ./my-agent --acknowledge 0f9e8d7c6b5a4938',
      ),
    )
    .action(async (name: KindName, options: Options, command: Command) => {
      const kind = kindOf(name);
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const acknowledge = options.acknowledge ?? [];
      const send = options.dryRun ? null : publisherFor(settings, options.via, acknowledge);
      const dir = options.dir ?? (await definitionsOf(kind));
      const draft = options.draft ?? false;
      const collected = await collect(kind, dir, { ...readOptions(settings), draft });
      for (const each of collected) if (each.definition === null) note(pretty(each));

      const commitSha = options.commit ?? (await commitOf(dir));
      const target = { commitSha, draft, acknowledge };
      const published: PublishedAll & { checked?: Checked } = send
        ? await publishAll(send, collected, target)
        : await dryRun(settings, options.via, collected, target);
      const { rows, stoppedBy, checked } = published;

      if (stoppedBy && rows.every(({ outcome }) => outcome === 'not sent' || outcome === 'refused')) throw stoppedBy;
      if (options.json) printJson({ commitSha, ...checked, outcomes: rows.map(({ kind: _, ...row }) => row) });
      else print(outcomeTable(rows));
      if (!options.json) for (const row of rows) printImpact(row, options.dryRun ?? false);
      note(`\n${outcomes(rows)}${commitSha ? pc.dim(` Commit ${commitSha.slice(0, 12)}.`) : ''}`);
      if (checked) note(howChecked(checked, settings));
      if (rows.some(({ outcome }) => outcome === 'refused')) process.exitCode = 1;
      if (stoppedBy) throw stoppedBy;
    });

const publisherFor = (settings: Settings, via: Options['via'], acknowledge: readonly string[]): Send =>
  via === 'storage' ? viaStorage(settings) : viaGateway(connectAuthenticated(settings, 'publish'), { acknowledge });

function printImpact({ id, version, impact }: OutcomeRow, isDryRun: boolean): void {
  const lines = impactLines(impact, isDryRun);
  if (lines.length > 0) print([`\n${id}@${version}`, ...lines].join('\n'));
}

/** Who checked, so that a local check is not mistaken for one by the gateway. */
const howChecked = ({ notAsked }: Checked, { REGISTRY_URL }: Settings): string =>
  notAsked === null ? pc.dim(`Checked by the gateway at ${REGISTRY_URL}.`) : `Checked locally only: ${notAsked}`;

function commitFrom(text: string): string {
  if (/^[0-9a-f]{7,64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('Must be a commit: 7 to 64 hexadecimal digits.');
}
