import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, PublishAgentDocument } from '../../packages/client/index.ts';
import { type Actor, actorAt } from '../support/actor.ts';
import { engine, hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { publishAgent, rollbackAgent } from '../support/operations.ts';
import { subscribe } from '../support/streams.ts';
import { tokenFor } from '../support/token.ts';

/** The agent registry end to end: gateways in separate processes, a real database, real connections. */
describe.skipIf(!hasEngine)('the agent registry in the cloud', () => {
  let folder: string;
  let database: TestDatabase | null = null;
  let gateway: GatewayProcess;
  let env: Record<string, string> = {};

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-cloud-'));
    if (engine === 'postgres') {
      database = await openTestDatabase();
      env = { DATABASE_URL: database.url ?? '', DATABASE_ADMIN_URL: database.ownerUrl ?? '' };
    }
    gateway = await startGateway(folder, env);
  });
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const as = async (role: 'publisher' | 'admin', at = gateway): Promise<Actor> =>
    actorAt(at.url, await tokenFor(folder, { role }));
  const changes =
    'subscription ($after: String) { registryEvents(after: $after, filter: { entryId: "cloud-agent" }) { action version cursor } }';

  it('delivers a publish and a rollback to a WebSocket and to an event stream', async () => {
    const [alice, admin] = [await as('publisher'), await as('admin')];
    const client = createClient({ url: gateway.url, token: alice.token ?? '' });
    const { result } = await client.request(PublishAgentDocument, { input: agent({ agentId: 'cloud-agent' }) });
    expect(result).toMatchObject({ __typename: 'PublishAgentPayload', created: true });

    const streams = (['WebSocket', 'SSE'] as const).map((transport) =>
      subscribe(actorAt(gateway.url, null), transport, changes, { after: '0' }),
    );
    for (const stream of streams)
      expect(await stream.take(1)).toMatchObject([{ action: 'PUBLISHED', version: '1.0.0' }]);
    await alice.do(publishAgent, { input: agent({ agentId: 'cloud-agent', version: '1.1.0' }) });
    await admin.do(rollbackAgent, {
      input: { id: 'cloud-agent', expectedCurrentVersion: '1.1.0', reason: 'Worse than before.' },
    });
    for (const stream of streams) {
      expect(await stream.take(2)).toMatchObject([
        { action: 'PUBLISHED', version: '1.1.0' },
        { action: 'ROLLED_BACK', version: '1.0.0' },
      ]);
      stream.close();
    }
  });

  it('keeps everything after kill -9, and a cursor from before still works', async () => {
    const before = (
      await actorAt(gateway.url, null).ask(
        '{ agent(agentId: "cloud-agent") { currentVersion { version digest } events(first: 100) { edges { node { cursor action } } } } }',
      )
    ).data.agent;
    await gateway.end('SIGKILL');
    gateway = await startGateway(folder, env);
    const after = (
      await actorAt(gateway.url, null).ask(
        '{ agent(agentId: "cloud-agent") { currentVersion { version digest } events(first: 100) { edges { node { cursor action } } } } }',
      )
    ).data.agent;
    expect(after).toEqual(before);

    const stream = subscribe(actorAt(gateway.url, null), 'WebSocket', changes, {
      after: before.events.edges.at(-1).node.cursor,
    });
    await (await as('publisher')).do(publishAgent, { input: agent({ agentId: 'cloud-agent', version: '1.2.0' }) });
    expect(await stream.take(1)).toMatchObject([{ version: '1.2.0' }]);
    stream.close();
  });

  it.runIf(engine === 'postgres')('delivers a publish at one gateway to the subscribers of another', async () => {
    const other = await startGateway(join(folder, 'other'), env);
    const { data } = await actorAt(gateway.url, null).ask(
      '{ agent(agentId: "cloud-agent") { events(first: 100) { edges { cursor } } } }',
    );
    const stream = subscribe(actorAt(other.url, null), 'WebSocket', changes, {
      after: data.agent.events.edges.at(-1).cursor,
    });
    await (await as('publisher')).do(publishAgent, { input: agent({ agentId: 'cloud-agent', version: '1.3.0' }) });
    expect(await stream.take(1)).toMatchObject([{ action: 'PUBLISHED', version: '1.3.0' }]);
    stream.close();
    expect(await other.end('SIGTERM')).toBe(0);
  });
});
