import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventActions, kinds } from '../../packages/manifest/index.ts';
import { eventEffects } from '../../src/db/event.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

describe.skipIf(!hasEngine)('the check constraints of tables have the lists of the source', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());

  /** The strings in the check constraint of a column of the log. */
  async function checked(column: string): Promise<string[]> {
    const [row] = (await database.asOwner(
      `select pg_get_constraintdef(oid) as text from pg_constraint
       where conrelid = 'nofx.registry_events'::regclass and conname = $1`,
      [`registry_events_${column}_check`],
    )) as { text: string }[];
    return [...(row?.text ?? '').matchAll(/'([^']*)'::text/g)].map(([, value]) => value ?? '').sort();
  }

  it.each([
    ['action', eventActions],
    ['kind', kinds],
    ['type', [`^(${kinds.join('|').toLowerCase()})\\.(${eventEffects.join('|')})$`]],
  ] as const)('%s', async (column, list) => expect(await checked(column)).toEqual([...list].sort()));
});
