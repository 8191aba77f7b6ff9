import { sql } from 'kysely';
import { RequestError } from '../errors.ts';
import { anonymous } from '../viewer.ts';
import { DatabaseUnfit } from './checkServer.ts';
import type { Database, Query } from './database.ts';
import { expectedPolicies, expectedTables } from './expectedSchema.ts';
import { halfRestored, restoreAgain } from './halfRestored.ts';
import { db } from './kysely.ts';
import { listMigrations } from './migrate.ts';

/** What the database lacks of what was restored, in sentences; nothing of one that has migrations besides these. */
const restoreProblems = (known: readonly string[]): Query<{ problem: string }> =>
  sql<{
    problem: string;
  }>`select problem from restore_problems(${known}::text[], ${expectedTables}::text[], ${expectedPolicies}::text[]) as problem`.compile(
    db,
  );

/** How many problems a message names. */
const maxNamed = 4;

/**
 * Refuses a partially restored database: policies for a role that is not the owner, recorded migrations without tables,
 * a log without its entries.
 *
 * @throws DatabaseUnfit with what is missing and the remedy; UNAVAILABLE when the database does not respond
 */
export async function checkRestored(database: Pick<Database, 'read'>): Promise<void> {
  const known = (await listMigrations()).map(({ version }) => version);
  const problems = await database.read(anonymous, restoreProblems(known)).catch((error) => {
    if (error instanceof RequestError) throw error;
    throw new DatabaseUnfit(
      `${halfRestored} The journal of migrations is there, but it cannot be checked: ${error.message} ${restoreAgain}`,
      { cause: error },
    );
  });
  if (problems.length === 0) return;
  const named = problems.slice(0, maxNamed).map(({ problem }) => problem);
  const more = problems.length > maxNamed ? `; and ${problems.length - maxNamed} more` : '';
  throw new DatabaseUnfit(`${halfRestored} What is wrong: ${named.join('; ')}${more}. ${restoreAgain}`);
}
