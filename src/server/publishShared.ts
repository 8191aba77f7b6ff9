import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type Definition, type Kind, readDefinition } from '../../packages/shared/manifest/index.ts';
import { inOrder } from '../../packages/shared/node/inOrder.ts';
import { definitionFolders, readFolder } from '../../packages/shared/node/readFolder.ts';
import { RegistryError } from '../errors.ts';
import { publish } from '../registry/publish.ts';
import type { Caller, Services } from '../registry/services.ts';
import { registryItself } from './registryItself.ts';

const home = { AGENT: 'agents', TEMPLATE: 'templates' } as const;

export interface SharedOutcome {
  kind: Kind;
  slug: string;
  version: string;
  outcome: 'published' | 'unchanged' | 'refused';
  problem?: string;
}

/** Publishes every definition of `packages/shared` in `default`, the way anybody would: agents before templates. */
export async function publishShared(services: Services): Promise<SharedOutcome[]> {
  const caller: Caller = { viewer: registryItself, correlationId: randomUUID() };
  const outcomes: SharedOutcome[] = [];
  for (const kind of ['AGENT', 'TEMPLATE'] as const) {
    for (const { definition, manifest, files } of await readShared(kind)) {
      const { slug, version } = definition;
      try {
        const { created } = await publish(services, caller, kind, { manifest, files });
        outcomes.push({ kind, slug, version, outcome: created ? 'published' : 'unchanged' });
      } catch (error) {
        if (!(error instanceof RegistryError)) throw error;
        outcomes.push({ kind, slug, version, outcome: 'refused', problem: error.message });
      }
    }
  }
  return outcomes;
}

async function readShared(kind: Kind) {
  const folder = fileURLToPath(new URL(`../../packages/shared/${home[kind]}`, import.meta.url));
  const read = await Promise.all(
    (await definitionFolders(kind, folder)).map(async (each) => {
      const { manifest, files } = await readFolder(kind, each);
      const { definition } = readDefinition(kind, { manifest, files });
      return definition
        ? { id: definition.slug, dependsOn: dependenciesOf(definition), definition, manifest, files }
        : null;
    }),
  );
  return inOrder(read.filter((each) => each !== null));
}

const dependenciesOf = (definition: Definition) => Object.keys(definition.manifest.dependencies ?? {});
