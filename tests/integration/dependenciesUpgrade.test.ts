import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations } from '../../src/db/migrate.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** Versions that were published before their dependencies were stored beside them: in a schema of its own. */
describe.skipIf(!hasEngine)('dependencies of versions that were there before', () => {
  const schema = 'before_dependencies';
  let database: TestDatabase;

  const apply = async (which: (version: string) => boolean) => {
    for (const { file, version } of await listMigrations()) {
      if (!which(version)) continue;
      const sql = await readFile(new URL(`../../supabase/migrations/${file}`, import.meta.url), 'utf8');
      await database.asOwner(sql.replaceAll(/\bnofx\b/g, schema));
    }
  };

  beforeAll(async () => {
    database = await openTestDatabase();
    await database.asOwner(`create schema ${schema}`);
    await apply((version) => version < '20261128072001');
    for (const kind of ['agent', 'template'])
      await database.asOwner(`
        insert into ${schema}.${kind}_registry (id, namespace, slug, name, description)
          values (md5('${kind}')::uuid, 'acme', 'writer', '', '');
        insert into ${schema}.${kind}_versions (entry_id, version, status, manifest, digest)
          select md5('${kind}')::uuid, version, status, manifest::jsonb, repeat('0', 64) from (values
            ('1.0.0', 'ACTIVE', '{"dependencies": {"helper": "^1.0.0", "linter": "*"}}'), ('1.1.0', 'ACTIVE', '{}'),
            ('2.0.0', 'DRAFT', '{"dependencies": {"helper": "2.x"}}')) as versions (version, status, manifest)`);
    await apply((version) => version >= '20261128072001');
  });
  afterAll(async () => {
    await database?.asOwner(`drop schema if exists ${schema} cascade`);
    await database?.close();
  });

  const lines = async () =>
    (
      (await database.asOwner(`select concat_ws(' ', kind, namespace, slug, range) as line
        from ${schema}.version_dependencies order by 1`)) as { line: string }[]
    ).map(({ line }) => line);

  it('are stored, and gone with a draft that is deleted', async () => {
    const published = (kind: string) => [`${kind} acme helper ^1.0.0`, `${kind} acme linter *`];
    const drafts = (kind: string) => `${kind} acme helper 2.x`;
    expect(await lines()).toEqual(['AGENT', 'TEMPLATE'].flatMap((kind) => [...published(kind), drafts(kind)]).sort());
    await database.asOwner(`delete from ${schema}.agent_versions where status = 'DRAFT'`);
    expect(await lines()).toEqual([...published('AGENT'), ...published('TEMPLATE'), drafts('TEMPLATE')].sort());
  });
});
