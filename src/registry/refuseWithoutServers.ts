import { type Kind, parseDefinition } from '../../packages/manifest/index.ts';
import { entriesBySlugs } from '../db/entry.ts';
import { versionByNumber } from '../db/version.ts';
import { ManifestInvalid } from '../errors.ts';
import type { User } from '../viewer.ts';
import { readOptions } from './readOptions.ts';
import type { Services } from './services.ts';

/**
 * Refuses to publish a draft whose mcp.json has no usable server, which is allowed only in drafts. Reads the file before
 * the transaction that publishes the draft.
 *
 * @throws ManifestInvalid
 */
export async function refuseWithoutServers(
  services: Services,
  user: User,
  kind: Kind,
  { namespace, id, version: number }: { namespace: string; id: string; version: string },
): Promise<void> {
  if (kind !== 'AGENT') return;
  const [entry] = await services.db.read(user, entriesBySlugs(kind, [namespace], [id]));
  const [version] = entry ? await services.db.read(user, versionByNumber(kind, entry.id, number)) : [];
  const file = version?.files.find(({ path }) => path === 'mcp.json');
  if (!version || !file || version.status !== 'DRAFT' || Object.keys(version.mcpServers ?? {}).length > 0) return;
  const bytes = await services.artifacts.get(file.sha256);
  if (!bytes) return;
  const { status: _, ...manifest } = version.manifest;
  const { issues } = parseDefinition(kind, { manifest, files: [{ path: 'mcp.json', bytes }] }, readOptions(services));
  const found = issues.filter(({ code }) => code === 'no_servers');
  if (found.length > 0) throw new ManifestInvalid(found);
}
