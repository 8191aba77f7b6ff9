import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Definition, identify, type Kind, kinds, parseDefinition } from '../../packages/manifest/index.ts';
import { definitionFolders, readFolder } from '../../packages/node/readFolder.ts';
import { sortByDependencies } from '../../packages/node/sortByDependencies.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { Forbidden, RegistryError } from '../../src/errors.ts';
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
 * before templates.
 *
 * @throws DatabaseUnfit when the database refuses what the registry itself writes; UNAVAILABLE without database or storage
 */
export async function publishShared(services: Services, folder = shared): Promise<SharedOutcome[]> {
  const caller: Caller = { viewer: systemUser, correlationId: randomUUID() };
  const outcomes: SharedOutcome[] = [];
  for (const kind of kinds) {
    const { sound, broken } = await readShared(kind, folder);
    outcomes.push(...broken);
    for (const { definition, manifest, files } of sound) {
      const { slug, version } = definition;
      try {
        const { created } = await publish(services, caller, kind, { manifest, files });
        outcomes.push({ kind, slug, version, outcome: created ? 'published' : 'unchanged' });
      } catch (error) {
        if (error instanceof Forbidden) throw writesRefused(error);
        if (!(error instanceof RegistryError)) throw error;
        outcomes.push({ kind, slug, version, outcome: 'refused', problem: error.message });
      }
    }
  }
  return outcomes;
}

const writesRefused = (cause: Forbidden) =>
  new DatabaseUnfit(
    'The database refuses what the registry writes: a grant or policy of the migrations is missing. Check who changed rights in its schema, or restore it; see Backups in docs/operations.md.',
    { cause },
  );

async function readShared(kind: Kind, parent: string) {
  const folder = join(parent, home[kind]);
  const folders = await definitionFolders(kind, folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const broken: SharedOutcome[] = [];
  const read = await Promise.all(
    folders.map(async (each) => {
      const { manifest, files } = await readFolder(kind, each, { isListed: each !== folder });
      const { definition, issues } = parseDefinition(kind, { ...(manifest === null ? {} : { manifest }), files });
      if (definition)
        return [{ id: definition.slug, dependsOn: dependenciesOf(definition), definition, manifest, files }];
      const { slug, version } = identify(kind, manifest);
      const [first] = issues.filter(({ severity }) => severity === 'error');
      const problem = first ? `${first.file}${first.path && `, ${first.path}`}: ${first.message}` : 'It is not valid.';
      broken.push({ kind, slug: slug ?? basename(each), version: version ?? '?', outcome: 'refused', problem });
      return [];
    }),
  );
  return { sound: sortByDependencies(read.flat()), broken };
}

const dependenciesOf = (definition: Definition) => Object.keys(definition.manifest.dependencies ?? {});
