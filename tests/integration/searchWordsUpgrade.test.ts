import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listMigrations } from '../../src/db/migrate.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** Entries from before words were folded, migrated: in a separate schema beside the other. */
describe.skipIf(!hasEngine)('entries from before words were folded', () => {
  const schema = 'before_words';
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
    await apply((version) => version < '20261126090001');
    await database.asOwner(`
      insert into ${schema}.agent_registry (namespace, slug, name, description) values ('acme', 'cv', 'Résumé', '审查代码');
      insert into ${schema}.template_registry (namespace, slug, name, description) values ('acme', 'next', 'Next.js', '')`);
    await apply((version) => version >= '20261126090001');
  });
  afterAll(async () => {
    await database?.asOwner(`drop schema if exists ${schema} cascade`);
    await database?.close();
  });

  it.each([
    ['agent_registry', 'resume', 'cv'],
    ['agent_registry', '代码', 'cv'],
    ['template_registry', 'nextjs', 'next'],
  ])('are found in %s by %j', async (table, query, slug) => {
    expect(
      await database.asOwner(
        `select slug, updated_at = created_at as untouched from ${schema}.${table}
          where search_vector @@ (${schema}.search_query('${query}')).every`,
      ),
    ).toEqual([{ slug, untouched: true }]);
  });
});
