import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Env, EnvError } from './env.ts';

/** https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
const Manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), body: z.string() })),
});
/** What graphql-codegen writes with `persistedDocuments`: documents by their hash. */
const Documents = z.record(z.string(), z.string()).transform((documents) => ({
  operations: Object.entries(documents).map(([id, body]) => ({ id, body })),
}));

/** The operations of the client of this repository, for the CLI and the worker, too. */
const own = new URL('../../packages/client/operations.json', import.meta.url);

/**
 * The documents of the operations that are listed: those of this repository, and those of REGISTRY_OPERATIONS_FILES.
 *
 * @throws EnvError for a file that cannot be read, or is not a manifest of operations
 */
export async function readOperationManifests({
  REGISTRY_OPERATIONS: allowed,
  REGISTRY_OPERATIONS_FILES: files,
}: Pick<Env, 'REGISTRY_OPERATIONS' | 'REGISTRY_OPERATIONS_FILES'>): Promise<string[]> {
  const sources = [...(allowed === 'listed' ? [own] : []), ...files];
  return (await Promise.all(sources.map(readManifest))).flat();
}

async function readManifest(source: string | URL): Promise<string[]> {
  try {
    const { operations } = Manifest.or(Documents).parse(JSON.parse(await readFile(source, 'utf8')));
    return operations.map(({ body }) => body);
  } catch {
    throw new EnvError(
      `REGISTRY_OPERATIONS_FILES: ${source} must be a manifest of operations in JSON: Apollo's \`apollo-persisted-query-manifest\`, or documents by their hash.`,
    );
  }
}
