import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations, migrate } from '../../src/db/migrate.ts';
import { catalogOf } from '../support/catalog.ts';
import { hasEngine } from '../support/database.ts';
import { type EmptyDatabase, openEmptyDatabase } from '../support/emptyDatabase.ts';
import { olderVersions, openOlderDatabase, storageSchema } from '../support/olderDatabase.ts';

describe.skipIf(!hasEngine)('a database of an older version, upgraded', () => {
  let fresh: string[];

  beforeAll(async () => {
    const database = await openEmptyDatabase();
    await database.asOwner(storageSchema);
    await migrate(database.asOwner);
    fresh = await catalogOf(database.asOwner);
    await database.close();
  });

  it('is compared by everything that migrations make', () => {
    const count = (kind: string) => fresh.filter((line) => line.startsWith(`${kind} `)).length;
    for (const kind of ['relation', 'column', 'constraint', 'index', 'trigger', 'policy', 'function'])
      expect([kind, count(kind) > 10]).toEqual([kind, true]);
    expect(fresh.filter((line) => line.startsWith('policy objects '))).not.toEqual([]);
  });

  describe.each(olderVersions)('from %s', (version) => {
    let database: EmptyDatabase;
    beforeAll(async () => {
      database = await openOlderDatabase(version);
    });
    afterAll(() => database?.close());
    const rows = async (sql: string) => (await database.asOwner(sql)) as Record<string, unknown>[];

    it('has the schema, policies, grants and functions of a new one', async () => {
      const before = await catalogOf(database.asOwner);
      const all = await listMigrations();
      const [{ count } = { count: 0 }] = await rows(
        'select count(*)::int as count from supabase_migrations.schema_migrations',
      );
      expect(await migrate(database.asOwner)).toHaveLength(all.length - Number(count));
      expect(before).not.toEqual(fresh);
      const now = await catalogOf(database.asOwner);
      expect({
        missing: fresh.filter((line) => !now.includes(line)),
        left: now.filter((line) => !fresh.includes(line)),
      }).toEqual({ missing: [], left: [] });
    });

    it('still has its rows, and a log whose hashes match', async () => {
      expect(
        await rows(`select slug, status, is_public, (select version from nofx.agent_versions where id = current_version_id)
          from nofx.agent_registry order by slug`),
      ).toEqual([
        { slug: 'retired', status: 'DEPRECATED', is_public: false, version: '0.9.0' },
        { slug: 'reviewer', status: 'ACTIVE', is_public: false, version: '1.0.0' },
      ]);
      await rows('select nofx.sequence_events()');
      expect(
        await rows('select seq::int, action, slug, hash is not null as hashed from nofx.registry_events order by seq'),
      ).toEqual([
        { seq: 1, action: 'PUBLISHED', slug: 'reviewer', hashed: true },
        { seq: 2, action: 'DRAFTED', slug: 'reviewer', hashed: true },
        { seq: 3, action: 'PUBLISHED', slug: 'review-round', hashed: true },
        { seq: 4, action: 'DEPRECATED', slug: 'retired', hashed: true },
        { seq: 5, action: 'INSTANTIATED', slug: 'review-round', hashed: true },
      ]);
      expect(await rows('select status, variables from nofx.runs')).toEqual([
        { status: 'QUEUED', variables: { depth: 2 } },
      ]);
      expect(await rows('select step_id, status from nofx.steps')).toEqual([{ step_id: 'review', status: 'QUEUED' }]);
      expect(await rows('select slug, valid from nofx.registry_validation_reports')).toEqual([
        { slug: 'reviewer', valid: false },
      ]);
    });
  });
});
