import { asOwner, dropPreview, environmentOf, listPreviews, type Preview } from './database.ts';
import { emptyArtifacts } from './emptyArtifacts.ts';
import { schemaOf } from './name.ts';

export interface Destroyed {
  name: string;
  schema: string;
  /** Null when there was no such schema. */
  tables: number | null;
  files: number;
}

/** Drops a preview's schema with all that is in it, then its files. Safe to repeat. Throws a Problem. */
export async function destroyPreview(name: string): Promise<Destroyed> {
  const schema = schemaOf(name);
  const env = environmentOf(schema);
  const tables = await asOwner(env, (run) => dropPreview(run, schema));
  return { name, schema, tables, files: await emptyArtifacts(env, schema) };
}

/** The previews of the database that were not updated for this long. */
export async function previews(olderThanMs = 0): Promise<Preview[]> {
  const found = await asOwner(environmentOf('nofx'), listPreviews);
  return found.filter(({ updatedAt }) => Date.parse(updatedAt) <= Date.now() - olderThanMs);
}
