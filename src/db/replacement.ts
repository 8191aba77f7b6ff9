import { sql } from 'kysely';
import type { Query } from './database.ts';
import { entryFrom } from './entry.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { anyOf } from './sql.ts';

/** An entry that can be used instead of another one. */
export interface Replacement {
  id: string;
  namespace: string;
  slug: string;
  /** Whether other namespaces and anonymous callers can read it. */
  isPublic: boolean;
}

/** Entries that were not removed, by slug, in any of these namespaces. */
export const replacementsNamed = (kind: Kind, namespaces: readonly string[], slug: string): Query<Replacement> =>
  sql<Replacement>`select entry.id, entry.namespace, entry.slug, entry.is_public from ${entryFrom(kind)}
    where entry.namespace = any(${namespaces}::text[]) and entry.slug = ${slug} and entry.removed_at is null`.compile(
    db,
  );

/** What an entry is to be replaced by, what that is to be replaced by, and so on: as far as the viewer can see, at most a hundred. */
export const replacementsOf = (kind: Kind, id: string): Query<Pick<Replacement, 'id' | 'namespace' | 'slug'>> =>
  sql<Pick<Replacement, 'id' | 'namespace' | 'slug'>>`
    with recursive chain (id, namespace, slug, replaced_by, place) as (
      select entry.id, entry.namespace, entry.slug, entry.replaced_by, 1 from ${entryFrom(kind)} where entry.id = ${id}
      union all
      select entry.id, entry.namespace, entry.slug, entry.replaced_by, chain.place + 1
      from chain join ${entryFrom(kind)} on entry.id = chain.replaced_by and entry.removed_at is null
      where chain.place < 100
    )
    select id, namespace, slug from chain order by place offset 1`.compile(db);

/** Waits until no other transaction sets a replacement, and keeps others waiting until this one ends. */
export const queueReplacements = (): Query<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('replacements'), hashtext(current_schema()))`.compile(db);

/** A deprecated entry, with its message and what to use instead. */
export interface DeprecatedEntry {
  kind: Kind;
  slug: string;
  message: string | null;
  /** As `namespace/id`. Null if there is none, or none that the viewer can see. */
  replacement: string | null;
}

/** Those of these agents and templates that are deprecated. */
export const deprecatedAmong = (agents: readonly string[], templates: readonly string[]): Query<DeprecatedEntry> =>
  sql<DeprecatedEntry>`${deprecatedOf('AGENT', agents)} union all ${deprecatedOf('TEMPLATE', templates)}
    order by kind desc, slug`.compile(db);

const deprecatedOf = (kind: Kind, ids: readonly string[]) => sql`
  select ${sql.lit(kind)} as kind, entry.slug, entry.status_message as message, (
    select other.namespace || '/' || other.slug
    from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} other
    where other.id = entry.replaced_by and other.removed_at is null
  ) as replacement
  from ${entryFrom(kind)} where entry.id = ${anyOf(ids)} and entry.status = 'DEPRECATED'`;
