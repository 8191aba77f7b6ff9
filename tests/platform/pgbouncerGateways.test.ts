import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { runScript } from '../../src/db/postgres.ts';
import { type Actor, actorAt } from '../support/actor.ts';
import { agent, template } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rollbackAgent } from '../support/operations.ts';
import { type Pgbouncer, startPgbouncer } from '../support/pgbouncer.ts';
import { subscribe } from '../support/streams.ts';
import { tokenFor } from '../support/token.ts';

/** Two gateways on one database that they reach through PgBouncer only: to serve, and to migrate. */
const admin = inject('postgres') ?? '';
const name = `pooled_${randomUUID().replaceAll('-', '')}`;
let folder: string;
let pooler: Pgbouncer;
let gateways: GatewayProcess[] = [];

const onServer = (sql: string) => runScript(admin, async (run) => void (await run(sql)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-pooled-'));
  await onServer(`create database ${name}`);
  pooler = await startPgbouncer(admin, 3);
  const owner = new URL(admin);
  owner.pathname = `/${name}`;
  const login = new URL(owner);
  login.username = 'authenticator';
  const env = {
    DATABASE_URL: `${pooler.before(login.href)}&connection_limit=1&statement_timeout=5s`,
    DATABASE_ADMIN_URL: pooler.before(owner.href),
  };
  // Concurrently, on an empty database: both migrate, and both publish the bundled definitions.
  gateways = await Promise.all([startGateway(folder, env), startGateway(folder, env)]);
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.end('SIGTERM')));
  await pooler?.stop();
  await onServer(`drop database if exists ${name} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

type Role = 'viewer' | 'publisher' | 'admin';
const as = async (role: Role, at: number, namespace = 'default'): Promise<Actor> =>
  actorAt(gateways[at]?.url ?? '', await tokenFor(folder, { role, namespace }));

it('two concurrent gateways migrate through the pooler, and leave no lock behind', async () => {
  const migrated = gateways.filter((gateway) => gateway.output().includes('Migrated: foundations'));
  expect(migrated.length).toBeGreaterThan(0);
  await runScript(admin, async (run) => {
    expect(await run(`select locktype, mode, granted from pg_locks where locktype = 'advisory'`)).toEqual([]);
  });
});

it('two gateways publish, list, roll back, instantiate and notify subscribers', async () => {
  const changes =
    'subscription ($after: String) { registryEvents(after: $after, filter: { entryId: "reviewer" }) { action version } }';
  const streams = (['WebSocket', 'SSE'] as const).map((transport) =>
    subscribe(actorAt(gateways[1]?.url ?? '', null), transport, changes, { after: '0' }),
  );
  const [alice, boss] = [await as('publisher', 0), await as('admin', 1)];
  await alice.do(publishAgent, { input: agent() });
  await alice.do(publishAgent, { input: agent({ version: '1.1.0' }) });
  await alice.do(publishTemplate, { input: template() });
  expect(
    await boss.do(rollbackAgent, { input: { id: 'reviewer', expectedCurrentVersion: '1.1.0', reason: 'Worse.' } }),
  ).toMatchObject({ version: { version: '1.0.0' } });
  const listed = await boss.do('{ agents(first: 100) { edges { node { agentId currentVersion { version } } } } }');
  expect(listed.edges).toContainEqual({ node: { agentId: 'reviewer', currentVersion: { version: '1.0.0' } } });
  expect(
    await alice.do(instantiateTemplate, { input: { templateId: 'review-round', variables: { change: 'a1' } } }),
  ).toMatchObject({ run: { steps: [{ stepId: 'first' }, { stepId: 'second' }] } });

  for (const stream of streams) {
    expect(await stream.take(3)).toEqual([
      { action: 'PUBLISHED', version: '1.0.0' },
      { action: 'PUBLISHED', version: '1.1.0' },
      { action: 'ROLLED_BACK', version: '1.0.0' },
    ]);
    stream.close();
  }
});

it('two tenants stay apart for 50 concurrent readers', async () => {
  const tenants = ['acme', 'globex'] as const;
  for (const [at, tenant] of tenants.entries()) {
    const publisher = await as('publisher', at, tenant);
    const secret = agent({ agentId: 'secret', visibility: 'private', description: `Of ${tenant}.` });
    expect(await publisher.do(publishAgent, { input: secret })).toMatchObject({ created: true });
  }
  const read = '{ agents(first: 100, filter: { visibility: PRIVATE }) { edges { node { namespace description } } } }';
  const own = (tenant: string) => ({ edges: [{ node: { namespace: tenant, description: `Of ${tenant}.` } }] });
  await Promise.all(
    Array.from({ length: 50 }, async (_, number) => {
      const tenant = tenants[number % 2] ?? 'acme';
      const reader = await as('viewer', number % 3 === 0 ? 0 : 1, tenant);
      for (let round = 0; round < 10; round += 1) expect(await reader.do(read)).toEqual(own(tenant));
    }),
  );
});

it('a gateway reports UNAVAILABLE and is not ready while the pooler is down, and recovers', async () => {
  const anonymous = actorAt(gateways[0]?.url ?? '', null);
  const health = async () => (await fetch(anonymous.url.replace('/graphql', '/health/ready'))).status;
  const read = () => anonymous.ask('{ agent(agentId: "reviewer") { name } }');
  expect(await health()).toBe(200);
  await pooler.kill();
  const { errors } = await read();
  expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
  await expect.poll(health).toBe(503); // A result is returned again for a second.
  await pooler.start();
  expect(await read()).toMatchObject({ errors: undefined, data: { agent: { name: 'Reviewer' } } });
  await expect.poll(health).toBe(200);
});
