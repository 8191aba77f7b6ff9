import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations, migrate } from '../../src/db/migrate.ts';
import { missingMigrations } from '../../src/db/missingMigrations.ts';
import { openPostgres } from '../../src/db/postgres.ts';
import { anonymous } from '../../src/viewer.ts';
import { childEnv } from '../support/childEnv.ts';
import { engine, hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(!hasEngine)(`a database that may be older than the source, on ${engine}`, () => {
  let database: TestDatabase;
  let known: string[];

  beforeAll(async () => {
    database = await openTestDatabase();
    known = (await listMigrations()).map(({ version }) => version);
  });
  afterAll(() => database.close());

  it('lacks nothing when it is up to date', async () => {
    expect(await database.db.read(anonymous, missingMigrations(known))).toEqual([]);
  });

  it('reports what is missing, and nothing that only the database has', async () => {
    const missing = await database.db.read(anonymous, missingMigrations([...known.slice(1), '20991231000001']));
    expect(missing).toEqual([{ version: '20991231000001' }]);
  });

  it.skipIf(engine === 'pglite')('that contains a preview is judged by the migrations of the preview', async () => {
    await database.onOneConnection(async (run) => void (await migrate(run, 'pr_1')));
    await database.asOwner(`delete from pr_1.schema_migrations where version = $1`, [known[0]]);
    const preview = openPostgres({ url: database.url ?? '', schema: 'pr_1' });
    expect(await preview.read(anonymous, missingMigrations(known))).toEqual([{ version: known[0] }]);
    expect(await database.db.read(anonymous, missingMigrations(known))).toEqual([]);
    await preview.close();
  });

  describe.skipIf(engine === 'pglite')('`npm run migrate`', () => {
    const migrating = (env: Record<string, string>) =>
      run(process.execPath, ['scripts/migrate.ts'], { cwd: root, env: childEnv(env) }).catch(
        (error) => error as { stdout: string; stderr: string; code: number },
      );

    it('applies what is missing, lists it, and has nothing to do the second time', async () => {
      const env = { DATABASE_ADMIN_URL: database.ownerUrl ?? '', REGISTRY_SCHEMA: 'pr_2' };
      const first = await migrating(env);
      expect(first.stdout).toContain('  migrated foundations\n');
      expect(first.stdout).toContain(`${known.length} migrations.`);
      const second = await migrating(env);
      expect(second.stdout).toBe('Nothing to do: the database is up to date.\n');
    });

    it('explains which login may migrate, and which variable is missing', async () => {
      const refused = await migrating({ DATABASE_URL: database.url ?? '', REGISTRY_SCHEMA: 'pr_3' });
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.stderr).toContain(
        'the login "authenticator" of DATABASE_URL may not apply them. Run `npm run migrate` with DATABASE_ADMIN_URL',
      );
      const nowhere = await migrating({});
      expect(nowhere).toMatchObject({ code: 1 });
      expect(nowhere.stderr).toMatch(/DATABASE_ADMIN_URL: must be postgres:/);
      expect(nowhere.stderr).not.toMatch(/\n\s+at /);
    });
  });
});
