import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { addAgent, addTemplate, agentsIn, instantiate, runOf } from '../support/locks.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { rollback, setStatus } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('what a template needs', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('part');
  let [t, a, b, c, d] = ['', '', '', '', ''];
  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(() => {
    [t, a, b, c, d] = [fresh(), fresh(), fresh(), fresh(), fresh()];
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const agentsOf = async (input: object) => agentsIn((await runOf(alice, input)).lock);

  it('is resolved to one exact version each, with what agents depend on', async () => {
    await addAgent(alice, c, '1.0.0');
    await addAgent(alice, c, '1.4.0');
    await addAgent(alice, c, '2.0.0');
    await addAgent(alice, b, '1.0.0', { dependencies: { [c]: '<1.4.0' } });
    await addAgent(alice, a, '1.0.0', { dependencies: { [c]: '^1.0.0', [b]: '*' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '^1.0.0' });
    expect(await agentsOf({ templateId: t })).toEqual([`${a}@1.0.0`, `${b}@1.0.0`, `${c}@1.0.0`]);
    expect(await agentsOf({ templateId: t, dryRun: true })).toEqual([`${a}@1.0.0`, `${b}@1.0.0`, `${c}@1.0.0`]);
  });

  it('goes back to an older version of an agent when the newest leads to a conflict', async () => {
    await addAgent(alice, c, '1.0.0');
    await addAgent(alice, c, '2.0.0');
    await addAgent(alice, a, '1.0.0', { dependencies: { [c]: '^1.0.0' } });
    await addAgent(alice, a, '1.1.0', { dependencies: { [c]: '^2.0.0' } });
    await addAgent(alice, b, '1.0.0', { dependencies: { [c]: '^1.0.0' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '^1.0.0', [b]: '^1.0.0' });
    expect(await agentsOf({ templateId: t })).toEqual([`${a}@1.0.0`, `${b}@1.0.0`, `${c}@1.0.0`]);
  });

  it('prefers what is not newer than the current version, as ranges do', async () => {
    await addAgent(alice, c, '1.0.0');
    await addAgent(alice, c, '1.1.0');
    await addAgent(alice, a, '1.0.0', { dependencies: { [c]: '^1.0.0' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '^1.0.0' });
    expect(await agentsOf({ templateId: t })).toContain(`${c}@1.1.0`);
    await rollback(admin, { id: c, toVersion: '1.0.0', reason: 'Broken.' });
    expect(await agentsOf({ templateId: t })).toContain(`${c}@1.0.0`);
  });

  it('is restricted by the range of a supported agent that the plan does not use', async () => {
    await addAgent(alice, b, '1.0.0');
    await addAgent(alice, b, '2.0.0');
    await addAgent(alice, a, '1.0.0', { dependencies: { [b]: '*' } });
    await addTemplate(
      alice,
      t,
      '1.0.0',
      { [a]: '*', [b]: '^1.0.0' },
      { defaultPlan: { steps: [{ id: 'only', agent: a }] } },
    );
    expect(await agentsOf({ templateId: t })).toEqual([`${a}@1.0.0`, `${b}@1.0.0`]);
  });

  it('is explained where no version satisfies all ranges, each with the chain that leads to it', async () => {
    await addAgent(alice, c, '1.0.0');
    await addAgent(alice, c, '2.0.0');
    await addAgent(alice, d, '3.0.0', { dependencies: { [c]: '^1.0.0' } });
    await addAgent(alice, b, '1.0.0', { dependencies: { [d]: '*' } });
    await addAgent(alice, a, '1.1.0', { dependencies: { [c]: '^2.0.0' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '^1.0.0', [b]: '^1.0.0' });
    const left = [`${t}@1.0.0`, `${a}@1.1.0`];
    const right = [`${t}@1.0.0`, `${b}@1.0.0`, `${d}@3.0.0`];
    const conflict = {
      __typename: 'DependencyUnresolved',
      unresolved: [
        {
          kind: 'AGENT',
          entryId: c,
          range: '^2.0.0',
          reason: `conflict: no published version also satisfies ^1.0.0 (required by ${right.join(' -> ')})`,
          chain: [...left, `${c}@^2.0.0`],
        },
        {
          kind: 'AGENT',
          entryId: c,
          range: '^1.0.0',
          reason: `conflict: no published version also satisfies ^2.0.0 (required by ${left.join(' -> ')})`,
          chain: [...right, `${c}@^1.0.0`],
        },
      ],
    };
    expect(await instantiate(alice, { templateId: t })).toMatchObject(conflict);
    expect(await instantiate(alice, { templateId: t, dryRun: true })).toMatchObject(conflict);
  });

  it('is explained where agents depend on each other', async () => {
    await addAgent(alice, a, '1.0.0');
    await addAgent(alice, b, '1.0.0', { dependencies: { [a]: '^1.0.0' } });
    await addAgent(alice, a, '1.1.0', { dependencies: { [b]: '^1.0.0' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '^1.0.0' });
    expect(await instantiate(alice, { templateId: t })).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [
        {
          entryId: a,
          range: '^1.0.0',
          reason: `dependency cycle: ${a}@1.1.0 -> ${b}@1.0.0 -> ${a}@1.1.0`,
          chain: [`${t}@1.0.0`, `${a}@1.1.0`, `${b}@1.0.0`, `${a}@1.1.0`],
        },
      ],
    });
  });

  it.each([
    [
      'disabled',
      'the agent is disabled',
      (id: string) => setStatus(admin, { id, status: 'DISABLED', message: 'It leaks.' }),
    ],
    [
      'removed',
      'the agent was removed',
      (id: string) =>
        registry.database.asOwner(`update nofx.agent_registry set removed_at = now() where slug = '${id}'`),
    ],
  ])('is refused where an agent behind another was %s', async (_, reason, take) => {
    await addAgent(alice, b, '1.0.0');
    await addAgent(alice, a, '1.0.0', { dependencies: { [b]: '^1.0.0' } });
    await addAgent(alice, c, '1.0.0', { dependencies: { [b]: '*' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '^1.0.0', [c]: '*' });
    await take(b);
    const { unresolved } = await instantiate(alice, { templateId: t });
    expect(unresolved.map((each: { reason: string; chain: string[] }) => [each.reason, each.chain])).toEqual([
      [reason, [`${t}@1.0.0`, `${a}@1.0.0`, `${b}@^1.0.0`]],
      [reason, [`${t}@1.0.0`, `${c}@1.0.0`, `${b}@*`]],
    ]);
  });

  it('is refused where an agent behind another was removed, although `default` has one of the same id', async () => {
    const namespace = fresh();
    const [publisher, remover] = [
      await registry.actor({ namespace }),
      await registry.actor({ namespace, role: 'admin' }),
    ];
    const namespaceOfB = async (templateId: string) => {
      const { lock } = await runOf(publisher, { templateId });
      return lock.agents.find(({ agentId }: { agentId: string }) => agentId === b)?.namespace;
    };
    await addAgent(alice, b, '1.0.0');
    await addAgent(publisher, a, '1.0.0', { dependencies: { [b]: '^1.0.0' } });
    await addTemplate(publisher, t, '1.0.0', { [a]: '^1.0.0' });
    expect(await namespaceOfB(t)).toBe('default');
    await addAgent(publisher, b, '1.1.0');
    expect(await namespaceOfB(t)).toBe(namespace);

    const removeAgent = `mutation ($input: RemoveEntryInput!) { removeAgent(input: $input) { __typename } }`;
    await remover.do(removeAgent, { input: { id: b, reason: 'It leaks.' } });
    expect(await instantiate(publisher, { templateId: t })).toMatchObject({
      unresolved: [{ reason: 'the agent was removed', chain: [`${t}@1.0.0`, `${a}@1.0.0`, `${b}@^1.0.0`] }],
    });
    const later = agent({ agentId: a, version: '1.1.0', dependencies: { [b]: '^1.0.0' } });
    expect(await publisher.do(publishAgent, { input: later })).toMatchObject({
      __typename: 'DependencyUnresolved',
      message: `Unresolved dependencies: ${b}@^1.0.0 (the agent was removed).`,
    });
    // A template names agents, and is bound to those that it finds.
    await addTemplate(publisher, c, '1.0.0', { [b]: '^1.0.0' });
    expect(await namespaceOfB(c)).toBe('default');
  });

  it('includes the templates that it depends on, through others too', async () => {
    const [base, middle] = [fresh(), fresh()];
    await addAgent(alice, a, '1.0.0');
    await addTemplate(alice, base, '1.2.0', { [a]: '*' });
    await addTemplate(alice, middle, '1.0.0', { [a]: '*' }, { dependencies: { [base]: '^1.0.0' } });
    await addTemplate(alice, t, '1.0.0', { [a]: '*' }, { dependencies: { [middle]: '1.x' } });
    const { lock } = await runOf(alice, { templateId: t });
    expect(
      lock.templates.map((each: { templateId: string; version: string }) => `${each.templateId}@${each.version}`),
    ).toEqual([`${base}@1.2.0`, `${middle}@1.0.0`]);
    await registry.database.asOwner(`update nofx.template_registry set removed_at = now() where slug = '${base}'`);
    expect(await instantiate(alice, { templateId: t })).toMatchObject({
      unresolved: [
        {
          kind: 'TEMPLATE',
          entryId: base,
          reason: 'the template was removed',
          chain: [`${t}@1.0.0`, `${middle}@1.0.0`, `${base}@^1.0.0`],
        },
      ],
    });
  });

  it('is reported together with everything else that is wrong', async () => {
    await addAgent(alice, a, '1.0.0');
    await addAgent(alice, b, '1.0.0');
    await addTemplate(
      alice,
      t,
      '1.0.0',
      { [a]: '*', [b]: '*' },
      { variables: { type: 'object', properties: { depth: { type: 'integer' } } } },
    );
    for (const id of [a, b]) await setStatus(admin, { id, status: 'DISABLED', message: 'It leaks.' });
    const input = { templateId: t, environment: 'prod', variables: { depth: 'deep' } };
    const { __typename, issues } = await instantiate(alice, input);
    expect(__typename).toBe('VariablesInvalid');
    expect(issues.map(({ file, path, code }: Record<string, string>) => `${file} ${path} ${code}`)).toEqual([
      'variables environment unknown_environment',
      'variables depth invalid_type',
      `template.json supportedAgents.${a} reference_unresolved`,
      `template.json supportedAgents.${b} reference_unresolved`,
    ]);
    expect(await instantiate(alice, { ...input, dryRun: true })).toMatchObject({ issues });
  });

  it('takes no more statements for more agents without a conflict', async () => {
    const few = fresh();
    await addAgent(alice, a, '1.0.0');
    await addTemplate(alice, few, '1.0.0', { [a]: '*' });
    const many = Array.from({ length: 12 }, () => fresh());
    for (const each of many) await addAgent(alice, each, '1.0.0');
    await addTemplate(alice, t, '1.0.0', Object.fromEntries(many.map((each) => [each, '*'])));
    const count = async (templateId: string) => {
      registry.statements();
      await runOf(alice, { templateId });
      return registry.statements().filter((sql) => /^\s*(select|with|insert|update)/.test(sql)).length;
    };
    expect(await count(t)).toBe(await count(few));
  });
});
