import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations } from '../../src/db/migrate.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { wrongReaders } from '../support/wrongReaders.ts';

/** A registry of before rows said who reads them, brought up to date: in a schema of its own, beside the other. */
describe.skipIf(!hasEngine)('data of before rows said who reads them', () => {
  const schema = 'before_readers';
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
    await apply((version) => version < '20261127063002');
    const kind = (name: string) => `
      insert into ${name}_registry (id, namespace, slug, name, description, visibility, status, removed_at)
        select md5('${name} ' || slug)::uuid, 'acme', slug, '', '', visibility, status, removed_at::timestamptz from (values
          ('open', 'PUBLIC', 'ACTIVE', null), ('inner', 'PRIVATE', 'ACTIVE', null), ('off', 'PUBLIC', 'DISABLED', null),
          ('gone', 'PUBLIC', 'ACTIVE', '2026-01-01'), ('early', 'PUBLIC', 'ACTIVE', null)) as entries (slug, visibility, status, removed_at);
      insert into ${name}_versions (id, entry_id, version, status, manifest, digest)
        select md5('${name} ' || slug || version)::uuid, md5('${name} ' || slug)::uuid, version, status, manifest::jsonb, repeat('0', 64) from (values
          ('open', '1.0.0', 'ARCHIVED', '{"visibility": "private"}'), ('open', '2.0.0', 'ACTIVE', '{}'), ('open', '3.0.0', 'DRAFT', '{}'),
          ('inner', '2.0.0', 'ACTIVE', '{}'), ('off', '2.0.0', 'ACTIVE', '{}'), ('gone', '2.0.0', 'ACTIVE', '{}'),
          ('early', '2.0.0-rc.1', 'ACTIVE', '{}')) as versions (slug, version, status, manifest);
      update ${name}_registry set current_version_id = md5('${name} ' || slug || '2.0.0')::uuid where slug <> 'early';`;
    await database.asOwner(`
      set search_path = ${schema}, extensions;
      ${kind('agent')} ${kind('template')}
      insert into template_version_agents (template_version_id, slug, agent_registry_id, range, matches)
        select version.id, 'open', md5('agent open')::uuid, '*', '{(,)}' from template_versions version;
      insert into template_ratings (template_id, rater, stars) select id, gen_random_uuid(), 4 from template_registry;
      insert into runs (id, namespace, template_id, template_version_id, created_by)
        values (md5('run')::uuid, 'globex', md5('template open')::uuid, md5('template open2.0.0')::uuid, gen_random_uuid());
      insert into steps (run_id, step_id, position, name, agent_id, agent_version_id)
        values (md5('run')::uuid, 'first', 0, '', md5('agent open')::uuid, md5('agent open2.0.0')::uuid);
      set search_path = public`);
    await apply((version) => version >= '20261127063002');
  });
  afterAll(async () => {
    await database?.asOwner(`drop schema if exists ${schema} cascade`);
    await database?.close();
  });

  const lines = async (sql: string) => ((await database.asOwner(sql)) as { line: string }[]).map(({ line }) => line);

  it('says of every row who reads it', async () => {
    expect(await database.asOwner(wrongReaders(schema))).toEqual([]);
    const readers = `concat_ws(' ', namespace, case when is_public then 'public' end, case when is_published then 'published' end)`;
    const versions = (kind: string) =>
      lines(`select slug || '@' || version || ': ' || version.readers as line
        from (select *, ${readers} as readers from ${schema}.${kind}_versions) version
        join ${schema}.${kind}_registry entry on entry.id = entry_id order by 1`);
    for (const kind of ['agent', 'template']) {
      expect(await versions(kind)).toEqual([
        'early@2.0.0-rc.1: acme',
        'gone@2.0.0: acme published',
        'inner@2.0.0: acme published',
        'off@2.0.0: acme published',
        'open@1.0.0: acme published',
        'open@2.0.0: acme public published',
        'open@3.0.0: acme',
      ]);
    }
    expect(
      await lines(`select readers || ': ' || count(*) as line
        from (select ${readers} as readers from ${schema}.template_version_agents) link group by readers order by 1`),
    ).toEqual(['acme public published: 1', 'acme published: 4', 'acme: 2']);
    expect(
      await lines(`select slug || ': ' || counted.readers as line
        from (select template_id, ${readers} as readers from ${schema}.template_rating_counts) counted
        join ${schema}.template_registry entry on entry.id = template_id order by 1`),
    ).toEqual([
      'early: acme',
      'gone: acme published',
      'inner: acme published',
      'off: acme published',
      'open: acme public published',
    ]);
    expect(await lines(`select namespace as line from ${schema}.steps`)).toEqual(['globex']);
  });

  it('leaves every trigger on', async () => {
    expect(
      await lines(`select tgrelid::regclass || ' ' || tgname as line from pg_trigger join pg_class on pg_class.oid = tgrelid
        where relnamespace = '${schema}'::regnamespace and tgenabled <> 'O'`),
    ).toEqual([]);
  });
});
