import { sql } from 'kysely';
import { currentColumns, currentJoin } from './currentVersion.ts';
import type { Query } from './database.ts';
import { byName, type Entry, type EntryShape, type EntryStatus, entryFrom, shapeColumns, wholeEntry } from './entry.ts';
import { db } from './kysely.ts';
import { keysetCondition, type Ordering, orderByClause, type Page, pageFrom, pageShape, pageValues } from './page.ts';
import { planned } from './planned.ts';
import { headColumns, isIn, preferredFirst, type VersionHead, versionFrom } from './version.ts';

/*
 * `offset 0` below makes Postgres find the few links of one parent first. Without it, the generic plan of a prepared
 * statement scans the index of the order through the whole registry instead (measured: 50 ms instead of 3 ms).
 */

/** For each agent, a page of the templates whose current version supports it. */
export const templatesOfAgents = (
  agentIds: readonly string[],
  page: Page,
  shape: EntryShape = wholeEntry,
): Query<Entry & { agentId: string }> =>
  planned(
    ['templates of agents', shape.columns, shape.current, ...pageShape(page)],
    { agentIds, ...pageValues(page) },
    (values) =>
      sql<Entry & { agentId: string }>`
      select entry.*, asked.agent_id${currentColumns(shape.current)}
      from unnest(${values.agentIds}::uuid[]) as asked (agent_id)
      cross join lateral (
        select * from (
          select ${shapeColumns('TEMPLATE', shape)}
          from template_version_agents link join ${entryFrom('TEMPLATE')} on entry.current_version_id = link.template_version_id
          where link.agent_registry_id = asked.agent_id and link.is_current and entry.removed_at is null offset 0
        ) as entry
        where ${pageFrom(page, values, byName)}
      ) as entry ${currentJoin('TEMPLATE', shape.current)}`.compile(db),
    { items: { lists: ['agentIds'], by: ['agentId'] } },
  );

/** For each template, a page of the agents that its current version supports. */
export const agentsOfTemplates = (
  templateIds: readonly string[],
  page: Page,
  shape: EntryShape = wholeEntry,
): Query<Entry & { templateId: string }> =>
  planned(
    ['agents of templates', shape.columns, shape.current, ...pageShape(page)],
    { templateIds, ...pageValues(page) },
    (values) =>
      sql<Entry & { templateId: string }>`
      select entry.*, asked.template_id${currentColumns(shape.current)}
      from unnest(${values.templateIds}::uuid[]) as asked (template_id)
      join template_registry template on template.id = asked.template_id
      cross join lateral (
        select * from (
          select ${shapeColumns('AGENT', shape)}
          from template_version_agents link join ${entryFrom('AGENT')} on entry.id = link.agent_registry_id
          where link.template_version_id = template.current_version_id and entry.removed_at is null offset 0
        ) as entry
        where ${pageFrom(page, values, byName)}
      ) as entry ${currentJoin('AGENT', shape.current)}`.compile(db),
    { items: { lists: ['templateIds'], by: ['templateId'] } },
  );

const latestFirst: Ordering = {
  value: sql`version.published_at`,
  id: sql`version.id`,
  type: 'timestamptz',
  descending: true,
};

/** For each version of an agent, a page of the published template versions whose range it satisfies. */
export const templateVersionsOfAgentVersions = (
  agentVersionIds: readonly string[],
  page: Page,
): Query<VersionHead & { agentVersionId: string }> =>
  sql<VersionHead & { agentVersionId: string }>`
    select found.*, asked.agent_version_id from unnest(${agentVersionIds}::uuid[]) as asked (agent_version_id)
    join agent_versions supported on supported.id = asked.agent_version_id
    cross join lateral (
      select * from (
        select ${headColumns('TEMPLATE')}
        from template_version_agents link join ${versionFrom('TEMPLATE')} on version.id = link.template_version_id
        where link.agent_registry_id = supported.entry_id and ${isIn(sql`link.matches`, sql`supported`)}
          and version.status = 'ACTIVE' offset 0
      ) as version
      where ${keysetCondition(page, latestFirst)} ${orderByClause(page, latestFirst)}
    ) as found`.compile(db);

/** An agent that a template version supports, and its newest published version in the range, if there is one. */
export interface SupportedAgent {
  /** Null for an agent that the viewer cannot see. */
  agentStatus: EntryStatus | 'REMOVED' | null;
  templateVersionId: string;
  slug: string;
  range: string;
  agentRegistryId: string | null;
  resolvedVersionId: string | null;
}

export const supportedAgentsOf = (templateVersionIds: readonly string[]): Query<SupportedAgent> =>
  sql<SupportedAgent>`
    select link.template_version_id, link.slug, link.range, link.agent_registry_id,
      case when agent.removed_at is null then agent.status else 'REMOVED' end as agent_status, (
      select version.id from agent_versions version
      where version.entry_id = link.agent_registry_id and version.status = 'ACTIVE'
        and ${isIn(sql`link.matches`)}
      order by ${preferredFirst('AGENT')} limit 1
    ) as resolved_version_id
    from template_version_agents link left join agent_registry agent on agent.id = link.agent_registry_id
    where link.template_version_id = any(${templateVersionIds}::uuid[])
    order by link.template_version_id, link.slug`.compile(db);

export interface NewSupportedAgent {
  slug: string;
  range: string;
  agentRegistryId: string | null;
  /** The range as a multirange of version points, in the notation of Postgres. */
  matches: string;
}

export const insertSupportedAgents = (
  templateVersionId: string,
  agents: readonly NewSupportedAgent[],
): Query<unknown> =>
  sql`
    insert into template_version_agents (template_version_id, slug, range, agent_registry_id, matches)
    select ${templateVersionId}::uuid, slug, range, agent_registry_id, matches::version_range from unnest(
      ${agents.map((each) => each.slug)}::text[], ${agents.map((each) => each.range)}::text[],
      ${agents.map((each) => each.agentRegistryId)}::uuid[], ${agents.map((each) => each.matches)}::text[]
    ) as agents (slug, range, agent_registry_id, matches)`.compile(db);

/** Binds an agent that did not exist when the draft was uploaded. */
export const bindSupportedAgent = (templateVersionId: string, slug: string, agentRegistryId: string): Query<unknown> =>
  db
    .updateTable('templateVersionAgents')
    .set({ agentRegistryId })
    .where('templateVersionId', '=', templateVersionId)
    .where('slug', '=', slug)
    .where('agentRegistryId', 'is', null)
    .compile();

/** Serializes changes of template dependencies until the transaction ends. */
export const queueTemplateDependencies = (): Query<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('template dependencies'), hashtext(current_schema()))`.compile(db);
