import type { RunSql } from '../../src/db/migrate.ts';
import { BackupProblem } from './problem.ts';
import { quoted } from './tables.ts';

/**
 * Makes sure that row level security leaves nothing out of a backup. Who bypasses it sees everything; for an owner, whom
 * `force` binds, each table has a policy `owner_backup` that applies in a backup's transaction only. A migration makes it;
 * here it is made for the tables of a database that is older.
 *
 * @throws BackupProblem when the login is neither
 */
export async function letOwnerRead(run: RunSql, schema: string): Promise<void> {
  const tables = (await run(bound, [schema])) as { name: string; owner: string; login: string; isOwner: boolean }[];
  const foreign = tables.find(({ isOwner }) => !isOwner);
  if (foreign) {
    throw new BackupProblem(
      `The login "${foreign.login}" does not own the tables of the schema ${schema} ("${foreign.owner}" does), so row level security would hide rows from the backup. Name the owner in DATABASE_ADMIN_URL.`,
    );
  }
  for (const { name, owner } of tables) {
    await run('begin');
    try {
      await run(`set local lock_timeout = '10s'`);
      await run(
        `create policy owner_backup on ${schema}.${quoted(name)} for select to ${quoted(owner)} using ((select current_setting('registry.backup', true)) = 'on')`,
      );
      await run('commit');
    } catch (error) {
      await run('rollback');
      throw error;
    }
  }
}

/** Tables of which row level security may hide rows from this login, because they lack the policy. */
const bound = `
  select relname as name, pg_get_userbyid(relowner) as owner, current_user as login, relowner = current_user::regrole as "isOwner"
  from pg_class as relation
  where relnamespace = to_regnamespace($1) and relkind = 'r' and relpersistence = 'p' and row_security_active(relation.oid)
    and not (relowner = current_user::regrole and exists (
      select from pg_policy where polrelid = relation.oid and polname = 'owner_backup' and polroles = array[relowner]))
  order by relname`;
