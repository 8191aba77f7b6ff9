import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkServer, DatabaseUnfit } from '../../src/db/checkServer.ts';
import { listMigrations, migrate } from '../../src/db/migrate.ts';
import { openPostgres, runScript } from '../../src/db/postgres.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry } from '../support/registry.ts';

/** Databases as operators have them: with an encoding, a collation and defaults that we would not choose. */
describe.skipIf(engine !== 'postgres' || !hasEngine)('a native Postgres with custom settings', () => {
  let admin: string;
  const made: string[] = [];

  beforeAll(() => {
    admin = inject('postgres') ?? '';
  });
  afterEach(async () => {
    for (const name of made.splice(0)) {
      await runScript(admin, async (run) => void (await run(`drop database ${name} with (force)`)));
    }
  });

  async function create(options: string) {
    const name = `settings_${randomUUID().replaceAll('-', '')}`;
    await runScript(admin, async (run) => void (await run(`create database ${name} template template0 ${options}`)));
    made.push(name);
    const url = new URL(admin);
    url.pathname = `/${name}`;
    return { name, url: url.href };
  }
  async function check(url: string) {
    let warnings: string[] = [];
    await runScript(url, async (run) => {
      warnings = await checkServer(run);
    });
    return warnings;
  }

  it.each([
    ['SQL_ASCII', `encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`],
    ['LATIN1', `encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`],
    ['WIN1252', `encoding 'WIN1252' lc_collate 'C' lc_ctype 'C'`],
    ['EUC_JP', `encoding 'EUC_JP' lc_collate 'C' lc_ctype 'C'`],
  ])('refuses the encoding %s with a remedy', async (encoding, options) => {
    const { name, url } = await create(options);
    const refusal = await check(url).catch((error) => error);
    expect(refusal).toBeInstanceOf(DatabaseUnfit);
    expect(refusal.message).toContain(
      `The database "${name}" has the encoding ${encoding}; the registry requires UTF8.`,
    );
    expect(refusal.message).toContain(`create database registry template template0 encoding 'UTF8'`);
  });

  it('warns about a character type that supports only A to Z, and about no other', async () => {
    const plain = await create(`encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
    expect(await check(plain.url)).toEqual([expect.stringMatching(/has lc_ctype C, .* search will miss words/)]);
    const utf8 = await create(`encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`);
    expect(await check(utf8.url)).toEqual([]);
  });

  it('folds the words of a search independently of the character type of the database', async () => {
    const [migration] = (await listMigrations()).filter(({ file }) => file.endsWith('_search_words.sql'));
    const text = await readFile(new URL(`../../supabase/migrations/${migration?.file}`, import.meta.url), 'utf8');
    const [functions] = text.split('/* The columns are written again');
    const { url } = await create(`encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`);
    await runScript(url, async (run) => {
      await run(`create schema nofx; ${functions}`);
      const [row] = await run(`select nofx.search_words('RÉSUMÉ, ŁÓDŹ: ЖУК ΣΟΦΟΣ 代码') as words,
        to_tsvector('pg_catalog.english', nofx.search_words('ЖУК ΣΟΦΟΣ')) @@ (nofx.search_query('жук σοφός')).every as found`);
      expect(row).toEqual({ words: 'resume lodz жук σοφοσ x04ee307801 x07801', found: true });
    });
  });

  const settings: Record<string, string> = {
    DateStyle: `'SQL, DMY'`,
    IntervalStyle: `'sql_standard'`,
    TimeZone: `'Asia/Kathmandu'`,
    extra_float_digits: `'-15'`,
    bytea_output: `'escape'`,
    standard_conforming_strings: 'off',
    backslash_quote: 'off',
    array_nulls: 'off',
    transform_null_equals: 'on',
    default_transaction_isolation: `'serializable'`,
    default_transaction_read_only: 'on',
    default_transaction_deferrable: 'on',
    search_path: `'pg_catalog'`,
    row_security: 'off',
    statement_timeout: `'2s'`,
    lock_timeout: `'2s'`,
    idle_in_transaction_session_timeout: `'2s'`,
    default_text_search_config: `'pg_catalog.simple'`,
    gin_fuzzy_search_limit: '1',
    lc_messages: `'C'`,
    lc_numeric: `'C'`,
    client_min_messages: 'error',
  };

  it('migrates and answers the same, whatever the defaults of the database are', async () => {
    const { name, url } = await create(`encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`);
    await runScript(admin, async (run) => {
      for (const [setting, value] of Object.entries(settings))
        await run(`alter database ${name} set ${setting} = ${value}`);
    });
    await runScript(url, async (run) => void (await migrate(run)));
    const login = new URL(url);
    login.username = 'authenticator';
    const db = openPostgres({ url: login.href, schema: 'nofx' });
    const registry = await openRegistry(({ ...services }) => ({ services: { ...services, db } }));
    try {
      const alice = await registry.actor();
      await alice.do(publishAgent, { input: agent({ agentId: 'settled', visibility: 'public' }) });
      const { data, errors } = await registry.anyone.ask(`{
        agent(agentId: "settled") { createdAt updatedAt currentVersion { version digest publishedAt manifest } }
        agents { edges { node { agentId } } }
        search(query: "settled") { edges { node { ... on Agent { agentId } } } }
      }`);
      expect(errors).toBeUndefined();
      expect(Date.parse(data.agent.createdAt)).toBeGreaterThan(Date.now() - 3_600_000);
      expect(data.agent.currentVersion.publishedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      expect(data.search.edges).toEqual([{ node: { agentId: 'settled' } }]);
      expect(data.agents.edges).toEqual([{ node: { agentId: 'settled' } }]);
      const stored = await registry.anyone.ask(
        '{ agent(agentId: "settled") { events { edges { node { occurredAt } } } } }',
      );
      expect(stored.errors).toBeUndefined();
      expect(registry.masked).toEqual([]);
    } finally {
      await registry.close();
      await db.close();
    }
  });
});
