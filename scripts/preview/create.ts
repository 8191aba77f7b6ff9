import { readdir } from 'node:fs/promises';
import { kindNames } from '../../packages/cli/kinds.ts';
import { typed } from '../../packages/cli/paths.ts';
import { misuse } from '../../packages/cli/problem.ts';
import { clean, note, plural } from '../../packages/cli/terminal.ts';
import { openOwnPostgres } from '../../server/open/ownPostgres.ts';
import { publishShared, type SharedOutcome } from '../../server/open/publishShared.ts';
import { openServices } from '../../server/open/services.ts';
import { asOwner, claimPreview, environmentOf, explained } from './database.ts';
import { schemaOf } from './name.ts';

export interface Created {
  name: string;
  schema: string;
  /** The migrations that were applied now. */
  migrated: string[];
  outcomes: SharedOutcome[];
}

/**
 * Creates a registry in a separate schema of the database, or updates it: migrated, with the definitions of a folder
 * published. Safe to repeat, even after an interruption.
 *
 * @param dir a folder with `agents/` and `templates/`; defaults to packages/shared
 * @throws Problem
 */
export async function createPreview(name: string, dir?: string): Promise<Created> {
  const schema = schemaOf(name);
  const env = environmentOf(schema);
  const folder = dir === undefined ? undefined : await definitionsIn(dir);
  await asOwner(env, (run) => claimPreview(run, schema, name));
  note(`Migrating the schema ${schema}…`);
  return explained(async () => {
    const services = await openServices(env, await openOwnPostgres(env, env.DATABASE_URL));
    try {
      const { migrated } = services;
      note(`${plural(migrated.length, 'migration')} applied. Publishing…`);
      return { name, schema, migrated, outcomes: await publishShared(services, folder) };
    } finally {
      await services.close();
    }
  });
}

/** Looked at before anything is made. */
async function definitionsIn(dir: string): Promise<string> {
  const folder = typed(dir);
  const names = await readdir(folder).catch(() => {
    throw misuse(`${clean(dir)} is not a readable folder.`);
  });
  if (kindNames.some((name) => names.includes(name))) return folder;
  throw misuse(`${clean(dir)} must contain a folder named agents or templates.`);
}
