import type { Command } from 'commander';
import pc from 'picocolors';
import { type Client, GatewayUnreachable, ViewerDocument } from '../../client/index.ts';
import { collect } from '../collect.ts';
import { commitOf } from '../commit.ts';
import { definitionsOf, dirHelp } from '../definitionsFolder.ts';
import { examples } from '../examples.ts';
import { connectAuthenticated, tokenHint } from '../gateway.ts';
import { pretty } from '../issues/pretty.ts';
import { type KindName, kindOf, oneKind } from '../kinds.ts';
import { typed } from '../paths.ts';
import { Problem } from '../problem.ts';
import { askGateway } from '../publish/dryRun.ts';
import { outcomes, outcomeTable } from '../publish/outcome.ts';
import { publishAll } from '../publish/publishAll.ts';
import { viaGateway } from '../publish/viaGateway.ts';
import { type GatewayOptions, readOptions, readSettings } from '../settings.ts';
import { type Comparison, compare, type State } from '../sync/compare.ts';
import { cell, table } from '../table.ts';
import { note, print, printJson } from '../terminal.ts';

interface Options {
  dir?: string;
  check?: boolean;
  json?: boolean;
}

export const sync = (program: Command): Command =>
  program
    .command('sync')
    .summary('compare a folder with the registry, and publish new versions')
    .description(
      'Compares the definitions of a folder with the versions in your namespace, then publishes new versions. Removes nothing. Exits with 1 if a definition is not valid, was refused, or differs from the published version with the same version number.',
    )
    .addArgument(oneKind(true))
    .option('--dir <folder>', dirHelp())
    .option(
      '--check',
      'publish nothing: compare only, including what the gateway would refuse; exit with 1 if anything differs',
    )
    .option('--json', 'print the comparison as JSON')
    .addHelpText('after', examples('registry sync agents --check', 'registry sync templates'))
    .action(async (name: KindName, { check, json, dir: asked }: Options, command: Command) => {
      const kind = kindOf(name);
      const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
      const client = connectAuthenticated(settings, 'compare with your namespace');
      const dir = asked ?? (await definitionsOf(kind));
      const collected = await collect(kind, dir, readOptions(settings));
      for (const each of collected) if (each.definition === null) note(pretty(each));

      const { viewer } = await client.request(ViewerDocument, {}).catch((error) => {
        const valid = collected.filter(({ definition }) => definition !== null).length;
        if (error instanceof GatewayUnreachable)
          note(
            `Checked locally only: ${valid} valid, ${collected.length - valid} not valid. Not compared with the registry.`,
          );
        throw error;
      });
      if (!viewer) throw new Problem('The gateway did not recognize your token.', { hint: tokenHint() });
      const isOne = collected.some(({ folder }) => folder === typed(dir));
      const found = (await compare(client, kind, viewer.namespace, collected)).filter(
        ({ state }) => !isOne || state !== 'remote only',
      );
      const compared = check ? await withAnswers(client, found) : found;
      if (json) printJson(compared.map(({ collected: _, ...row }) => row));
      else print(comparisonTable(compared));
      note(`\n${counted(compared)}`);
      const failing: State[] = check
        ? ['new', 'changed', 'refused', 'not valid', 'remote only']
        : ['changed', 'not valid'];
      if (compared.some(({ state }) => failing.includes(state))) process.exitCode = 1;

      const fresh = compared.flatMap((each) => (each.state === 'new' && each.collected ? [each.collected] : []));
      if (check || fresh.length === 0) return;
      const options = { commitSha: await commitOf(dir), draft: false };
      const { rows, stoppedBy } = await publishAll(viaGateway(client), fresh, options);
      if (!json) print(`\n${outcomeTable(rows)}`);
      note(`\n${outcomes(rows)}`);
      if (rows.some(({ outcome }) => outcome === 'refused')) process.exitCode = 1;
      if (stoppedBy) throw stoppedBy;
    });

/** The comparison, with what the gateway would answer when the new versions are published. */
async function withAnswers(client: Client, compared: readonly Comparison[]): Promise<Comparison[]> {
  const fresh = compared.flatMap(({ state, collected }) => (state === 'new' && collected ? [collected] : []));
  const { rows, stoppedBy } = await askGateway(client, fresh, { commitSha: null, draft: false });
  if (stoppedBy) throw stoppedBy;
  return compared.map((each) => {
    const row =
      each.state === 'new' ? rows.find(({ id, version }) => id === each.id && version === each.version) : null;
    if (!row) return each;
    const reason = [each.reason, row.reason].filter(Boolean).join('. ');
    return { ...each, reason, state: row.outcome === 'refused' ? 'refused' : each.state };
  });
}

const colours: Record<State, (text: string) => string> = {
  new: pc.green,
  unchanged: pc.dim,
  changed: pc.red,
  refused: pc.red,
  'not valid': pc.red,
  'remote only': pc.yellow,
};

const comparisonTable = (compared: readonly Comparison[]): string =>
  table(
    ['id', 'local', 'remote', 'state', ''],
    compared.map(({ id, version, current, state, reason }) => [
      cell(id),
      cell(version ?? '-'),
      cell(current ?? '-'),
      cell(state, colours[state]),
      cell(reason),
    ]),
  );

/** `3 new, 9 unchanged.` */
const counted = (compared: readonly Comparison[]): string =>
  `${(Object.keys(colours) as State[])
    .map((state) => ({ state, count: compared.filter((each) => each.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ')}.`;
