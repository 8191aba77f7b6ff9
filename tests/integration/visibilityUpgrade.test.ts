import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations } from '../../src/db/migrate.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** A registry from before versions had a visibility, migrated: in a separate schema beside the other. */
describe.skipIf(!hasEngine)('data from before versions had a visibility', () => {
  const schema = 'before_visibility';
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
    await apply((version) => version < '20261126030001');
    await database.asOwner(`
      set search_path = ${schema}, extensions;
      insert into agent_registry (id, namespace, slug, name, description, visibility, status, removed_at)
        select md5(slug)::uuid, 'acme', slug, '', '', visibility, status, removed_at::timestamptz from (values
          ('open', 'PUBLIC', 'ACTIVE', null), ('closed', 'PRIVATE', 'ACTIVE', null), ('off', 'PUBLIC', 'DISABLED', null),
          ('gone', 'PUBLIC', 'ACTIVE', '2026-01-01')) as entries (slug, visibility, status, removed_at);
      insert into agent_versions (id, entry_id, version, status, manifest, digest)
        select md5(slug || version)::uuid, md5(slug)::uuid, version, status, manifest::jsonb, repeat('0', 64) from (values
          ('open', '1.0.0', 'ARCHIVED', '{}'), ('open', '2.0.0', 'ACTIVE', '{}'), ('open', '3.0.0', 'DRAFT', '{"visibility": "private"}'),
          ('open', '4.0.0', 'DRAFT', '{}'), ('closed', '1.0.0', 'ACTIVE', '{"visibility": "public"}'), ('closed', '2.0.0', 'ACTIVE', '{}'),
          ('off', '2.0.0', 'ACTIVE', '{}'), ('gone', '2.0.0', 'ACTIVE', '{}')) as versions (slug, version, status, manifest);
      update agent_registry set current_version_id = md5(slug || '2.0.0')::uuid;
      insert into registry_events (type, action, kind, entry_id, slug, namespace, tenant, correlation_id)
        select 'agent.updated', action, 'AGENT', md5(slug)::uuid, slug, 'acme', 'acme', 'c' from (values
          ('PUBLISHED', 'open'), ('DRAFTED', 'open'), ('PUBLISHED', 'closed'), ('DISABLED', 'off')) as events (action, slug);
      select sequence_events();
      set search_path = public`);
    await apply((version) => version >= '20261126030001');
  });
  afterAll(async () => {
    await database?.asOwner(`drop schema if exists ${schema} cascade`);
    await database?.close();
  });

  const lines = async (sql: string) => ((await database.asOwner(sql)) as { line: string }[]).map(({ line }) => line);

  it('keeps what is visible now, and publishes nothing else', async () => {
    expect(await lines(`select slug || ' ' || is_public as line from ${schema}.agent_registry order by 1`)).toEqual([
      'closed false',
      'gone false',
      'off false',
      'open true',
    ]);
    expect(
      await lines(`select slug || '@' || version || ' ' || version.visibility as line from ${schema}.agent_versions version
        join ${schema}.agent_registry entry on entry.id = entry_id order by 1`),
    ).toEqual([
      'closed@1.0.0 PRIVATE',
      'closed@2.0.0 PRIVATE',
      'gone@2.0.0 PUBLIC',
      'off@2.0.0 PUBLIC',
      'open@1.0.0 PUBLIC',
      'open@2.0.0 PUBLIC',
      'open@3.0.0 PRIVATE',
      'open@4.0.0 PUBLIC',
    ]);
  });

  it('keeps the events of private entries in their namespace, and the chain valid', async () => {
    expect(
      await lines(
        `select action || ' ' || slug || ' ' || audience as line from ${schema}.registry_events order by seq`,
      ),
    ).toEqual([
      'PUBLISHED open EVERYONE',
      'DRAFTED open NAMESPACE',
      'PUBLISHED closed NAMESPACE',
      'DISABLED off EVERYONE',
    ]);
    expect(
      await database.asOwner(`select count(*)::int as broken from (
        select event.hash = ${schema}.event_hash(lag(event.hash, 1, ${schema}.first_hash()) over (order by seq), seq, event) as fits
        from ${schema}.registry_events event) as walked where not fits`),
    ).toEqual([{ broken: 0 }]);
  });
});
