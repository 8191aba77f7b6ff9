import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** The migrations, by version, that were not applied to the database. Fails if none was applied. */
export const missingMigrations = (versions: readonly string[]): Query<{ version: string }> =>
  sql<{ version: string }>`select version from missing_migrations(${versions}::text[]) as version`.compile(db);
