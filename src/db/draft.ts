import { sql } from 'kysely';
import type { Query } from './database.ts';
import type { Kind } from './kindTables.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page } from './page.ts';
import { headColumns, type VersionHead, versionFrom } from './version.ts';

const latestFirst: Ordering = {
  value: sql`version.published_at`,
  id: sql`version.id`,
  type: 'timestamptz',
  descending: true,
};

const draftsOf = (kind: Kind, namespace: string, page: Page) => sql`(
  select ${headColumns(kind)} from ${versionFrom(kind)}
  where version.namespace = ${namespace} and version.status = 'DRAFT'
    and exists (
      select from ${sql.table(kind === 'AGENT' ? 'agent_registry' : 'template_registry')} entry
      where entry.id = version.entry_id and entry.removed_at is null)
    and ${keysetCondition(page, latestFirst)} ${orderByClause(page, latestFirst)})`;

/** A page of the drafts of a namespace, latest upload first. */
export const draftsPage = (kinds: readonly Kind[], namespace: string, page: Page): Query<VersionHead> =>
  sql<VersionHead>`select * from (${sql.join(
    kinds.map((kind) => draftsOf(kind, namespace, page)),
    sql` union all `,
  )}) as version ${orderByClause(page, latestFirst)}`.compile(db);
