import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Definition,
  identify,
  type Kind,
  kinds,
  parseDefinition,
  sha256Hex,
} from '../../packages/manifest/index.ts';
import { type DefinitionFolder, definitionFolders, readFolder } from '../../packages/node/readFolder.ts';
import { sortByDependencies } from '../../packages/node/sortByDependencies.ts';
import type { Blob } from '../../src/artifacts/artifacts.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { isRefusedByDatabase } from '../../src/db/sqlState.ts';
import { filesOfSlugs } from '../../src/db/version.ts';
import { type Forbidden, RegistryError } from '../../src/errors.ts';
import { publish } from '../../src/registry/publish.ts';
import type { Caller, Services } from '../../src/registry/services.ts';
import { systemUser } from '../../src/registry/systemUser.ts';

const home = { AGENT: 'agents', TEMPLATE: 'templates' } as const;

export interface SharedOutcome {
  kind: Kind;
  slug: string;
  version: string;
  outcome: 'published' | 'unchanged' | 'refused';
  problem?: string;
}

const shared = fileURLToPath(new URL('../../packages/shared', import.meta.url));

/**
 * Publishes every definition of a folder (default: `packages/shared`) in `default`, as any client would: agents
 * before templates. Those whose files were published as they are now are not read any further, only stored again where
 * storage has lost one.
 *
 * @throws DatabaseUnfit when the database refuses what the registry itself writes; UNAVAILABLE without database or storage
 */
export async function publishShared(services: Services, folder = shared): Promise<SharedOutcome[]> {
  const outcomes: SharedOutcome[] = [];
  try {
    for (const kind of kinds) outcomes.push(...(await publishKind(services, kind, await readShared(kind, folder))));
  } catch (error) {
    if (isRefusedByDatabase(error)) throw writesRefused(error);
    throw error;
  }
  return outcomes;
}

async function publishKind(services: Services, kind: Kind, folders: readonly SharedFolder[]): Promise<SharedOutcome[]> {
  const caller: Caller = { viewer: systemUser, correlationId: randomUUID() };
  const { published, others } = await divide(services, kind, folders);
  await services.artifacts.put(published.flatMap(({ blobs }) => blobs));
  const outcomes: SharedOutcome[] = published.map(({ slug, version }) => ({
    kind,
    slug,
    version,
    outcome: 'unchanged',
  }));
  const { sound, broken } = parseAll(kind, others);
  outcomes.push(...broken);
  for (const { definition, manifest, files } of sound) {
    const { slug, version } = definition;
    try {
      const { created } = await publish(services, caller, kind, { manifest, files });
      outcomes.push({ kind, slug, version, outcome: created ? 'published' : 'unchanged' });
    } catch (error) {
      if (isRefusedByDatabase(error) || !(error instanceof RegistryError)) throw error;
      outcomes.push({ kind, slug, version, outcome: 'refused', problem: error.message });
    }
  }
  return outcomes;
}

const writesRefused = (cause: Forbidden) =>
  new DatabaseUnfit(
    'The database refuses what the registry writes: a grant or policy of the migrations is missing. Check who changed rights in its schema, or restore it; see Backups in docs/operations.md.',
    { cause },
  );

/** A folder as it is on disk, with the id and version in its manifest. */
interface SharedFolder extends Pick<DefinitionFolder, 'manifest' | 'files'> {
  name: string;
  slug: string | null;
  version: string | null;
}

async function readShared(kind: Kind, parent: string): Promise<SharedFolder[]> {
  const folder = join(parent, home[kind]);
  const folders = await definitionFolders(kind, folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return Promise.all(
    folders.map(async (each) => {
      const { manifest, files } = await readFolder(kind, each, { isListed: each !== folder });
      return { name: basename(each), manifest, files, ...identify(kind, manifest) };
    }),
  );
}

/** Divides folders into those whose files were published, byte for byte, and others. */
async function divide(services: Services, kind: Kind, folders: readonly SharedFolder[]) {
  const slugs = folders.flatMap(({ slug }) => slug ?? []);
  const rows = await services.db.read(systemUser, filesOfSlugs(kind, systemUser.namespace, slugs));
  const known = new Set(rows.map(({ slug, version, files }) => keyOf(slug, version, files)));
  const published: { slug: string; version: string; blobs: Blob[] }[] = [];
  const others: SharedFolder[] = [];
  for (const folder of folders) {
    const { slug, version } = folder;
    const blobs = folder.files.map(({ path, bytes }) => ({ path, sha256: sha256Hex(bytes), bytes }));
    if (slug !== null && version !== null && known.has(keyOf(slug, version, blobs)))
      published.push({ slug, version, blobs });
    else others.push(folder);
  }
  return { published, others };
}

const keyOf = (slug: string, version: string, files: readonly { path: string; sha256: string }[]): string =>
  JSON.stringify([slug, version, files.map(({ path, sha256 }) => `${path} ${sha256}`).sort()]);

function parseAll(kind: Kind, folders: readonly SharedFolder[]) {
  const broken: SharedOutcome[] = [];
  const read = folders.flatMap(({ name, manifest, files, slug, version }) => {
    const { definition, issues } = parseDefinition(kind, { ...(manifest === null ? {} : { manifest }), files });
    if (definition)
      return [{ id: definition.slug, dependsOn: dependenciesOf(definition), definition, manifest, files }];
    const [first] = issues.filter(({ severity }) => severity === 'error');
    const problem = first ? `${first.file}${first.path && `, ${first.path}`}: ${first.message}` : 'It is not valid.';
    broken.push({ kind, slug: slug ?? name, version: version ?? '?', outcome: 'refused', problem });
    return [];
  });
  return { sound: sortByDependencies(read), broken };
}

const dependenciesOf = (definition: Definition) => Object.keys(definition.manifest.dependencies ?? {});
