import { chainOf } from '../../packages/manifest/checks/templateCycles.ts';
import { allows, manifestFile, type TemplateManifest } from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { entriesByIds, type LockedEntry } from '../db/entry.ts';
import { queueTemplateDependencies } from '../db/template.ts';
import { type Version, versionsByIds } from '../db/version.ts';
import { type DefinitionIssue, IncompatibleChange } from '../errors.ts';
import { type Reference, templatesNeeded } from './references.ts';

/** Maximum number of template versions that are followed. A template that leads to more is refused. */
const maxFollowed = 1_000;

/**
 * Serializes publishes of templates that depend on others: two at the same time could each miss the dependency that the
 * other adds to a cycle. Call it before any entry is locked.
 */
export async function holdTemplateDependencies(tx: Transaction): Promise<void> {
  await tx.run(queueTemplateDependencies());
}

interface Published {
  /** Of a version that others resolve to already. Undefined: every range that allows its number leads to it. */
  id?: string;
  entryId: string;
  slug: string;
  version: string;
}

/** Follows the dependencies of a template. Returns an issue for each one that leads back to the published version. */
export async function dependencyCycles(
  tx: Transaction,
  published: Published,
  references: readonly Reference[],
): Promise<DefinitionIssue[]> {
  const issues: DefinitionIssue[] = [];
  for (const reference of references) {
    if (reference.kind !== 'TEMPLATE') continue;
    const chain = await chainBack(tx, published, reference);
    if (chain) issues.push(cycleIssue(reference.slug, `Dependency cycle: ${chain}. Remove one of these dependencies.`));
  }
  return issues;
}

/** The same for a version that was published before, when its dependencies may have led elsewhere. */
export const cyclesOfVersion = (
  tx: Transaction,
  { id: entryId, slug, namespace }: Pick<LockedEntry, 'id' | 'slug' | 'namespace'>,
  { version, manifest }: Pick<Version, 'version' | 'manifest'>,
): Promise<DefinitionIssue[]> => cyclesFrom(tx, namespace, { entryId, slug, version }, manifest);

/** The same for a version that is resolved to already, as after a rollback: what leads to another version is no cycle. */
export const cyclesThrough = (
  tx: Transaction,
  { slug, namespace }: Pick<LockedEntry, 'slug' | 'namespace'>,
  { id, entryId, version, manifest }: Pick<Version, 'id' | 'entryId' | 'version' | 'manifest'>,
): Promise<DefinitionIssue[]> => cyclesFrom(tx, namespace, { id, entryId, slug, version }, manifest);

async function cyclesFrom(tx: Transaction, namespace: string, published: Published, manifest: Version['manifest']) {
  const { dependencies } = manifest as unknown as TemplateManifest;
  return dependencyCycles(tx, published, await templatesNeeded(tx, namespace, dependencies ?? {}));
}

/**
 * Refuses a published version that is about to be used where others find it: as the current one, or, `how`, by a channel.
 *
 * @throws IncompatibleChange if it would depend on itself
 */
export async function refuseCycle(tx: Transaction, entry: LockedEntry, version: Version, how = ''): Promise<void> {
  refuse(entry, version, how, await cyclesOfVersion(tx, entry, version));
}

/**
 * The same for a version that is used already, in the transaction that changes what is resolved to.
 *
 * @throws IncompatibleChange if it depends on itself now
 */
export async function refuseCycleThrough(tx: Transaction, entry: LockedEntry, version: Version): Promise<void> {
  refuse(entry, version, '', await cyclesThrough(tx, entry, version));
}

function refuse({ slug }: LockedEntry, { version }: Version, how: string, cycles: readonly DefinitionIssue[]): void {
  if (cycles.length === 0) return;
  throw new IncompatibleChange(
    `${slug}@${version} would depend on itself${how}.`,
    cycles.map(({ message }) => message),
  );
}

const cycleIssue = (slug: string, message: string): DefinitionIssue => ({
  file: manifestFile.TEMPLATE,
  path: `dependencies.${slug}`,
  code: 'dependency_cycle',
  message,
  severity: 'error',
});

interface Step {
  reference: Reference;
  before: readonly { slug: string; version: string }[];
}

async function chainBack(tx: Transaction, published: Published, first: Reference): Promise<string | null> {
  const seen = new Set<string>();
  let open: Step[] = [{ reference: first, before: [published] }];
  while (open.length > 0) {
    for (const { reference, before } of open) {
      if (leadsTo(published, reference)) return chainOf([...before, published]);
    }
    const found = new Set(open.flatMap(({ reference: { version } }) => (version ? [version.id] : [])));
    const ids = [...found].filter((id) => !seen.has(id));
    for (const id of ids) seen.add(id);
    if (seen.size > maxFollowed) return `the dependencies lead to more than ${maxFollowed} template versions`;
    open = await stepsBehind(tx, ids, open);
  }
  return null;
}

const leadsTo = ({ id, entryId, version }: Published, reference: Reference): boolean =>
  id === undefined ? reference.entry?.id === entryId && allows(reference.range, version) : reference.version?.id === id;

async function stepsBehind(tx: Transaction, ids: readonly string[], steps: readonly Step[]): Promise<Step[]> {
  if (ids.length === 0) return [];
  const versions = await tx.run(versionsByIds('TEMPLATE', ids));
  const entries = await tx.run(entriesByIds('TEMPLATE', [...new Set(versions.map(({ entryId }) => entryId))]));
  const behind: Step[] = [];
  for (const version of versions) {
    const entry = entries.find(({ id }) => id === version.entryId);
    const step = steps.find(({ reference }) => reference.version?.id === version.id);
    if (!entry || !step) continue;
    const before = [...step.before, { slug: entry.slug, version: version.version }];
    const { dependencies } = version.manifest as unknown as TemplateManifest;
    const references = await templatesNeeded(tx, entry.namespace, dependencies ?? {});
    behind.push(...references.map((reference) => ({ reference, before })));
  }
  return behind;
}
