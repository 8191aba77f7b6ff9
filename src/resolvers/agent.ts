import type { McpServer, Skill } from '../../packages/shared/manifest/index.ts';
import type { Entry } from '../db/entry.ts';
import type { Position } from '../db/page.ts';
import type { Version } from '../db/version.ts';
import { type ConnectionArgs, connectionOf, pageOf } from './connection.ts';
import type { Context } from './context.ts';
import { byName, entryBySlug } from './entry.ts';

export const agent = (_: unknown, args: { agentId: string; namespace?: string | null }, context: Context) =>
  entryBySlug('AGENT', args.agentId, args.namespace, context);

export async function templates(entry: Entry, args: ConnectionArgs, { load }: Context) {
  const scope = ['templates'];
  const page = pageOf(args, scope);
  return connectionOf(await load.templatesOfAgent.load({ parent: entry.id, filter: null, page }), page, scope, byName);
}

export async function templateVersions(version: Version, args: ConnectionArgs, { load }: Context) {
  const scope = ['templateVersions'];
  const page = pageOf(args, scope);
  const rows = await load.templateVersionsOfAgentVersion.load({ parent: version.id, filter: null, page });
  return connectionOf(rows, page, scope, (row): Position => [row.publishedAt.toISOString(), row.id]);
}

export const model = (version: Version) => version.manifest.model ?? null;

export const skills = (version: Version) => (version.manifest.skills ?? []) as Skill[];

/** The MCP servers by name, as they were written; secrets are references. */
export const mcpServers = (version: Version): ({ name: string } & McpServer)[] =>
  Object.entries((version.mcpServers ?? {}) as Record<string, McpServer>).map(([name, server]) => ({
    ...server,
    name,
  }));
