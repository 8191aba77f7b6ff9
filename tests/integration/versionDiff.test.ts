import jsonPatch from 'fast-json-patch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';

const fields = `from { version manifest } to { version manifest } level compatible suggestedVersion
  classified { path change level rule reason concerns fingerprint before after } classifiedTruncated
  patch mcpServersPatch texts { path change patch }`;

describe.skipIf(!hasEngine)('the difference of two versions', () => {
  let registry: TestRegistry;
  let rest: RestClient;

  beforeAll(async () => {
    registry = await openRegistry();
    rest = restClient(registry.url, null);
    const publisher = await registry.actor();
    const release = (version: string, text: string, more: object = {}) => ({
      input: {
        ...agent({ agentId: 'compared', version, ...more }),
        files: [
          { path: 'prompts/system.md', content: text },
          { path: 'assets/icon.bin', content: `${version}\0`, encoding: 'UTF8' },
        ],
      },
    });
    await publisher.do(publishAgent, release('1.0.0', 'You review.\nBe brief.\n'));
    await publisher.do(
      publishAgent,
      release('2.0.0', 'You review.\nBe kind.\n', { skills: [], model: 'claude-sonnet-4-5' }),
    );
    await publisher.do(
      publishAgent,
      release('2.0.1', 'You review.\nBe kind.\n', { skills: [], model: 'claude-haiku-4-5' }),
    );
    await publisher.do(publishAgent, { input: agent() });
    await publisher.do(publishTemplate, { input: template({ templateId: 'compared-plan' }) });
    const { manifest } = template({ templateId: 'compared-plan', version: '2.0.0' });
    const properties = { change: { type: 'string', minLength: 1 }, depth: { type: 'integer', default: 3, maximum: 5 } };
    await publisher.do(publishTemplate, {
      input: { manifest: { ...manifest, variables: { ...(manifest.variables as object), properties } } },
    });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const diff = async (to: string, against: string) => {
    const { data } = await registry.anyone.ask(
      `query ($to: String!, $against: String!) { agent(agentId: "compared") { version(version: $to) { diff(against: $against) { ${fields} } } } }`,
      { to, against },
    );
    return data.agent.version.diff;
  };

  it('classifies what changed, the breaking changes first, and says which number goes with it', async () => {
    expect(await diff('2.0.0', '1.0.0')).toMatchObject({
      level: 'BREAKING',
      compatible: true,
      suggestedVersion: '2.0.0',
      classifiedTruncated: false,
      classified: [
        { path: 'skills.review', change: 'REMOVED', level: 'BREAKING', rule: 'skill-removed', concerns: ['SKILLS'] },
        {
          path: 'model',
          change: 'ADDED',
          level: 'RISKY',
          rule: 'model-changed',
          before: null,
          after: 'claude-sonnet-4-5',
        },
        {
          path: '["prompts/system.md"]',
          change: 'CHANGED',
          level: 'RISKY',
          rule: 'prompt-changed',
          concerns: ['PROMPTS'],
        },
        { path: '["assets/icon.bin"]', change: 'CHANGED', level: 'RISKY', rule: 'file-changed' },
      ],
    });
    expect(await diff('2.0.1', '2.0.0')).toMatchObject({ level: 'RISKY', compatible: true, suggestedVersion: '2.1.0' });
    expect(await diff('2.0.1', '2.0.1')).toMatchObject({
      level: null,
      suggestedVersion: null,
      classified: [],
      patch: [],
    });
  });

  it('has a JSON Patch that makes one manifest of the other, both ways', async () => {
    for (const [to, against] of [
      ['2.0.0', '1.0.0'],
      ['1.0.0', '2.0.1'],
    ] as const) {
      const { from, to: after, patch, mcpServersPatch } = await diff(to, against);
      expect(patch.length).toBeGreaterThan(0);
      expect(jsonPatch.applyPatch(from.manifest, patch, true).newDocument).toEqual(after.manifest);
      expect(mcpServersPatch).toEqual([]);
    }
  });

  it('has a unified diff of each text file, and none of a binary one', async () => {
    const { texts } = await diff('2.0.0', '1.0.0');
    expect(texts).toEqual([
      { path: 'assets/icon.bin', change: 'CHANGED', patch: null },
      { path: 'prompts/system.md', change: 'CHANGED', patch: expect.stringContaining('-Be brief.\n+Be kind.\n') },
    ]);
    expect(texts[1].patch).toContain('--- prompts/system.md@1.0.0');
  });

  it('is answered by REST, for both kinds', async () => {
    const { status, body } = await rest.get('/api/agents/compared/diff?from=1.0.0&to=2.0.0');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      level: 'BREAKING',
      compatible: true,
      classified: [{ rule: 'skill-removed' }, {}, {}, {}],
    });
    expect(body.texts).toHaveLength(2);

    const plan = await rest.get('/api/templates/compared-plan/diff?from=1.0.0&to=2.0.0');
    expect(plan.body.classified.map(({ rule, path }: { rule: string; path: string }) => `${rule} ${path}`)).toEqual([
      'variable-range-narrowed variables.properties.depth.maximum',
      'variable-default-changed variables.properties.depth.default',
    ]);
    expect(plan.body.mcpServersPatch).toBe(null);
  });

  it('names what REST lacks', async () => {
    const none = await rest.get('/api/agents/compared/diff?to=2.0.0');
    expect(none.status).toBe(400);
    expect(none.body).toMatchObject({ code: 'BAD_USER_INPUT', issues: [{ path: 'from' }] });
    expect((await rest.get('/api/agents/compared/diff?from=1.0.0&to=9.0.0')).status).toBe(404);
    expect((await rest.get('/api/agents/compared/diff?from=9.0.0&to=1.0.0')).status).toBe(400);
  });

  it('is shown by the CLI, with an exit code that a pipeline can use', async () => {
    const cli = (...words: string[]) => cliInProcess({ REGISTRY_URL: registry.url }, ...words);
    const shown = await cli('diff', 'compared', '1.0.0', '2.0.0');
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/BREAKING +skills\.review +skill-removed/);
    expect(shown.out).toContain('1 breaking, 3 risky, 0 safe. 2.0.0 allows these changes.');
    expect(shown.out).toContain('+Be kind.');
    expect((await cli('diff', 'compared', '1.0.0', '2.0.0', '--fail-on', 'breaking')).code).toBe(1);
    expect((await cli('diff', 'compared', '2.0.0', '2.0.1', '--fail-on', 'breaking')).code).toBe(0);
    expect((await cli('diff', 'compared', '2.0.0', '2.0.1', '--fail-on', 'risky')).code).toBe(1);
  });
});
