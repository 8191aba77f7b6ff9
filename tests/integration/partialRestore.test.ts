import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkRestored } from '../../src/db/checkRestored.ts';
import { expectedPolicies, expectedTables } from '../../src/db/expectedSchema.ts';
import { listMigrations, migrate } from '../../src/db/migrate.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { gatewayOn } from '../support/gatewayOn.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const again = 'Restore the backup into an empty database with `npm run restore`; see Backups in docs/operations.md.';

describe.skipIf(!hasEngine)(`a partially restored database, on ${engine},`, { timeout: 120_000 }, () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
    const alice = await registry.actor();
    await alice.do(publishAgent, { input: agent({ agentId: 'reviewer' }) });
    await alice.do(publishAgent, { input: agent({ agentId: 'reviewer', version: '1.1.0' }) });
    await alice.do(publishTemplate, { input: template() });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** On one connection, and rolled back afterwards. */
  async function broken(statements: string): Promise<string[]> {
    const known = (await listMigrations()).map(({ version }) => version);
    let problems: string[] = [];
    await registry.database.onOneConnection(async (run) => {
      await run('begin');
      await run(statements);
      await run('set local role anon');
      const rows = await run('select problem from nofx.restore_problems($1, $2, $3) as problem', [
        known,
        expectedTables,
        expectedPolicies,
      ]);
      problems = (rows as { problem: string }[]).map(({ problem }) => problem);
      await run('rollback');
    });
    return problems;
  }
  /** As the owner with every trigger off: rows that a restore did not bring back. */
  const lost = (statements: string) => `set local session_replication_role = replica; ${statements}`;

  it('is not confused with a complete one', async () => {
    expect(await broken('select 1')).toEqual([]);
    await expect(checkRestored(registry.services.db)).resolves.toBeUndefined();
  });

  it.each([
    [
      'a policy is missing',
      'drop policy agent_registry_update on nofx.agent_registry',
      ['the policy agent_registry_update on agent_registry is missing'],
    ],
    [
      'a policy is for a role that owns nothing',
      'alter policy registry_feed_sequence on nofx.registry_feed to service_role',
      ['the policy registry_feed_sequence on registry_feed is for service_role, not for the owner'],
    ],
    [
      'row level security is off',
      'alter table nofx.runs no force row level security',
      ['row level security is not forced on runs'],
    ],
    ['a table is missing', 'drop table nofx.template_ratings cascade', ['these tables are missing: template_ratings']],
    [
      'the agents were not restored',
      lost('delete from nofx.agent_versions; delete from nofx.agent_registry'),
      [
        'agent_registry lacks 1 of the 1 agents that the event log names',
        '2 of the 3 published versions that the event log names are missing',
      ],
    ],
    [
      'a version was not restored',
      lost(`delete from nofx.agent_versions where version = '1.1.0'`),
      ['1 of the 3 published versions that the event log names are missing'],
    ],
    [
      'the templates were not restored',
      lost('delete from nofx.template_registry'),
      ['template_registry lacks 1 of the 1 templates that the event log names'],
    ],
    [
      'the newest event was not restored',
      lost('delete from nofx.registry_events where seq = 3'),
      ['the event log ends at event 2, but its head is event 3'],
    ],
    [
      'the first event was not restored',
      lost('delete from nofx.registry_events where seq = 1'),
      ['the event log begins at event 2'],
    ],
    [
      'the head of the log is that of another backup',
      lost('update nofx.registry_feed set hash = nofx.first_hash()'),
      ['the newest event has another hash than the head of the event log'],
    ],
    ['the head of the log was not restored', lost('delete from nofx.registry_feed'), ['registry_feed has no row']],
    ['the secret was not restored', lost('delete from nofx.registry_secret'), ['registry_secret has no row']],
  ])('%s', async (_, statements, problems) => {
    expect(await broken(statements)).toEqual(problems);
  });

  it('is not reported by a source that is older than the database', async () => {
    const newer = `insert into supabase_migrations.schema_migrations (version, name) values ('20991231000001', 'later');
      drop policy agent_registry_update on nofx.agent_registry`;
    expect(await broken(newer)).toEqual([]);
  });

  it('with migrations recorded but no tables, is not migrated', async () => {
    await registry.database.onOneConnection(async (run) => void (await migrate(run, 'half')));
    await registry.database.asOwner('drop table half.registry_events cascade');
    await expect(migrate(registry.database.asOwner, 'half')).rejects.toThrow(
      `The database was not restored completely. The journal half.schema_migrations says that the migrations are applied, but these tables are missing: registry_events. ${again}`,
    );
    await registry.database.asOwner('drop schema half cascade');
  });

  it.runIf(engine === 'postgres')('is refused at startup and by readiness, with the reason', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-half-'));
    const { asOwner, url, ownerUrl } = registry.database;
    const start = () =>
      gatewayOn({ DATABASE_URL: url ?? '', DATABASE_ADMIN_URL: ownerUrl ?? '', REGISTRY_DATA_DIR: folder });
    const reason = `The database was not restored completely. What is wrong: the policy runs_insert on runs is missing. ${again}`;
    await asOwner('alter policy runs_insert on nofx.runs rename to away');
    await expect(start()).rejects.toThrow(reason);
    const ready = () => fetch(new URL('/health/ready', registry.url));
    expect((await ready()).status).toBe(503);
    expect(await (await ready()).json()).toMatchObject({ status: 503, code: 'UNAVAILABLE', detail: reason });
    await asOwner('alter policy away on nofx.runs rename to runs_insert');
    const gateway = await start();
    expect((await fetch(`${gateway.origin}/health/ready`)).status).toBe(200);
    await gateway.close();
    await expect.poll(async () => (await ready()).status).toBe(200); // A result is returned again for a second.
    await rm(folder, { recursive: true, force: true });
  });
});
