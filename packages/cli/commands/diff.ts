import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { type ChangeKind, DiffByIdDocument, type DiffFragment, GatewayRefused } from '../../client/index.ts';
import { isAtLeast, levelCounts, levelLines } from '../diff/levels.ts';
import { type FilePatch, type PatchedVersions, patchesOf } from '../diff/patches.ts';
import { examples } from '../examples.ts';
import { findEntry } from '../findEntry.ts';
import { connect, connectionOf } from '../gateway.ts';
import { kindOption } from '../kinds.ts';
import { Problem } from '../problem.ts';
import { type GatewayOptions, readSettings } from '../settings.ts';
import { bytes, clean, print, printJson } from '../terminal.ts';

interface Options {
  kind?: 'agent' | 'template';
  namespace?: string;
  brief?: boolean;
  failOn?: 'breaking' | 'risky';
  json?: boolean;
}

export const diff = (program: Command): Command =>
  program
    .command('diff')
    .summary('show the changes between two versions')
    .description(
      'Shows what changed from one version to another: the level of each change and whether the version number allows it, then the manifest and the files.',
    )
    .argument('<id>', 'agentId or templateId')
    .argument('<from>', 'version to compare from')
    .argument('<to>', 'version to compare to')
    .addOption(kindOption())
    .option('--namespace <namespace>', 'namespace (default: your own, then default)')
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 if there is a change of this level or worse').choices([
        'breaking',
        'risky',
      ]),
    )
    .option('--brief', 'list changed files without their text changes')
    .option('--json', 'print the changes as JSON, with a unified diff of each text file in `patch`')
    .addHelpText(
      'after',
      examples(
        'registry diff code-reviewer 1.0.0 1.1.0',
        'registry diff release-train 1.2.0 1.3.0 --kind template --brief',
        'registry diff code-reviewer 1.0.0 1.1.0 --fail-on breaking',
      ),
    )
    .action(
      async (
        id: string,
        from: string,
        to: string,
        { kind: asked, namespace, brief, failOn, json }: Options,
        command: Command,
      ) => {
        const settings = readSettings(command.optsWithGlobals<GatewayOptions>());
        const found = await connect(settings)
          .request(DiffByIdDocument, {
            ...{ id, namespace: namespace ?? null, from, to },
            agent: asked !== 'template',
            template: asked !== 'agent',
          })
          .catch((error) => {
            throw isFromMissing(error) ? versionNotFound(id, from) : error;
          });
        const { kind, entry } = findEntry(found, id, asked);
        if (!entry.to) throw versionNotFound(entry.slug, to);
        const { diff: changed } = entry.to;
        const number = entry.to.version;
        const versions: PatchedVersions = { kind, id: entry.slug, namespace: entry.namespace, from, to };
        const patches = brief ? [] : await patchesOf(connectionOf(settings), versions, changed.files);
        const limit = failOn?.toUpperCase() as Uppercase<NonNullable<Options['failOn']>> | undefined;
        if (limit && changed.level && isAtLeast(changed.level, limit)) process.exitCode = 1;
        if (json) {
          const patchOf = (path: string) => patches.find((each) => each.path === path)?.text ?? null;
          return printJson({
            ...changed,
            files: changed.files.map((file) => ({ ...file, patch: patchOf(file.path) })),
          });
        }
        print(
          [
            `${clean(entry.slug)} ${named(from, entry.from?.version ?? from)} → ${named(to, number)}`,
            ...classified(changed, number),
            ...shown(changed, patches),
          ].join('\n'),
        );
      },
    );

/** `1.1.0`, or `stable (1.1.0)` for a channel. */
const named = (asked: string, version: string): string =>
  asked === version ? clean(version) : `${clean(asked)} (${clean(version)})`;

const versionNotFound = (id: string, version: string): Problem =>
  new Problem(`Version ${clean(version)} of ${clean(id)} was not found, or you do not have access to it.`);

/** The gateway refuses a diff against a version that does not exist, with the place of the diff. */
const isFromMissing = (error: unknown): boolean =>
  error instanceof GatewayRefused && error.code === 'BAD_USER_INPUT' && error.errors[0]?.path?.at(-1) === 'diff';

function classified(
  { classified: changes, classifiedTruncated, compatible, suggestedVersion }: DiffFragment,
  to: string,
): string[] {
  if (changes.length === 0) return [];
  const promise = compatible
    ? `${clean(to)} allows these changes.`
    : pc.red(`${clean(to)} does not allow breaking changes; ${suggestedVersion ?? 'a later one'} would.`);
  return [
    ...levelLines(changes),
    `  ${levelCounts(changes)}${classifiedTruncated ? ', and maybe more' : ''}. ${promise}`,
    '',
  ];
}

const signs: Record<ChangeKind, string> = { ADDED: pc.green('+'), REMOVED: pc.red('-'), CHANGED: pc.yellow('~') };

function shown({ changes, files, truncated }: DiffFragment, patches: readonly FilePatch[]): string[] {
  if (changes.length + files.length === 0 && !truncated) return ['  No changes.'];
  return [
    ...(truncated ? [pc.yellow(`  More than ${changes.length} changes; only the first are shown.`)] : []),
    ...changes.map(
      ({ path, change, before, after }) =>
        `  ${signs[change]} ${pc.bold(clean(path))}  ${fromTo(value(before), value(after), change)}`,
    ),
    ...files.flatMap(({ path, change, before, after }) => [
      `  ${signs[change]} ${pc.bold(clean(path))}  ${fromTo(size(before), size(after), change)}`,
      ...(patches.find((patch) => patch.path === path)?.lines ?? []).map(patchLine),
    ]),
  ];
}

/** A line of a unified diff, indented below its file. */
function patchLine(line: string): string {
  const colour = line.startsWith('@@')
    ? pc.cyan
    : line.startsWith('+')
      ? pc.green
      : line.startsWith('-')
        ? pc.red
        : pc.dim;
  return `    ${colour(clean(line))}`.trimEnd();
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
