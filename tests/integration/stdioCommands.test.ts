import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

describe.skipIf(!hasEngine)('the commands of MCP servers', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry?.close());

  const withCommand = (agentId: string, command: string) => {
    const { manifest, files } = agent({ agentId });
    const content = JSON.stringify({ mcpServers: { tool: { command, args: [] } } });
    return { manifest, files: [...files, { path: 'mcp.json', content }] };
  };

  it('are those of the contract by default, and those that the operator lists', async () => {
    const alice = await registry.actor();
    const publish = (id: string, command: string) => alice.do(publishAgent, { input: withCommand(id, command) });
    expect(await publish('by-npx', 'npx')).toMatchObject({ created: true });
    expect(await publish('by-ruby', 'ruby')).toMatchObject({ __typename: 'ManifestInvalid' });
    Object.assign(registry.services, { stdioCommands: ['ruby'] });
    expect(await publish('by-ruby', 'ruby')).toMatchObject({ created: true });
    expect(await publish('by-npx-too', 'npx')).toMatchObject({ __typename: 'ManifestInvalid' });
    const admin = await registry.actor({ role: 'admin' });
    Object.assign(registry.services, { stdioCommands: undefined });
    const { data } = await admin.ask('{ verifyVersions(kind: AGENT) { checked problems { __typename } } }');
    expect(data.verifyVersions).toEqual({ checked: 2, problems: [] });
  });
});
