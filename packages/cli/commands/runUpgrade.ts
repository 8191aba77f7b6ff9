import { randomUUID } from 'node:crypto';
import { type Command, InvalidArgumentError } from 'commander';
import pc from 'picocolors';
import { type MergeSide, RunUpgradeDocument, UpgradeRunDocument } from '../../client/index.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, payloadOf } from '../gateway.ts';
import { asTyped } from '../host.ts';
import { Problem } from '../problem.ts';
import { templateOf } from '../run/runText.ts';
import { upgradeLines } from '../run/upgradeText.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { clean, note, print, printJson, warn } from '../terminal.ts';
import { variablesFrom } from './instantiate.ts';

interface Resolution {
  path: string;
  take: MergeSide;
}

interface Options {
  to?: string;
  environment?: string;
  variables?: string;
  take?: Resolution[];
  yes?: boolean;
  dryRun?: boolean;
  key?: string;
  json?: boolean;
}

/** `run upgrade`: compares a run with what would be instantiated now; with --yes, creates the upgraded run. */
export const runUpgrade = (parent: Command): Command =>
  parent
    .command('upgrade')
    .summary('compare a run with another version of its template, and upgrade it')
    .description(
      'Shows what changed since the run was created: its template, agents, prompts, MCP servers and files, the effect of each change, and conflicts with what its author chose. Exits with 1 if the run cannot be upgraded. With --yes, creates the upgraded run, which requires the role publisher; the earlier run stays as it is.',
    )
    .argument('<id>', 'id of a run')
    .option('--to <version>', 'exact version of the template, or a range (default: the current version)')
    .option('--environment <name>', 'environment of that version (default: that of the run)')
    .option('--variables <json>', 'JSON object of values that replace merged ones, or @file')
    .option('--take <path=side>', 'resolve a conflict with mine or theirs; repeat it for each', resolutionFrom)
    .option('--yes', 'create the upgraded run')
    .option('--dry-run', 'show the run that would be created')
    .option('--key <key>', 'idempotency key: repeating the command with it creates one run')
    .option('--json', 'print the comparison, or the new run, as JSON')
    .addHelpText(
      'after',
      examples(
        'registry run upgrade UnVuOjVl… --to 2.0.0',
        'registry run upgrade UnVuOjVl… --yes --take variables.depth=mine --take environment=theirs',
      ),
    )
    .action(async (id: string, _: Options, command: Command) => {
      // `run` also has a --json option, and receives it wherever it is written.
      const options = command.optsWithGlobals<Options>();
      return options.yes || options.dryRun ? upgrade(id, options, command) : compare(id, options, command);
    });

const clientOf = (command: Command, what: string) =>
  connectAuthenticated(readSettings(command.optsWithGlobals<GatewayOptions>()), what);

async function compare(id: string, { to, environment, json }: Options, command: Command) {
  const client = clientOf(command, 'compare a run');
  const { run } = await client.request(RunUpgradeDocument, {
    id,
    toVersion: to ?? null,
    environment: environment ?? null,
  });
  if (!run) {
    throw new Problem(`Run ${clean(id)} was not found in your namespace.`, {
      hint: `List the runs with \`${asTyped('registry runs')}\`.`,
    });
  }
  if (!run.upgrade) throw new Problem('The run was created before locks existed; instantiate its template again.');
  if (run.upgrade.problems.length > 0) process.exitCode = 1;
  if (json) return printJson(run.upgrade);
  print(upgradeLines(run.id, run.upgrade).join('\n'));
  if (run.upgrade.isUpgradable && !run.upgrade.isUpToDate)
    note(pc.dim(`Upgrade it: ${asTyped(`registry run upgrade ${run.id} --yes`)}`));
}

async function upgrade(id: string, options: Options, command: Command) {
  const { to, environment, variables, take, dryRun = false, key, json } = options;
  const client = clientOf(command, 'upgrade a run');
  const { result } = await client.request(UpgradeRunDocument, {
    input: {
      runId: id,
      toVersion: to ?? null,
      environment: environment ?? null,
      variables: variables === undefined ? null : await variablesFrom(variables),
      resolutions: take ?? null,
      dryRun,
      idempotencyKey: key ?? `upgrade:${randomUUID()}`,
    },
  });
  const { run, warnings } = payloadOf(result, 'UpgradeRunPayload');
  for (const { message } of warnings) warn(clean(message));
  if (!run) throw new Problem('The run was created, but the gateway did not return it.');
  if (json) return printJson({ dryRun, run });
  print(
    `Run ${clean(id)} ${dryRun ? 'would be' : 'was'} upgraded to ${templateOf(run)}${dryRun ? '' : `: run ${clean(run.id)}`}.`,
  );
  if (!dryRun) note(pc.dim(`Follow it: ${asTyped(`registry run ${run.id} --watch`)}`));
}

function resolutionFrom(text: string, earlier: Resolution[] = []): Resolution[] {
  const at = text.lastIndexOf('=');
  const side = text.slice(at + 1);
  if (at > 0 && (side === 'mine' || side === 'theirs'))
    return [...earlier, { path: text.slice(0, at), take: side === 'mine' ? 'MINE' : 'THEIRS' }];
  throw new InvalidArgumentError('Must be the path of a conflict with "=mine" or "=theirs".');
}
