import type { Command } from 'commander';
import pc from 'picocolors';
import { type ChangeKind, DiffByIdDocument, type DiffFragment } from '../../../packages/client/index.ts';
import { examples } from '../examples.ts';
import { connect } from '../gateway.ts';
import { kindOption } from '../kinds.ts';
import { oneOf } from '../oneOf.ts';
import { Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { bytes, clean, print, printJson } from '../terminal.ts';

interface Options {
  kind?: 'agent' | 'template';
  namespace?: string;
  json?: boolean;
}

export const diff = (program: Command): Command =>
  program
    .command('diff')
    .summary('what changed from one version to another')
    .argument('<id>', 'an agentId or templateId')
    .argument('<from>', 'a version')
    .argument('<to>', 'another version')
    .addOption(kindOption())
    .option('--namespace <namespace>', 'your own, then default, unless told')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('npm run registry -- diff code-reviewer 1.0.0 1.1.0'))
    .action(async (id: string, from: string, to: string, { kind, namespace, json }: Options, command: Command) => {
      const client = connect(readSettings(command.optsWithGlobals<GatewayOptions>()));
      const found = await client.request(DiffByIdDocument, { id, namespace: namespace ?? null, from, to });
      const { entry } = oneOf(found, id, kind);
      if (!entry.to) throw new Problem(`${entry.slug} has no version ${to} that you can see.`);
      if (json) printJson(entry.to.diff);
      else print([`${clean(entry.slug)} ${clean(from)} → ${clean(to)}`, ...shown(entry.to.diff)].join('\n'));
    });

const signs: Record<ChangeKind, string> = { ADDED: pc.green('+'), REMOVED: pc.red('-'), CHANGED: pc.yellow('~') };

function shown({ changes, files, truncated }: DiffFragment): string[] {
  if (changes.length + files.length === 0 && !truncated) return ['  Nothing changed.'];
  return [
    ...(truncated ? [pc.yellow(`  More than ${changes.length} changes: these are not all.`)] : []),
    ...changes.map(
      ({ path, change, before, after }) =>
        `  ${signs[change]} ${pc.bold(clean(path))}  ${fromTo(value(before), value(after), change)}`,
    ),
    ...files.map(
      ({ path, change, before, after }) =>
        `  ${signs[change]} ${pc.bold(clean(path))}  ${fromTo(size(before), size(after), change)}`,
    ),
  ];
}

function fromTo(before: string, after: string, change: ChangeKind): string {
  if (change === 'ADDED') return after;
  return change === 'REMOVED' ? pc.dim(before) : `${pc.dim(before)} → ${after}`;
}

const widest = 160;

function value(given: unknown): string {
  const text = clean(JSON.stringify(given) ?? '');
  return text.length > widest ? `${text.slice(0, widest)}…` : text;
}

const size = (file: { size: number; sha256: string } | null): string =>
  file === null ? '' : `${bytes(file.size)} ${file.sha256.slice(0, 8)}`;
