import { type Kind, parseDefinition } from '../../packages/manifest/index.ts';
import type { Version } from '../db/version.ts';
import { ManifestInvalid } from '../errors.ts';
import { readOptions } from './readOptions.ts';
import type { Services } from './services.ts';

/**
 * Refuses to publish a draft whose mcp.json has no usable server, which is allowed only in drafts. Reads the file before
 * the transaction that publishes the draft.
 *
 * @throws ManifestInvalid
 */
export async function refuseWithoutServers(services: Services, kind: Kind, draft: Version): Promise<void> {
  if (kind !== 'AGENT') return;
  const file = draft.files.find(({ path }) => path === 'mcp.json');
  if (!file || Object.keys(draft.mcpServers ?? {}).length > 0) return;
  const bytes = await services.artifacts.get(file.sha256);
  if (!bytes) return;
  const { status: _, ...manifest } = draft.manifest;
  const { issues } = parseDefinition(kind, { manifest, files: [{ path: 'mcp.json', bytes }] }, readOptions(services));
  const found = issues.filter(({ code }) => code === 'no_servers');
  if (found.length > 0) throw new ManifestInvalid(found);
}
