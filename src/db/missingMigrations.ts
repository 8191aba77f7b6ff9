import { sql } from 'kysely';
import type { Query } from './database.ts';
import { db } from './kysely.ts';

/** Which of these migrations, by their versions, the database has not seen. Fails where it has none at all. */
export const missingMigrations = (versions: readonly string[]): Query<{ version: string }> =>
  sql<{ version: string }>`select version from missing_migrations(${versions}::text[]) as version`.compile(db);
