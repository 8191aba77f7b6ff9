import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rollbackAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('the agent registry', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('agent');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (definition: ReturnType<typeof agent>, more = {}, actor = alice) =>
    actor.do(publishAgent, { input: { ...definition, ...more } });

  it('publishes an agent, and returns it complete', async () => {
    const agentId = fresh();
    const mcp = {
      mcpServers: {
        github: {
          type: 'http',
          url: 'https://api.githubcopilot.com/mcp/',
          headers: { Authorization: 'Bearer ${secret:GITHUB_TOKEN}' },
        },
      },
    };
    const { manifest, files } = agent({
      agentId,
      model: { provider: 'anthropic', name: 'claude' },
      tags: ['review'],
      resourceProfile: { cpu: 2 },
    });
    const published = await publish(
      {
        manifest,
        files: [
          ...files,
          { path: 'mcp.json', content: JSON.stringify(mcp) },
          { path: 'assets/list.md', content: '- one\n' },
        ],
      },
      { commitSha: 'abcdef1234567' },
    );
    expect(published).toMatchObject({
      __typename: 'PublishAgentPayload',
      created: true,
      agent: { agentId, currentVersion: { version: '1.0.0' } },
      event: { action: 'PUBLISHED', type: 'agent.added', version: '1.0.0' },
    });
    const { data } = await registry.anyone.ask(`{ agent(agentId: "${agentId}") {
      slug name tags visibility status
      currentVersion { version status commitSha manifest model digest
        skills { skillId name tags } prompts { path content } mcpServers { name transport url headers } assets { path size sha256 }
        resourceProfile { cpu memoryMb } agent { agentId } files { path } }
      versions { edges { node { version } } }
      events { edges { node { action entry { slug } } } }
    } }`);
    expect(data.agent).toMatchObject({
      slug: agentId,
      visibility: 'PUBLIC',
      status: 'ACTIVE',
      tags: ['review'],
      currentVersion: {
        version: '1.0.0',
        commitSha: 'abcdef1234567',
        manifest,
        model: { provider: 'anthropic', name: 'claude' },
        skills: [{ skillId: 'review', name: 'Review', tags: ['quality'] }],
        prompts: [{ path: 'prompts/system.md', content: 'You review what you are given.\n' }],
        mcpServers: [
          {
            name: 'github',
            transport: 'http',
            url: 'https://api.githubcopilot.com/mcp/',
            headers: { Authorization: 'Bearer ${secret:GITHUB_TOKEN}' },
          },
        ],
        assets: [{ path: 'assets/list.md', size: 6 }],
        resourceProfile: { cpu: 2, memoryMb: null },
        agent: { agentId },
      },
      versions: { edges: [{ node: { version: '1.0.0' } }] },
      events: { edges: [{ node: { action: 'PUBLISHED', entry: { slug: agentId } } }] },
    });
    expect(data.agent.currentVersion.files.map((file: { path: string }) => file.path).sort()).toEqual([
      'agent.json',
      'assets/list.md',
      'mcp.json',
      'prompts/system.md',
    ]);
  });

  it('accepts the same content again as a success without a change', async () => {
    const definition = agent({ agentId: fresh() });
    const first = await publish(definition);
    const second = await publish(definition);
    expect(second).toMatchObject({ created: false, event: null, version: { id: first.version.id } });
  });

  it('refuses other content under a published version', async () => {
    const agentId = fresh();
    const { version } = await publish(agent({ agentId }));
    expect(await publish(agent({ agentId, description: 'Changed.' }))).toMatchObject({
      __typename: 'VersionExists',
      taken: '1.0.0',
      digest: version.digest,
    });
    expect(await publish(agent({ agentId, version: '1.0.0+build', description: 'Changed.' }))).toMatchObject({
      __typename: 'VersionExists',
    });
  });

  it('makes only a newer release the current version', async () => {
    const agentId = fresh();
    for (const [version, current] of [
      ['1.0.0-rc.1', undefined],
      ['1.9.0', '1.9.0'],
      ['1.10.0', '1.10.0'],
      ['1.2.0', '1.10.0'],
      ['2.0.0-beta', '1.10.0'],
    ] as const) {
      expect((await publish(agent({ agentId, version }))).agent.currentVersion?.version).toBe(current);
    }
    const { data } = await registry.anyone.ask(
      `{ agent(agentId: "${agentId}") { versions(first: 10) { edges { node { version } } } } }`,
    );
    expect(data.agent.versions.edges.map((edge: { node: { version: string } }) => edge.node.version)).toEqual([
      '2.0.0-beta',
      '1.10.0',
      '1.9.0',
      '1.2.0',
      '1.0.0-rc.1',
    ]);
  });

  it('hides a draft from all but publishers, until it is promoted', async () => {
    const agentId = fresh();
    expect(await publish(agent({ agentId }), { draft: true })).toMatchObject({
      created: true,
      version: { status: 'DRAFT' },
      agent: { currentVersion: null },
      event: { action: 'DRAFTED' },
    });
    expect(await publish(agent({ agentId, description: 'Better.' }), { draft: true })).toMatchObject({ created: true });
    expect((await registry.anyone.ask(`{ agent(agentId: "${agentId}") { slug } }`)).data.agent).toBeNull();
    const bystander = await registry.actor({ role: 'viewer' });
    expect((await bystander.ask(`{ agent(agentId: "${agentId}") { slug } }`)).data.agent).toBeNull();
    expect(
      (
        await alice.ask(
          `{ agent(agentId: "${agentId}") { description versions(status: DRAFT) { edges { node { version } } } } }`,
        )
      ).data.agent,
    ).toMatchObject({ description: 'Better.', versions: { edges: [{ node: { version: '1.0.0' } }] } });
    expect(await publish(agent({ agentId, description: 'Better.' }))).toMatchObject({
      version: { status: 'ACTIVE' },
      agent: { currentVersion: { version: '1.0.0' } },
    });
  });

  it('refuses a malformed manifest with every issue at once, and files a report', async () => {
    const agentId = fresh();
    const refused = await publish({
      manifest: {
        agentId,
        version: 'v1',
        skills: [
          { id: 'a', name: 'A', description: 'x' },
          { id: 'a', name: 'B', description: 'y' },
        ],
        entryPrompt: 'prompts/none.md',
        colour: 'red',
      },
      files: [],
    });
    expect(refused.__typename).toBe('ManifestInvalid');
    expect(refused.issues.map(({ code, path }: { code: string; path: string }) => [code, path])).toEqual([
      ['required', 'name'],
      ['required', 'description'],
      ['invalid_version', 'version'],
      ['unknown_key', 'colour'],
      ['duplicate_skill', 'skills[1].id'],
      ['missing_file', 'entryPrompt'],
    ]);
    for (const issue of refused.issues)
      expect(issue).toMatchObject({
        code: expect.any(String),
        message: expect.any(String),
        path: expect.any(String),
        file: 'agent.json',
      });
    const { data } =
      await alice.ask(`{ validationReports(filter: { entryId: "${agentId}" }) { edges { node { valid issues { code } } } }
      registryEvents(first: 100, filter: { entryId: "${agentId}" }) { edges { node { type action report { valid } } } } }`);
    expect(data.validationReports.edges).toMatchObject([{ node: { valid: false } }]);
    expect(data.registryEvents.edges).toMatchObject([
      { node: { type: 'agent.validation_failed', action: 'VALIDATION_FAILED', report: { valid: false } } },
    ]);
    const seen = await registry.anyone.ask(
      `{ validationReports { edges { node { valid } } } registryEvents(first: 100, filter: { entryId: "${agentId}" }) { edges { node { type } } } }`,
    );
    expect(seen.data).toEqual({ validationReports: { edges: [] }, registryEvents: { edges: [] } });
  });

  it.each([
    ['5', ['invalid_type']],
    ['"text"', ['invalid_json']],
    ['[]', ['invalid_type']],
    ['{}', ['required', 'required', 'required', 'required']],
    ['{ agentId: 7 }', ['invalid_type', 'required', 'required', 'required']],
    ['{ __proto__: { a: 1 } }', ['forbidden_key', 'required', 'required', 'required', 'required']],
  ])('refuses the manifest %s with issues', async (manifest, codes) => {
    const { data, errors } = await alice.ask(
      `mutation { publishAgent(input: { manifest: ${manifest} }) { __typename ... on ManifestInvalid { issues { code } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.publishAgent.__typename).toBe('ManifestInvalid');
    expect(data.publishAgent.issues.map(({ code }: { code: string }) => code)).toEqual(codes);
  });

  it('validates without publishing', async () => {
    const definition = agent({ agentId: fresh() });
    const validate = `mutation ($input: ValidateAgentInput!) { validateAgent(input: $input) { __typename ... on ValidatePayload { valid digest issues { code } report { valid } } } }`;
    expect(await alice.do(validate, { input: definition })).toMatchObject({
      valid: true,
      issues: [],
      report: { valid: true },
    });
    expect(
      await alice.do(validate, { input: { ...definition, manifest: { ...definition.manifest, version: '1' } } }),
    ).toMatchObject({ valid: false, digest: null, report: { valid: false } });
    const { version } = await publish(definition, { dryRun: true });
    expect(version.version).toBe('1.0.0');
    expect((await alice.ask(`{ agent(agentId: "${definition.manifest.agentId}") { slug } }`)).data.agent).toBeNull();
  });

  it('rolls back to an older version, if the expected current version is correct', async () => {
    const agentId = fresh();
    await publish(agent({ agentId }));
    await publish(agent({ agentId, version: '1.1.0', description: 'Newer.' }));
    const roll = (input: object, actor = admin) =>
      actor.do(rollbackAgent, { input: { id: agentId, reason: 'It was worse.', ...input } });
    expect(await roll({}, alice)).toMatchObject({ __typename: 'Forbidden', code: 'FORBIDDEN' });
    expect(await roll({ expectedCurrentVersion: '1.0.0' })).toMatchObject({
      __typename: 'StaleVersion',
      expected: '1.0.0',
      actual: '1.1.0',
    });
    expect(await roll({ toVersion: '0.9.0' })).toMatchObject({ __typename: 'NotFound' });
    expect(await roll({ dryRun: true })).toMatchObject({
      agent: { currentVersion: { version: '1.0.0' } },
      event: null,
    });
    expect(await roll({ expectedCurrentVersion: '1.1.0' })).toMatchObject({
      agent: { currentVersion: { version: '1.0.0' } },
      version: { version: '1.0.0' },
      previousVersion: { version: '1.1.0' },
      event: { action: 'ROLLED_BACK', version: '1.0.0', reason: 'It was worse.' },
    });
    expect((await registry.anyone.ask(`{ agent(agentId: "${agentId}") { description } }`)).data.agent.description).toBe(
      'Reviews what it is given.',
    );
    expect(await roll({ toVersion: '1.0.0' })).toMatchObject({
      event: null,
      agent: { currentVersion: { version: '1.0.0' } },
    });
    expect(await roll({ toVersion: '1.1.0' })).toMatchObject({ __typename: 'IncompatibleChange' });
    expect(await roll({ id: 'nobody' })).toMatchObject({ __typename: 'NotFound' });
  });

  it('applies one idempotency key once, even for concurrent calls', async () => {
    const agentId = fresh();
    const idempotencyKey = `publish-${agentId}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => publish(agent({ agentId }), { idempotencyKey })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ created: true });
    expect(await publish(agent({ agentId, description: 'Else.' }), { idempotencyKey })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
    expect(
      (await alice.ask(publishAgent, { input: { ...agent({ agentId }), idempotencyKey: 'short' } })).errors,
    ).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('does not use up a key for a refusal', async () => {
    const agentId = fresh();
    const idempotencyKey = `refused-${agentId}`;
    expect(await publish(agent({ agentId, version: 'x' }), { idempotencyKey })).toMatchObject({
      __typename: 'ManifestInvalid',
    });
    expect(await publish(agent({ agentId }), { idempotencyKey })).toMatchObject({ created: true });
  });

  it('lets exactly one of many concurrent publishers of one version win', async () => {
    const agentId = fresh();
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, (_, index) => publish(agent({ agentId, description: `Number ${index}.` }))),
    );
    expect(outcomes.filter((outcome) => outcome.created)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.__typename === 'VersionExists')).toHaveLength(5);
  });

  it('lists what changed between two versions', async () => {
    const agentId = fresh();
    await publish(agent({ agentId }));
    const next = agent({ agentId, version: '1.1.0', tags: ['new'] });
    await publish({ ...next, files: [{ path: 'prompts/system.md', content: 'Other words.\n' }] });
    const { data } = await registry.anyone.ask(
      `{ agent(agentId: "${agentId}") { currentVersion { diff(against: "1.0.0") { from { version } to { version } changes { path change before after } files { path change } } } } }`,
    );
    const { diff } = data.agent.currentVersion;
    expect(diff).toMatchObject({ from: { version: '1.0.0' }, to: { version: '1.1.0' } });
    expect(diff.changes).toContainEqual(
      expect.objectContaining({ change: 'CHANGED', before: '1.0.0', after: '1.1.0' }),
    );
    expect(diff.files).toContainEqual({ path: 'prompts/system.md', change: 'CHANGED' });
  });

  it('keeps a private agent in its namespace', async () => {
    const agentId = fresh('private');
    const tenant = await registry.actor({ namespace: 'acme' });
    const { agent: mine } = await publish(agent({ agentId, visibility: 'private' }), {}, tenant);
    for (const stranger of [registry.anyone, alice, await registry.actor({ role: 'admin', namespace: 'other' })]) {
      const { data } = await stranger.ask(
        `{ agent(agentId: "${agentId}", namespace: "acme") { slug } node(id: "${mine.id}") { id } search(query: "${agentId}") { totalCount } agents(filter: { namespace: "acme" }) { edges { node { slug } } } registryEvents(first: 100, filter: { entryId: "${agentId}" }) { edges { node { id } } } }`,
      );
      expect(data).toEqual({
        agent: null,
        node: null,
        search: { totalCount: 0, edges: undefined },
        agents: { edges: [] },
        registryEvents: { edges: [] },
      });
    }
    const colleague = await registry.actor({ role: 'viewer', namespace: 'acme' });
    expect((await colleague.ask(`{ agent(agentId: "${agentId}") { slug } }`)).data.agent).toEqual({ slug: agentId });
  });

  it('requires a token from an anonymous caller', async () => {
    expect((await registry.anyone.ask(publishAgent, { input: agent() })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    const viewer = await registry.actor({ role: 'viewer' });
    expect(await viewer.do(publishAgent, { input: agent() })).toMatchObject({ __typename: 'Forbidden' });
    expect((await registry.anyone.ask('{ viewer { id } }', {}, { authorization: 'Bearer nonsense' })).status).toBe(401);
  });

  it('instantiates a template with the exact agents, once per key', async () => {
    const agentId = fresh();
    const templateId = fresh('template');
    await publish(agent({ agentId, version: '1.2.0' }));
    const { defaultPlan, ...rest } = template({ templateId, supportedAgents: { [agentId]: '^1.0.0' } }).manifest as {
      defaultPlan: { steps: object[] };
    };
    const manifest = {
      ...rest,
      defaultPlan: { steps: defaultPlan.steps.map((step) => ({ ...step, agent: agentId })) },
    };
    expect(await alice.do(publishTemplate, { input: { manifest } })).toMatchObject({ created: true });
    const input = { templateId, variables: { change: 'PR 7' }, idempotencyKey: `run-of-${templateId}` };
    const [first, second] = [
      await alice.do(instantiateTemplate, { input }),
      await alice.do(instantiateTemplate, { input }),
    ];
    expect(first).toMatchObject({
      run: {
        status: 'QUEUED',
        variables: { change: 'PR 7', depth: 2 },
        templateVersion: { version: '1.0.0' },
        steps: [
          { stepId: 'first', inputs: { change: 'PR 7', depth: 2 }, agentVersion: { version: '1.2.0' }, dependsOn: [] },
          {
            stepId: 'second',
            inputs: { findings: '{{ steps.first.outputs.findings }}', title: 'Review of PR 7' },
            dependsOn: ['first'],
          },
        ],
      },
    });
    expect(second.run.id).toBe(first.run.id);
    expect(
      await alice.do(instantiateTemplate, { input: { templateId, variables: { depth: 'deep', other: 1 } } }),
    ).toMatchObject({
      __typename: 'VariablesInvalid',
      issues: [
        { path: 'change', code: 'required' },
        { path: 'other', code: 'unknown_variable' },
        { path: 'depth', code: 'invalid_type' },
      ],
    });
    expect(
      await alice.do(instantiateTemplate, { input: { templateId, version: '^2.0.0', variables: { change: 'x' } } }),
    ).toMatchObject({ __typename: 'NotFound' });
    expect(
      await alice.do(instantiateTemplate, {
        input: { templateId, version: '^1.0.0', variables: { change: 'x' }, dryRun: true },
      }),
    ).toMatchObject({ run: { steps: [{ stepId: 'first' }, { stepId: 'second' }] } });
    const { data } = await (await registry.actor({ namespace: 'elsewhere' })).ask(
      `{ run(id: "${first.run.id}") { id } }`,
    );
    expect(data.run).toBeNull();
  });

  it('refuses a template whose agents do not exist', async () => {
    const templateId = fresh('template');
    expect(
      await alice.do(publishTemplate, { input: template({ templateId, supportedAgents: { reviewer: '^1.0.0' } }) }),
    ).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ kind: 'AGENT', entryId: 'reviewer', range: '^1.0.0' }],
    });
    expect(await alice.do(publishTemplate, { input: { ...template({ templateId }), draft: true } })).toMatchObject({
      created: true,
      warnings: [{ code: 'reference_unresolved' }],
    });
  });
});
