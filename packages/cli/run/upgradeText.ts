import pc from 'picocolors';
import type { ConflictFieldsFragment, RunUpgradeQuery } from '../../client/index.ts';
import { clean, plural } from '../terminal.ts';

export type Upgrade = NonNullable<NonNullable<RunUpgradeQuery['run']>['upgrade']>;
type Part = Upgrade['parts'][number];

const colours: Record<string, (text: string) => string> = { SAFE: pc.green, RISKY: pc.yellow, BREAKING: pc.red };
const coloured = (level: string) => (colours[level] ?? pc.dim)(level);

/** A run compared with what would be instantiated now, as lines. */
export function upgradeLines(id: string, upgrade: Upgrade): string[] {
  const { fromVersion, toVersion, isUpToDate, parts, level, conflicts, problems } = upgrade;
  const head = `Run ${id}, template version ${fromVersion ?? '?'}${toVersion ? ` to ${toVersion}` : ''}`;
  const what = isUpToDate
    ? 'the same parts'
    : `${plural(parts.length, 'part')} changed${level ? `, ${coloured(level)}` : ''}`;
  return [
    toVersion === null ? `${clean(head)}:` : `${clean(head)}: ${what}.`,
    ...parts.flatMap(partLines),
    ...(conflicts.length > 0 ? ['', 'Conflicts:', ...conflicts.flatMap(conflictLines)] : []),
    ...(problems.length > 0 ? ['', 'The run cannot be upgraded:', ...problems.flatMap(problemLines)] : []),
  ];
}

function partLines({
  kind,
  namespace,
  entryId,
  change,
  before,
  after,
  level,
  items,
  changes,
  truncated,
}: Part): string[] {
  const versions = [before?.version, after?.version].filter((each) => each !== undefined);
  const head = `  ${kind.toLowerCase()} ${namespace}/${entryId} ${change === 'CHANGED' ? '' : `${change.toLowerCase()} `}`;
  const named = items.map(({ kind: item, name }) => (item === 'MCP_SERVER' ? `MCP server ${name}` : name));
  return [
    `${clean(head)}${clean(versions.join(' -> '))}${level ? `  ${coloured(level)}` : ''}`,
    ...(named.length > 0 ? [pc.dim(`    ${clean(named.join(', '))}`)] : []),
    ...changes.map((each) => `    ${coloured(each.level)} ${clean(`${each.path}: ${each.reason}`)}`),
    ...(truncated ? ['    and more'] : []),
  ];
}

const shown = (value: unknown): string => clean(JSON.stringify(value ?? null).slice(0, 200));

const conflictLines = ({ path, reason, base, mine, theirs }: ConflictFieldsFragment): string[] => [
  `  ${pc.bold(clean(path))}: ${clean(reason)}`,
  `    template before: ${shown(base)}, run: ${shown(mine)}, template now: ${shown(theirs)}`,
];

const problemLines = ({ message, issues, unresolved }: Upgrade['problems'][number]): string[] => [
  `  ${clean(message)}`,
  ...issues.map(({ path, message: what }) => `    ${clean(`${path}: ${what}`)}`),
  ...unresolved.map(({ chain, reason }) => `    ${clean(`${chain.join(' -> ')}: ${reason}`)}`),
];
