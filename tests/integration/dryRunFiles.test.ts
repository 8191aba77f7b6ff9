import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const dryPublish = `mutation ($input: PublishAgentInput!) {
  publishAgent(input: $input) { ... on PublishAgentPayload { version {
    prompts { path content } diff(against: "1.0.0") { texts { path patch } }
  } } }
}`;

describe.skipIf(!hasEngine)('the files of a dry run', () => {
  let registry: TestRegistry;
  let alice: Actor;
  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    await alice.do(publishAgent, { input: agent() });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it('can be selected and compared', async () => {
    const content = `You review twice, ${randomUUID()}.\n`;
    const { manifest } = agent({ version: '1.1.0' });
    const input = { manifest, files: [{ path: 'prompts/system.md', content }], dryRun: true };
    const { data, errors } = await alice.ask(dryPublish, { input });
    expect(errors).toBeUndefined();
    const { prompts, diff } = data.publishAgent.version;
    expect(prompts).toEqual([{ path: 'prompts/system.md', content }]);
    expect(diff.texts).toEqual([
      { path: 'prompts/system.md', patch: expect.stringContaining(`-You review what you are given.\n+${content}`) },
    ]);
    const after = await alice.ask('{ agent(agentId: "reviewer") { versions { totalCount } } }');
    expect(after.data.agent.versions.totalCount).toBe(1);
  });
});
