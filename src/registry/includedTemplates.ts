import { includedIn } from '../../packages/manifest/contract/included.ts';
import {
  type Definition,
  type ParseOptions,
  type ParseResult,
  parseDefinition,
} from '../../packages/manifest/index.ts';
import { entriesBySlugs } from '../db/entry.ts';
import type { Kind } from '../db/kindTables.ts';
import { partsByIds } from '../db/resolution.ts';
import type { User } from '../viewer.ts';
import { planSource } from './planSource.ts';
import type { Reader } from './reader.ts';
import { resolveTemplate } from './resolveTemplate.ts';
import type { Services } from './services.ts';

/**
 * Parses a definition. A template that includes others is checked and tested with the versions that its dependencies
 * resolve to for the user. If they do not resolve, it is neither, and says so in a warning.
 */
export async function parseWithIncluded(
  services: Services,
  user: User,
  kind: Kind,
  input: Parameters<typeof parseDefinition>[1],
  options: ParseOptions,
): Promise<ParseResult<Definition>> {
  const alone = parseDefinition(kind, input, options);
  const { definition } = alone;
  if (definition?.kind !== 'TEMPLATE' || includedIn(definition.manifest).length === 0) return alone;
  const reader: Reader = { run: (query) => services.db.read(user, query) };
  const include = await includedBy(reader, user, definition);
  return include ? parseDefinition(kind, input, { ...options, include }) : alone;
}

/** How the templates that a new version includes are found. Null if its dependencies do not resolve. */
async function includedBy(
  reader: Reader,
  { namespace }: User,
  { slug, version, manifest }: Extract<Definition, { kind: 'TEMPLATE' }>,
): Promise<ParseOptions['include'] | null> {
  const [entry] = await reader.run(entriesBySlugs('TEMPLATE', [namespace], [slug]));
  const root = { namespace, slug, version, supported: [] };
  const { dependencies = {} } = manifest;
  const from = { ...root, entryId: entry?.id ?? slug, versionId: null, dependencies, supportedAgents: [] };
  // Agents are the matter of locks: which versions exist changes with time.
  const { templates } = await resolveTemplate(reader, from, { agents: [], includes: [] });
  if (!templates) return null;
  const parts = templates.size > 0 ? await reader.run(partsByIds('TEMPLATE', [...templates.values()])) : [];
  const { source } = await planSource(reader, { ...root, manifest }, parts);
  return source.include;
}
