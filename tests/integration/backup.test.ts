import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { expectedTables } from '../../src/db/expectedSchema.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runScript } from '../../src/db/postgres.ts';
import type { Actor } from '../support/actor.ts';
import { backup, restore } from '../support/backup.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { gatewayOn, type RunningGateway } from '../support/gatewayOn.ts';
import { publishAgent } from '../support/operations.ts';
import { type NativePostgres, startPostgres } from '../support/postgres.ts';

const verifyLog = 'query { verifyLog(first: 1000) { checked head problem { reason message } } }';
const verifyVersions = 'query { verifyVersions(kind: AGENT, first: 100) { checked problems { reason message } } }';
const after = 'query ($after: String) { registryEvents(first: 100, after: $after) { edges { node { number } } } }';
const names = 'query { agents(first: 100) { totalCount } }';

const on = async (url: string, sql: string) => {
  let rows: unknown[] = [];
  await runScript(url, async (run) => {
    rows = await run(sql);
  });
  return rows as Record<string, unknown>[];
};

describe.runIf(engine === 'postgres' && hasEngine)('a backup of a native Postgres', { timeout: 180_000 }, () => {
  const owner = `owner_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const admin = inject('postgres') ?? '';
  const source = { database: `source_${owner}`, url: '', login: '' };
  let folder: string;
  let archive: string;
  let gateway: RunningGateway;
  let alice: Actor;
  let elsewhere: NativePostgres;
  /** Cursors of events before and after the backup. */
  let early: string;
  let late: string;
  let saved: number;
  const at = (name: string) => join(folder, name);
  const addressOf = (url: string, database: string, user: string) => {
    const address = new URL(url);
    address.pathname = `/${database}`;
    address.username = user;
    return address.href;
  };

  /** A registry whose owner is not a superuser, with writers that continue during the backup. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-backup-'));
    archive = at('archive');
    await runScript(admin, async (run) => {
      await run(`create role ${owner} login nosuperuser nobypassrls nocreaterole`);
      await run(`create database ${source.database} owner ${owner}`);
    });
    source.url = addressOf(admin, source.database, owner);
    source.login = addressOf(admin, source.database, 'authenticator');
    const env = { DATABASE_URL: source.login, DATABASE_ADMIN_URL: source.url, REGISTRY_DATA_DIR: at('source') };
    gateway = await gatewayOn(env);
    alice = await gateway.actor();
    const publish = async (agentId: string) =>
      (await alice.do(publishAgent, { input: agent({ agentId, visibility: 'public' }) })).event.cursor as string;
    for (let each = 0; each < 5; each += 1) early = await publish(`before-${each}`);

    let writing = true;
    let written = 0;
    const writers = [0, 1].map(async (writer) => {
      while (writing) await publish(`during-${writer}-${written++}`);
    });
    const made = await backup(['--to', archive], { DATABASE_ADMIN_URL: source.url, REGISTRY_DATA_DIR: at('source') });
    writing = false;
    await Promise.all(writers);
    late = await publish('after');
    expect(made.stderr).toBe('');
    expect(made.code).toBe(0);
    expect(written).toBeGreaterThan(0);
    saved = Number(/agent_registry: (\d+) row/.exec(made.stdout)?.[1]);
    expect(saved).toBeGreaterThanOrEqual(5);
    elsewhere = await startPostgres();
  }, 300_000);

  afterAll(async () => {
    await gateway?.close();
    await elsewhere?.stop();
    await runScript(admin, async (run) => {
      await run(`drop database if exists ${source.database} with (force)`);
      await run(`drop role if exists ${owner}`);
    });
    await rm(folder, { recursive: true, force: true });
  });

  /** The same files and key beside the database, in another folder. */
  const target = (database: string, user: string) => ({
    DATABASE_ADMIN_URL: elsewhere.url(database, user),
    REGISTRY_DATA_DIR: at(database),
  });

  it('is refused with a login from which row level security would hide rows', async () => {
    const refused = await backup(['--to', at('refused')], { DATABASE_URL: source.login });
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain(
      `The login "authenticator" does not own the tables of the schema nofx ("${owner}" does)`,
    );
  });

  it('contains what its owner sees only during a backup, even in a database that has no policy for it yet', async () => {
    await alice.do(publishAgent, { input: agent({ agentId: 'refused', version: 'nonsense' }) });
    const count = 'select count(*)::int from nofx.registry_validation_reports';
    expect(await on(source.url, count)).toEqual([{ count: 0 }]);
    await on(source.url, 'drop policy owner_backup on nofx.registry_validation_reports');
    const made = await backup(['--to', at('older')], {
      DATABASE_ADMIN_URL: source.url,
      REGISTRY_DATA_DIR: at('source'),
    });
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('registry_validation_reports: 1 row\n') });
    const look = `select roles::text, cmd, qual from pg_policies where policyname = 'owner_backup' and schemaname = 'nofx'`;
    expect(new Set((await on(source.url, look)).map((policy) => JSON.stringify(policy)))).toHaveProperty('size', 1);
  });

  it('is restored into a cluster without the roles under another owner, and works there', async () => {
    await on(elsewhere.url(), 'create role heir login nosuperuser nobypassrls nocreaterole');
    await on(elsewhere.url(), 'create database heir owner heir');
    const refused = await restore(['--from', archive], target('heir', 'heir'));
    expect(refused.code).toBe(1);
    const statements = /As a superuser, run first: (.*)$/m.exec(refused.stderr)?.[1];
    expect(statements).toBe(
      'create role anon nologin noinherit; create role authenticated nologin noinherit; create role service_role nologin noinherit; create role authenticator login noinherit; create role registry_search nologin noinherit; grant anon, authenticated to authenticator;',
    );
    await on(elsewhere.url(), statements ?? '');
    const done = await restore(['--from', archive], target('heir', 'heir'));
    expect(done.stderr).toBe('');
    expect(done.code).toBe(0);
    expect(done.stdout).toContain(`agent_registry: ${saved} rows\n`);

    const there = await gatewayOn({ ...target('heir', 'heir'), DATABASE_URL: elsewhere.url('heir', 'authenticator') });
    try {
      expect((await fetch(`${there.origin}/health/ready`)).status).toBe(200);
      const [user, verifier] = [await there.actor(), await there.actor({ role: 'admin' })];
      expect((await user.ask(names)).data.agents.totalCount).toBe(saved);
      expect(await verifier.do(verifyLog)).toEqual({ checked: saved, head: saved, problem: null });
      expect(await verifier.do(verifyVersions)).toEqual({ checked: Math.min(saved, 100), problems: [] });
      expect(await user.ask(after, { after: early })).toMatchObject({ errors: undefined });
      expect((await user.ask(after, { after: late })).errors?.[0]?.extensions.code).toBe('STALE_CURSOR');
      for (let each = 0; each < 20; each += 1) {
        const input = agent({ agentId: `there-${each}`, visibility: 'public' });
        expect(await user.do(publishAgent, { input })).toMatchObject({ created: true });
      }
      expect((await user.ask(after, { after: late })).errors?.[0]?.extensions.code).toBe('STALE_CURSOR');
      const own = await gateway.actor();
      expect((await there.actor()).token).not.toBe(own.token);
      expect((await fetch(`${there.origin}/graphql`, call(own.token))).status).toBe(200);
    } finally {
      await there.close();
    }
    expect(await restore(['--from', archive], target('heir', 'heir'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        `The target is not empty: the schema nofx of the database "heir" has ${expectedTables.length + 1} tables and views.`, // One view: searchable.
      ),
    });
  });

  it('creates the roles where its login may, and has the policies and grants of a fresh database', async () => {
    const other = await startPostgres();
    try {
      await on(other.url(), 'create database restored');
      await on(other.url(), 'create database fresh');
      const env = { DATABASE_ADMIN_URL: other.url('restored'), REGISTRY_DATA_DIR: at('restored') };
      expect(await restore(['--from', archive], env)).toMatchObject({ code: 0, stderr: '' });
      await runScript(other.url('fresh'), async (run) => void (await migrate(run)));
      for (const look of [policies, grants, constraints, triggers]) {
        expect(await on(other.url('restored'), look)).toEqual(await on(other.url('fresh'), look));
      }
      expect((await on(other.url('restored'), policies)).length).toBeGreaterThan(40);
    } finally {
      await other.stop();
    }
  });

  it('is not restored where only the migrations table exists', async () => {
    await on(elsewhere.url(), 'create database journal');
    await on(
      elsewhere.url('journal'),
      `create schema supabase_migrations;
       create table supabase_migrations.schema_migrations (version text primary key, statements text[], name text);
       insert into supabase_migrations.schema_migrations values ('20261122000003', null, 'agents')`,
    );
    expect(await restore(['--from', archive], target('journal', 'postgres'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('its journal of migrations says that they are applied'),
    });
  });
});

const call = (token: string | null) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
  body: JSON.stringify({ query: '{ viewer { id } }' }),
});

const policies = `select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies
  where schemaname = 'nofx' order by 1, 2`;
const grants = `select relname, relacl::text, relrowsecurity, relforcerowsecurity from pg_class
  where relnamespace = 'nofx'::regnamespace order by 1`;
const constraints = `select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as definition
  from pg_constraint where connamespace = 'nofx'::regnamespace order by 1, 2`;
const triggers = `select tgrelid::regclass::text as "table", tgname, tgenabled::text, tgisinternal from pg_trigger
  where tgrelid::regclass::text like 'nofx.%' and not tgisinternal order by 1, 2`;
