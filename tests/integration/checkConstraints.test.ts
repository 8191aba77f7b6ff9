import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventActions, kinds, meters, quotas, usageSources } from '../../packages/manifest/index.ts';
import { eventEffects } from '../../src/db/event.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.skipIf(!hasEngine)('the check constraints of tables have the lists of the source', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());

  /** The strings in the check constraint of a column. */
  async function checked(column: string, table = 'registry_events'): Promise<string[]> {
    const [row] = (await database.asOwner(
      `select pg_get_constraintdef(oid) as text from pg_constraint
       where conrelid = ('nofx.' || $1)::regclass and conname = $2`,
      [table, `${table}_${column}_check`],
    )) as { text: string }[];
    return [...(row?.text ?? '').matchAll(/'([^']*)'::text/g)].map(([, value]) => value ?? '').sort();
  }

  it.each([
    ['action', eventActions],
    ['kind', kinds],
    ['type', [`^(${kinds.join('|').toLowerCase()})\\.(${eventEffects.join('|')})$`]],
  ] as const)('%s', async (column, list) => expect(await checked(column)).toEqual([...list].sort()));

  it.each([
    ['meter', 'usage_records', meters],
    ['source_type', 'usage_records', usageSources],
    ['quota', 'namespace_quotas', quotas],
  ] as const)('%s of %s', async (column, table, list) =>
    expect(await checked(column, table)).toEqual([...list].sort()),
  );
});
