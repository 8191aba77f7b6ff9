import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** What `supabase test db` runs, run here without Docker. */
const folder = new URL('../../supabase/tests/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.sql'));

describe.skipIf(!hasEngine)('supabase/tests', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let pgtapIsHere = false;

  beforeAll(async () => {
    database = await openTestDatabase();
    const url = new URL(inject('postgres') ?? '');
    url.pathname = new URL(database.url ?? '').pathname;
    owner = new pg.Client({ connectionString: url.href });
    await owner.connect();
    const { rowCount } = await owner.query(`select from pg_available_extensions where name = 'pgtap'`);
    pgtapIsHere = rowCount === 1;
  });
  afterAll(async () => {
    await owner?.end();
    await database?.close();
  });

  it('has test files', () => expect(files.length).toBeGreaterThan(0));

  it.for(files)('%s', async (file, { skip }) => {
    if (!pgtapIsHere) {
      const advice = 'The extension pgtap is not on this machine: apt-get install postgresql-15-pgtap.';
      if (process.env.CI) throw new Error(advice);
      skip(advice);
    }
    expect(await run(owner, await readFile(new URL(file, folder), 'utf8'))).toEqual([]);
  });
});

/** Runs a script of pgTAP; gives what did not hold, with what it says about it. */
async function run(client: pg.Client, script: string): Promise<string[]> {
  try {
    const results = (await client.query(script)) as unknown as pg.QueryResult<Record<string, unknown>>[];
    const tap = results.flatMap(({ rows }) => rows.flatMap((row) => Object.values(row).join('\n').split('\n')));
    const [plan = 0] = tap.flatMap((line) => /^1\.\.(\d+)$/.exec(line)?.slice(1).map(Number) ?? []);
    const held = tap.filter((line) => /^ok \d/.test(line));
    const others = tap.filter((line) => /^(not ok|#)/.test(line));
    return held.length === plan && plan > 0 ? others : [`${held.length} of ${plan} held`, ...others];
  } finally {
    await client.query('rollback');
  }
}
