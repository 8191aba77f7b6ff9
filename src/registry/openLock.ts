import {
  canonicalJson,
  createLock,
  type Lock,
  type LockedAgent,
  type LockedTemplate,
  lockFile,
} from '../../packages/manifest/index.ts';
import type { Kind } from '../db/kindTables.ts';
import { type LockedPartRow, lockedParts, type PartRow } from '../db/resolution.ts';
import type { DefinitionIssue } from '../errors.ts';
import { agentTimeouts } from './agentTimeouts.ts';
import type { Reader } from './reader.ts';

/** The parts of a lock as the registry has them now. */
export interface OpenLock {
  /** The template; null if it cannot be used. */
  template: { entryId: string; versionId: string } | null;
  /** The other templates that can be used, each with the ids of its entry and its version. */
  templates: readonly (PartRow & LockedPartRow)[];
  /** Version ids by the ids of their agents. */
  agents: ReadonlyMap<string, string>;
  /** By the id of an agent version, its timeout in seconds. */
  timeouts: ReadonlyMap<string, number>;
  /** The parts that cannot be used, with the reason. */
  issues: DefinitionIssue[];
}

/**
 * Finds every part of a lock, whatever was published, deprecated, archived or rolled back since. A part cannot be used if it
 * was disabled or removed, is not visible to the caller, or is not what the lock says.
 *
 * @param lock a lock whose digest was verified
 */
export async function openLock(reader: Reader, lock: Lock): Promise<OpenLock> {
  const templates = [lock.template, ...lock.templates];
  const foundAgents = await find(reader, 'AGENT', lock.agents);
  const foundTemplates = await find(reader, 'TEMPLATE', templates);
  const issues = [...problems('TEMPLATE', templates, foundTemplates), ...problems('AGENT', lock.agents, foundAgents)];
  const [template, ...others] = foundTemplates;
  const isComplete = issues.length === 0;
  if (isComplete) issues.push(...changedParts(lock, foundAgents.filter(isPart), foundTemplates.filter(isPart)));
  return {
    template: template && isPart(template) ? { entryId: template.entryId, versionId: template.id } : null,
    templates: others.filter(isPart),
    agents: new Map(foundAgents.filter(isPart).map(({ entryId, id }) => [entryId, id])),
    timeouts: agentTimeouts(foundAgents.filter(isPart)),
    issues,
  };
}

type Part = LockedAgent | LockedTemplate;

const slugOf = (part: Part): string => ('agentId' in part ? part.agentId : part.templateId);

async function find(reader: Reader, kind: Kind, parts: readonly Part[]): Promise<LockedPartRow[]> {
  if (parts.length === 0) return [];
  const namespaces = parts.map(({ namespace }) => namespace);
  const versions = parts.map(({ version }) => version);
  return reader.run(lockedParts(kind, namespaces, parts.map(slugOf), versions));
}

const isPart = (row: LockedPartRow): row is LockedPartRow & PartRow => row.id !== null && row.entryId !== null;

const pathOf = (kind: Kind, index: number): string =>
  kind === 'AGENT' ? `agents[${index}]` : index === 0 ? 'template' : `templates[${index - 1}]`;

function problems(kind: Kind, parts: readonly Part[], rows: readonly LockedPartRow[]): DefinitionIssue[] {
  return parts.flatMap((part, index) => {
    const problem = problemOf(kind, part, rows[index]);
    return problem ? [issue(pathOf(kind, index), ...problem)] : [];
  });
}

function problemOf(kind: Kind, part: Part, row: LockedPartRow | undefined): [code: string, message: string] | null {
  const entry = `The ${kind.toLowerCase()} ${part.namespace}/${slugOf(part)}`;
  if (row?.status === 'REMOVED') return ['part_removed', `${entry} was removed.`];
  if (row?.status === 'DISABLED') return ['part_disabled', `${entry} is disabled. Try again when it is enabled.`];
  if (row?.isReadOnly) return ['part_read_only', `${entry} is shared with your namespace for reading only.`];
  if (row && isPart(row)) return null;
  const what = row?.entryId
    ? `Version ${part.version} of the ${kind.toLowerCase()} ${part.namespace}/${slugOf(part)}`
    : entry;
  return ['part_not_found', `${what} was not found, or you do not have access to it.`];
}

/** The parts that differ from what is published under their version number. */
function changedParts(lock: Lock, agents: readonly PartRow[], templates: readonly PartRow[]): DefinitionIssue[] {
  const [template, ...others] = templates;
  if (!template) return [];
  const published = createLock({ environment: lock.environment, template, templates: others, agents });
  const compare = (kind: Kind, parts: readonly Part[], now: readonly Part[]) =>
    parts.flatMap((part, index) => {
      if (canonicalJson(part) === canonicalJson(now[index] ?? null)) return [];
      const message = `Differs from the published ${slugOf(part)}@${part.version}. Create the lock again.`;
      return [issue(pathOf(kind, index), 'part_changed', message)];
    });
  return [
    ...compare('TEMPLATE', [lock.template, ...lock.templates], [published.template, ...published.templates]),
    ...compare('AGENT', lock.agents, published.agents),
  ];
}

const issue = (path: string, code: string, message: string): DefinitionIssue => ({
  file: lockFile,
  path,
  code,
  message,
  severity: 'error',
});
