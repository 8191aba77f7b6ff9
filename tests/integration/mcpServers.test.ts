import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { promoteAgent, publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

describe.skipIf(!hasEngine)('the MCP servers of an agent', () => {
  let registry: TestRegistry;
  let alice: Actor;
  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  afterAll(() => registry?.close());

  const publish = (agentId: string, config: object, more = {}) => {
    const { manifest, files } = agent({ agentId });
    const content = JSON.stringify(config);
    return alice.do(publishAgent, { input: { manifest, files: [...files, { path: 'mcp.json', content }], ...more } });
  };

  it('are stored in the form of the contract, and the file as authored', async () => {
    const config = {
      inputs: [{ id: 'api-key', type: 'promptString', password: true }],
      servers: {
        'My Search': { command: 'npx', args: ['-y', 'search-mcp', '--depth', 3], env: { KEY: '${input:api-key}' } },
        docs: { url: 'https://mcp.example.com/mcp', autoApprove: ['read'] },
        off: { command: 'npx', args: ['off-mcp'], disabled: true },
      },
    };
    const published = await publish('of-a-client', config);
    expect(published).toMatchObject({ created: true });
    const codes = published.warnings.map(({ code }: { code: string }) => code);
    expect(new Set(codes)).toEqual(new Set(['client_shape', 'ignored_key', 'server_disabled']));
    const { data } = await alice.ask(
      '{ agent(agentId: "of-a-client") { currentVersion { mcpServers { name transport command args env url } } } }',
    );
    expect(data.agent.currentVersion.mcpServers).toEqual([
      {
        name: 'docs',
        ...{ transport: 'http', command: null, args: [], env: {}, url: 'https://mcp.example.com/mcp' },
      },
      {
        name: 'my-search',
        ...{ transport: 'stdio', command: 'npx', args: ['-y', 'search-mcp', '--depth', '3'] },
        ...{ env: { KEY: '${secret:API_KEY}' }, url: null },
      },
    ]);
    const admin = await registry.actor({ role: 'admin' });
    const verified = await admin.ask('{ verifyVersions(kind: AGENT) { problems { __typename } } }');
    expect(verified.data.verifyVersions).toEqual({ problems: [] });
  });

  it.each([
    [
      'arbitrary code',
      { servers: { it: { command: 'npx', args: ['--call', 'x'] } } },
      'unsafe_argument',
      'servers.it.args[0]',
    ],
    ['the machine', { it: { command: 'docker', args: ['run', '-v/etc:/h', 'x'] } }, 'unsafe_argument', 'it.args[1]'],
    [
      'an unknown reference',
      { mcpServers: { it: { command: 'npx', args: ['x', '${env:X}'] } } },
      'unknown_reference',
      'mcpServers.it.args[1]',
    ],
  ])('are refused for %s', async (_, config, code, path) => {
    const { __typename, issues } = await publish('refused', config);
    expect(__typename).toBe('ManifestInvalid');
    const errors = issues.filter(({ severity }: { severity: string }) => severity !== 'WARNING');
    expect(errors).toMatchObject([{ file: 'mcp.json', code, path }]);
  });

  it('may be empty for a draft, which cannot be promoted', async () => {
    const config = { mcpServers: { it: { command: 'npx', args: ['x'], disabled: true } } };
    expect(await publish('without', config)).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: expect.arrayContaining([expect.objectContaining({ code: 'no_servers' })]),
    });
    expect(await publish('without', config, { draft: true })).toMatchObject({ created: true });
    for (const dryRun of [true, false]) {
      const promoted = await alice.do(promoteAgent, { input: { id: 'without', version: '1.0.0', dryRun } });
      expect(promoted).toMatchObject({ __typename: 'ManifestInvalid', issues: [{ code: 'no_servers' }] });
    }
    const enabled = { mcpServers: { it: { command: 'npx', args: ['x'] } } };
    expect(await publish('without', enabled, { draft: true })).toMatchObject({ created: true });
    const promoted = await alice.do(promoteAgent, { input: { id: 'without', version: '1.0.0' } });
    expect(promoted).toMatchObject({ created: true, version: { status: 'ACTIVE' } });
  });

  it('are checked of the draft that is promoted, also when it replaces another one at that moment', async () => {
    const usable = { mcpServers: { it: { command: 'npx', args: ['x'] } } };
    const none = { mcpServers: { it: { command: 'npx', args: ['x'], disabled: true } } };
    const promoterId = crypto.randomUUID();
    const promoter = await registry.actor({ subject: promoterId });
    expect(await publish('replaced', usable, { draft: true })).toMatchObject({ created: true });
    const { db } = registry.services;
    const { transact } = db;
    db.transact = async (viewer, work) => {
      if (viewer.kind === 'user' && viewer.id === promoterId) {
        db.transact = transact;
        expect(await publish('replaced', none, { draft: true })).toMatchObject({ created: true });
      }
      return transact(viewer, work);
    };
    const promoted = await promoter
      .do(promoteAgent, { input: { id: 'replaced', version: '1.0.0' } })
      .finally(() => Object.assign(db, { transact }));
    expect(promoted).toMatchObject({ __typename: 'ManifestInvalid', issues: [{ code: 'no_servers' }] });
  });
});
