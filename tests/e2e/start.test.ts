import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorAt } from '../support/actor.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { publishAgent } from '../support/operations.ts';
import { subscribe } from '../support/streams.ts';
import { tokenFor } from '../support/token.ts';

describe('a gateway process', () => {
  let folder: string;
  let gateway: GatewayProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-start-'));
  });
  afterAll(async () => {
    gateway?.process.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const publisher = async () => actorAt(gateway.url, await tokenFor(folder));

  it('migrates, publishes the bundled definitions, and prints its URL and how to get a token', async () => {
    gateway = await startGateway(folder);
    const printed = gateway.output();
    expect(printed).toContain('Migrated: foundations');
    expect(printed).toContain('published agent code-reviewer@');
    expect(printed).toContain('published template incident-response@');
    expect(printed).not.toContain('refused');
    expect(printed).toContain('npm run -s registry -- token --role publisher');
    const { data } = await actorAt(gateway.url, null).ask(
      '{ agents { edges { node { agentId currentVersion { version } } } } templates { edges { node { templateId } } } }',
    );
    expect(data.agents.edges.length).toBeGreaterThanOrEqual(6);
    expect(data.templates.edges.length).toBeGreaterThanOrEqual(4);
  });

  it('refuses to start in a folder that another process uses', async () => {
    const refusal = await startGateway(folder).catch((error: Error) => error.message);
    expect(refusal).toMatch(/exit 1/);
    expect(refusal).toMatch(/Another process \(\d+\) has .* open/);
    expect(refusal).not.toMatch(/\n\s+at /);
  });

  it('keeps its folder while it is suspended, as on a sleeping laptop, and continues afterwards', async () => {
    gateway.process.kill('SIGSTOP');
    const longAgo = new Date(Date.now() - 3_600_000);
    for (const name of ['lock', 'owner.pid']) await utimes(join(folder, name), longAgo, longAgo);
    const refusal = await startGateway(folder).catch((error: Error) => error.message);
    gateway.process.kill('SIGCONT');
    expect(refusal).toContain(`exit 1: `);
    expect(refusal).toContain(`Another process (${gateway.process.pid}) has ${folder} open.`);
    const alice = await publisher();
    const { version } = await alice.do(publishAgent, { input: agent({ agentId: 'woken' }) });
    expect(version.version).toBe('1.0.0');
  });

  it('stops with an explanation when its lock was removed', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'nofx-lost-'));
    const other = await startGateway(elsewhere);
    const ended = once(other.process, 'exit');
    await rm(join(elsewhere, 'lock'));
    expect(await ended).toEqual([1, null]);
    expect(other.output()).toMatch(/The lock of .* was removed or replaced while this process \(\d+\) used it/);
    expect(other.output()).not.toMatch(/\n\s+at /);
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('has everything that it confirmed when it was killed during writes', async () => {
    const alice = await publisher();
    const answered: string[] = [];
    const writing = (async () => {
      for (let minor = 0; ; minor += 1) {
        const { version } = await alice.do(publishAgent, {
          input: agent({ agentId: 'survivor', version: `1.${minor}.0` }),
        });
        answered.push(version.version);
      }
    })().catch(() => {});
    while (answered.length < 15) await new Promise((resolve) => setTimeout(resolve, 20));
    await gateway.end('SIGKILL');
    await writing;

    gateway = await startGateway(folder);
    expect(gateway.output()).not.toContain('  published');
    expect(gateway.output()).toMatch(/\d+ definitions of packages\/shared are published already/);
    const { data } = await actorAt(gateway.url, null).ask(
      '{ agent(agentId: "survivor") { versions(first: 100) { edges { node { version prompts { content } } } } events(first: 100) { edges { node { version } } } } }',
    );
    const versions = data.agent.versions.edges.map((edge: { node: { version: string } }) => edge.node.version);
    expect(versions).toEqual(expect.arrayContaining(answered));
    expect(data.agent.versions.edges[0].node.prompts[0].content).toContain('You review');
    const events = data.agent.events.edges.map((edge: { node: { version: string } }) => edge.node.version);
    expect([...events].reverse()).toEqual(versions);
  });

  it('stops cleanly while a WebSocket, a stream and a request are open', async () => {
    const alice = await publisher();
    const streams = (['WebSocket', 'SSE'] as const).map((transport) =>
      subscribe(alice, transport, 'subscription { registryEvents(after: "0") { id } }'),
    );
    for (const stream of streams) await stream.take(1);
    expect(await gateway.end('SIGINT')).toBe(0);
    expect(gateway.output()).toContain('Stopped.');
    for (const stream of streams) stream.close();
  });

  it('detects that its port is in use before it writes anything', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const elsewhere = join(folder, 'elsewhere');
    const refusal = await startGateway(elsewhere, { PORT: String(port) }).catch((error: Error) => error.message);
    other.close();
    expect(refusal).toMatch(/exit 1: Something else listens there already .* Choose another PORT/);
    expect(refusal).not.toMatch(/\n\s+at /);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it.each([
    [{ PORT: 'four' }, /PORT: must be a port/],
    [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL: must be postgres:/],
    [{ REGISTRY_SCHEMA: 'no-fx', SUPABASE_URL: 'nowhere' }, /REGISTRY_SCHEMA: must be .*\n\s+SUPABASE_URL: must be /],
    [{ DATABASE_URL: 'postgres://nobody:hunter2@127.0.0.1:1/none' }, /cannot be reached/],
  ])('does not start with %j, and explains why', async (env, expected) => {
    const refusal = await startGateway(folder, env as Record<string, string>).catch((error: Error) => error.message);
    expect(refusal).toMatch(expected);
    expect(refusal).not.toMatch(/hunter2|\n\s+at /);
  });
});
