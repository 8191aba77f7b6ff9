import type { GraphQLResolveInfo } from 'graphql';
import type { McpServer, Skill } from '../../packages/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import type { Position } from '../db/page.ts';
import type { VersionHead } from '../db/version.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { byName, entryBySlug, viewed } from './entry.ts';
import type { MaybePromise } from './maybePromise.ts';
import { entryShapeAt, nodes } from './shape.ts';
import { whole, withManifest } from './version.ts';
import { lookUpShapeAt } from './versionsAsked.ts';

export const agent = (
  _: unknown,
  args: { agentId: string; namespace?: string | null },
  context: Context,
  info: GraphQLResolveInfo,
) => viewed(entryBySlug('AGENT', args.agentId, args.namespace, context, lookUpShapeAt(info)), context);

export async function templates(entry: Entry, args: ConnectionArgs, { load }: Context, info: GraphQLResolveInfo) {
  const scope = ['templates', entry.id];
  const page = pageOf(args, scope);
  const rows = await load.templatesOfAgent.load({ parent: entry.id, filter: entryShapeAt(info, nodes), page });
  return connectionOf(rows, page, scope, byName, () =>
    load.templateCountOfAgent.load({ parent: entry.id, filter: null }),
  );
}

export async function templateVersions(version: VersionHead, args: ConnectionArgs, { load }: Context) {
  const scope = ['templateVersions', version.id];
  const page = pageOf(args, scope, 'timestamptz');
  const rows = await load.templateVersionsOfAgentVersion.load({ parent: version.id, filter: null, page });
  return connectionOf(
    rows,
    page,
    scope,
    (row): Position => [row.publishedAt.toISOString(), row.id],
    () => load.templateVersionCountOfAgentVersion.load({ parent: version.id, filter: null }),
  );
}

export const model = (version: VersionHead, _: unknown, context: Context) =>
  withManifest(version, context, (manifest) => manifest.model ?? null);

/** A skill with the id of its agent version, because its own id is unique only there. */
export type SkillOf = Skill & { skillOf: string };

export const skills = (version: VersionHead, _: unknown, context: Context): MaybePromise<SkillOf[]> =>
  withManifest(version, context, (manifest) =>
    ((manifest.skills ?? []) as Skill[]).map((skill) => ({ ...skill, skillOf: version.id })),
  );

/** The MCP servers with their names, in the form of the contract. Secrets are references. */
export async function mcpServers(
  version: VersionHead,
  _: unknown,
  context: Context,
): Promise<({ name: string } & McpServer)[]> {
  const servers = ((await whole(version, context)).mcpServers ?? {}) as Record<string, McpServer>;
  return Object.entries(servers).map(([name, server]) => ({ ...server, name }));
}
