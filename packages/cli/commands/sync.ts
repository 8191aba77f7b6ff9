import { type Command, Option } from 'commander';
import { type Client, GatewayUnreachable, ViewerDocument } from '../../client/index.ts';
import type { Kind } from '../../manifest/index.ts';
import { type Collected, collect } from '../collect.ts';
import { commitOf } from '../commit.ts';
import { confirm } from '../confirm.ts';
import { definitionsOf, dirHelp, findDefinitions, hasNoDefinitions } from '../definitionsFolder.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, connectionOf, tokenHint } from '../gateway.ts';
import { pretty } from '../issues/pretty.ts';
import { type KindName, kindOf, namesOf, oneKind } from '../kinds.ts';
import { typed } from '../paths.ts';
import { misuse, Problem } from '../problem.ts';
import { type GatewayOptions, readOptions, readSettings, type Settings } from '../settings.ts';
import { compare, type State } from '../sync/compare.ts';
import { counted, jsonOf, type PlanRow, planText } from '../sync/plan.ts';
import { planPull } from '../sync/planPull.ts';
import { disablePlanned, planPrune, withImpact } from '../sync/prune.ts';
import { writePlanned } from '../sync/pull.ts';
import { planPush, publishPlanned, withAnswers } from '../sync/push.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options {
  dir?: string;
  check?: boolean;
  yes?: boolean;
  prune?: boolean;
  pull?: boolean;
  force?: boolean;
  reason?: string;
  json?: boolean;
}

export const sync = (program: Command): Command =>
  program
    .command('sync')
    .summary('bring your namespace in line with a folder, or the other way round')
    .description(
      'Compares the definitions of a folder with your namespace, prints what it would do, and does it after a confirmation: publishes new versions, with --prune also disables entries that are only in the registry; with --pull writes what is only or newer in the registry into the folder. Without a terminal and without --yes it only prints the plan, and exits with 1 if there is something to do. Also exits with 1 if a definition is not valid, was refused, or differs from the published version with the same version number.',
    )
    .addArgument(oneKind(true))
    .option('--dir <folder>', dirHelp())
    .option('--yes', 'carry out the plan without asking')
    .addOption(
      new Option(
        '--check',
        'change nothing: compare only, including what the gateway would refuse; exit with 1 if anything differs',
      ).conflicts('yes'),
    )
    .addOption(
      new Option(
        '--prune',
        'also disable entries that are only in the registry: other namespaces no longer see them, and they are neither instantiated nor claimed; `registry enable` undoes it; role admin',
      ).conflicts('pull'),
    )
    .option('--reason <text>', 'with --prune: message to users of the disabled entries, at most 500 characters')
    .option('--pull', 'write what is only or newer in the registry into the folder; local changes stay')
    .option('--force', 'with --pull: overwrite local changes, too')
    .option('--json', 'print the plan, and what was done, as JSON')
    .addHelpText(
      'after',
      examples(
        'registry sync agents --check',
        'registry sync templates --yes',
        'registry sync agents --prune --reason "Moved to the platform repository."',
        'registry sync agents --pull --dir agents',
      ),
    )
    .action(async (name: KindName, options: Options, command: Command) => {
      if (options.force && !options.pull) throw misuse('--force is allowed only with --pull.');
      if (options.reason !== undefined && !options.prune) throw misuse('--reason is allowed only with --prune.');
      const kind = kindOf(name);
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const client = connectAuthenticated(
        settings,
        'compare with your namespace',
        options.prune ? 'admin' : 'publisher',
      );
      const dir = options.dir ?? (await defaultDir(kind, options));
      const collected = await collectFor(kind, dir, settings, options);
      const session: Session = { client, settings, kind, namespace: '', dir, collected, options };
      const { namespace, role } = await identify(session);
      if (options.prune && role !== 'ADMIN')
        throw new Problem(
          `The role "admin" is required for --prune; your token has "${role?.toLowerCase() ?? 'no role'}".`,
        );
      await run({ ...session, namespace });
    });

interface Session {
  client: Client;
  settings: Settings;
  kind: Kind;
  namespace: string;
  dir: string;
  collected: Collected[];
  options: Options;
}

/** A pull may create the folder. */
const defaultDir = async (kind: Kind, { pull }: Options): Promise<string> =>
  pull ? ((await findDefinitions(kind)) ?? namesOf[kind]) : definitionsOf(kind);

async function collectFor(kind: Kind, dir: string, settings: Settings, { pull }: Options): Promise<Collected[]> {
  const isEmpty = pull && (await hasNoDefinitions(kind, dir));
  const collected = isEmpty ? [] : await collect(kind, dir, readOptions(settings));
  for (const each of collected) if (each.definition === null) note(pretty(each));
  return collected;
}

/** The caller. When the gateway cannot be reached, says what was checked without it. */
async function identify({ client, collected }: Session) {
  const { viewer } = await client.request(ViewerDocument, {}).catch((error) => {
    const valid = collected.filter(({ definition }) => definition !== null).length;
    if (error instanceof GatewayUnreachable)
      note(
        `Checked locally only: ${valid} valid, ${collected.length - valid} not valid. Not compared with the registry.`,
      );
    throw error;
  });
  if (!viewer) throw new Problem('The gateway did not recognize your token.', { hint: tokenHint() });
  return viewer;
}

async function run(session: Session): Promise<void> {
  const { json = false, check = false, yes = false } = session.options;
  const plan = await planOf(session);
  const isPlanned = plan.some(({ action }) => action !== null);
  if (!json) print(planText(plan));
  note(`\n${counted(plan)}`);
  const failures = failing(session.options);
  if (plan.some(({ state, action }) => failures.includes(state) && (check || action === null))) process.exitCode = 1;
  if (!isPlanned || check) {
    if (json) printJson(plan.map(jsonOf));
    return;
  }
  const answer = yes || (await confirm('Carry out this plan?'));
  if (!answer) {
    process.exitCode = 1;
    if (json) printJson(plan.map(jsonOf));
    note(answer === null ? 'Nothing was changed. Carry out the plan with --yes.' : 'Nothing was changed.');
    return;
  }
  const { plan: done, stoppedBy } = await carryOut(session, plan);
  if (json) printJson(done.map(jsonOf));
  const failed = ['refused', 'not written', 'not sent'];
  if (done.some(({ outcome }) => outcome !== null && failed.includes(outcome))) process.exitCode = 1;
  if (stoppedBy) throw stoppedBy;
}

/** States for which the command exits with 1, whatever else it does. */
const failing = ({ check, pull }: Options): State[] => {
  if (!check) return ['changed', 'refused', 'not valid'];
  return [
    'changed',
    'refused',
    'not valid',
    'remote only',
    ...(pull ? (['remote newer'] as const) : (['new'] as const)),
  ];
};

async function planOf(session: Session): Promise<PlanRow[]> {
  const { client, kind, namespace, dir, collected, options } = session;
  const isOne = collected.some(({ folder }) => folder === typed(dir));
  if (isOne && options.prune) throw misuse('--prune requires a folder of definitions; --dir names a single one.');
  const { rows, disabledCount } = await compare(client, kind, namespace, collected);
  const compared = isOne ? rows.filter(({ state }) => state !== 'remote only') : rows;
  if (disabledCount > 0 && !isOne)
    note(`Not listed: ${disabledCount} disabled ${disabledCount === 1 ? 'entry' : 'entries'}.`);
  if (options.pull) return planPull(compared, { client, kind, namespace, force: options.force ?? false });
  const plan = options.prune ? planPrune(planPush(compared)) : planPush(compared);
  return options.yes ? plan : withImpact(client, kind, await withAnswers(client, plan));
}

async function carryOut(session: Session, plan: PlanRow[]): Promise<{ plan: PlanRow[]; stoppedBy: unknown }> {
  const { client, settings, kind, namespace, dir, options } = session;
  const isQuiet = options.json ?? false;
  if (options.pull) {
    const target = { client, connection: connectionOf(settings), kind, namespace, dir, isQuiet };
    return { plan: await writePlanned(plan, target), stoppedBy: null };
  }
  const isPublishing = plan.some(({ action }) => action === 'publish');
  const commitSha = isPublishing ? await commitOf(dir) : null;
  const published = await publishPlanned(client, plan, { commitSha, isQuiet });
  if (published.stoppedBy) return published;
  const reason = options.reason ?? null;
  return { plan: await disablePlanned(client, kind, published.plan, { reason, isQuiet }), stoppedBy: null };
}
