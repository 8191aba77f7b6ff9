import {
  type AgentManifest,
  channelPoint,
  isChannel,
  rangeIntervals,
  type TemplateManifest,
} from '../../packages/manifest/index.ts';
import type { Transaction } from '../db/database.ts';
import { type Entry, entriesBySlugs } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { entriesNamed } from '../db/resolution.ts';
import { sharedAgentsBySlugs } from '../db/share.ts';
import { headsInRanges, type VersionHead } from '../db/version.ts';
import type { UnresolvedDependency } from '../errors.ts';

/** A reference by slug and range or channel, and what it resolves to: `entry` and `version` are null if it is unresolved. */
export interface Reference {
  kind: Kind;
  slug: string;
  range: string;
  entry: Entry | null;
  version: VersionHead | null;
  /** Whether the namespace had an entry of this id, which was removed. */
  isRemoved?: boolean;
  /** Namespaces that share an agent of this id with the namespace, if there are several: none of them is chosen. */
  sharedBy?: readonly string[];
}

/**
 * Resolves references from a namespace: a slug is looked up there first, then in `default`. Of its published versions,
 * the newest in the range is chosen; versions newer than the current one come last. A channel stands for the version that
 * it points to. Takes at most four statements per kind.
 *
 * @param withShared whether an agent that is not found is looked up among those that one other namespace shares to be used
 */
async function followReferences(
  tx: Transaction,
  namespace: string,
  kind: Kind,
  ranges: Readonly<Record<string, string>>,
  { withShared = false } = {},
): Promise<Reference[]> {
  const slugs = Object.keys(ranges);
  if (slugs.length === 0) return [];
  const namespaces = [...new Set([namespace, 'default'])];
  const entries = await tx.run(
    entriesBySlugs(
      kind,
      namespaces.flatMap((each) => slugs.map(() => each)),
      namespaces.flatMap(() => slugs),
    ),
  );
  const others = withShared ? [] : slugs.filter((slug) => !entries.some((each) => isOwn(each, namespace, slug)));
  const removed = await removedAmong(tx, kind, namespace, others);
  const missing = slugs.filter((slug) => !entries.some((entry) => entry.slug === slug));
  const shared = withShared && missing.length > 0 ? await tx.run(sharedAgentsBySlugs(namespace, missing)) : [];
  const sharedOf = (slug: string) => shared.filter((entry) => entry.slug === slug);
  const entryOf = (slug: string) =>
    removed.has(slug)
      ? null
      : (entries.find((entry) => isOwn(entry, namespace, slug)) ??
        entries.find((entry) => entry.slug === slug) ??
        (sharedOf(slug).length === 1 ? (sharedOf(slug)[0] ?? null) : null));

  const asked = slugs.flatMap((slug) => {
    const entry = entryOf(slug);
    return entry ? [{ entryId: entry.id, matches: multirange(ranges[slug] ?? '') }] : [];
  });
  const versions = asked.length === 0 ? [] : await tx.run(headsInRanges(kind, asked));
  return slugs.map((slug) => {
    const entry = entryOf(slug);
    const version = versions.find((found) => found.entryId === entry?.id) ?? null;
    const sharedBy = sharedOf(slug).map((each) => each.namespace);
    return {
      ...{ kind, slug, range: ranges[slug] ?? '', entry, version, isRemoved: removed.has(slug) },
      ...(sharedBy.length > 1 ? { sharedBy } : {}),
    };
  });
}

const isOwn = (entry: Entry, namespace: string, slug: string): boolean =>
  entry.slug === slug && entry.namespace === namespace;

/** The ids of entries of a namespace that were removed. */
async function removedAmong(tx: Transaction, kind: Kind, namespace: string, slugs: readonly string[]) {
  const named = slugs.map(() => namespace);
  const found = slugs.length === 0 ? [] : await tx.run(entriesNamed(kind, named, slugs));
  return new Set(found.filter(({ isRemoved }) => isRemoved).map(({ slug }) => slug));
}

/** All references of a manifest: agents that it depends on or supports, and templates that it depends on. */
export async function referencesOf(
  tx: Transaction,
  namespace: string,
  kind: Kind,
  manifest: AgentManifest | TemplateManifest,
): Promise<Reference[]> {
  if (!('supportedAgents' in manifest)) return followReferences(tx, namespace, kind, manifest.dependencies ?? {});
  return [
    // A template is bound to these agents, so a share that comes later never changes what they mean.
    ...(await followReferences(tx, namespace, 'AGENT', manifest.supportedAgents, { withShared: true })),
    ...(await followReferences(tx, namespace, kind, manifest.dependencies ?? {})),
  ];
}

/** The templates that a template of a namespace depends on. */
export const templatesNeeded = (
  tx: Transaction,
  namespace: string,
  dependencies: Readonly<Record<string, string>>,
): Promise<Reference[]> => followReferences(tx, namespace, 'TEMPLATE', dependencies);

/** The unresolved references, with the reason. */
export const unresolved = (references: readonly Reference[]): UnresolvedDependency[] =>
  references
    .filter((reference) => reference.version === null)
    .map((reference) => ({
      kind: reference.kind,
      slug: reference.slug,
      range: reference.range,
      reason: whyUnresolved(reference),
      chain: [`${reference.slug}@${reference.range}`],
    }));

function whyUnresolved({ kind, range, entry, sharedBy, isRemoved }: Reference): string {
  if (entry) return noneIn(range);
  if (sharedBy) return `several namespaces share an agent of this id with yours: ${sharedBy.join(', ')}`;
  return isRemoved ? `the ${kind.toLowerCase()} was removed` : `${kind.toLowerCase()} not found`;
}

/** Why a reference to an entry leads to no version. */
export const noneIn = (range: string): string =>
  isChannel(range) ? `it has no channel "${range}"` : 'no published version satisfies the range';

/**
 * A SemVer range as a multirange of version points, in the notation of Postgres: `{["r011…","r012…"),…}`. The name of a
 * channel is the one point of that channel.
 */
export const multirange = (range: string): string =>
  isChannel(range)
    ? `{["${channelPoint(range)}","${channelPoint(range)}"]}`
    : `{${rangeIntervals(range)
        .map(
          ({ from, to, fromInclusive, toInclusive }) =>
            `${fromInclusive ? '[' : '('}"${from}","${to}"${toInclusive ? ']' : ')'}`,
        )
        .join(',')}}`;
