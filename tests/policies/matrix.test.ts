import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { openAttempts } from './attempt.ts';
import { checks } from './checks.ts';
import { worldSql } from './world.ts';

describe.skipIf(!hasEngine)('row level security', () => {
  let database: TestDatabase;
  let attempts: Awaited<ReturnType<typeof openAttempts>>;

  beforeAll(async () => {
    database = await openTestDatabase();
    await database.asOwner(worldSql);
    const login = database.url ?? '';
    const owner = new URL(inject('postgres') ?? '');
    owner.pathname = new URL(login).pathname;
    attempts = await openAttempts({ login, owner: owner.href });
  });
  afterAll(async () => {
    await attempts?.close();
    await database?.close();
  });

  it.each(checks().map((check) => [check.name, check] as const))('%s', async (_, check) => {
    expect(await check.run(attempts)).toEqual([]);
  });
});
