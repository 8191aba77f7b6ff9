import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lock, lockDigest } from '../../packages/manifest/index.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { template } from '../support/definitions.ts';
import { addAgent, addTemplate, agentsIn, allowBreaking, instantiate, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { runsOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { setStatus } from '../support/visibility.ts';

interface Step {
  stepId: string;
  dependsOn: string[];
  inputs: object;
}

describe.skipIf(!hasEngine)('templates that include templates', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('part');
  let [outer, middle, inner, a, b] = ['', '', '', '', ''];

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    [outer, middle, inner, a, b] = [fresh(), fresh(), fresh(), fresh(), fresh()];
    await addAgent(alice, a, '1.0.0');
    await addAgent(alice, b, '1.0.0');
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const variables = { type: 'object', required: ['x'], properties: { x: { type: 'string', maxLength: 40 } } };
  /** Writes a note of `x`, then sends it. */
  const addInner = (version = '1.0.0', more: object = {}, agents: Record<string, string> = { [a]: '^1.0.0' }) =>
    addTemplate(alice, inner, version, agents, {
      variables,
      defaultPlan: {
        steps: [
          { id: 'write', agent: a, inputs: { about: '{{ variables.x }}' }, outputs: { note: 'The note.' } },
          {
            id: 'send',
            agent: a,
            dependsOn: ['write'],
            inputs: { text: '{{ variables.x }}: {{ steps.write.outputs.note }}' },
            outputs: { url: 'Where it is.' },
          },
        ],
      },
      expectedOutputs: { url: { from: 'send.url' } },
      ...more,
    });
  const addMiddle = (more: object = {}) =>
    addTemplate(
      alice,
      middle,
      '1.0.0',
      {},
      {
        variables,
        dependencies: { [inner]: '^1.0.0' },
        defaultPlan: { steps: [{ id: 'note', template: { id: inner, variables: { x: '[{{ variables.x }}]' } } }] },
        expectedOutputs: { link: { from: 'note.url' } },
        ...more,
      },
    );
  const addOuter = (more: object = {}) =>
    addTemplate(
      alice,
      outer,
      '1.0.0',
      { [b]: '*' },
      {
        variables,
        dependencies: { [middle]: '*' },
        defaultPlan: {
          steps: [
            { id: 'prepare', agent: b, outputs: { done: 'Whether it is.' } },
            { id: 'tell', dependsOn: ['prepare'], template: { id: middle, variables: { x: '{{ variables.x }}' } } },
            { id: 'close', agent: b, dependsOn: ['tell'], inputs: { see: 'At {{ steps.tell.outputs.link }}' } },
          ],
        },
        expectedOutputs: { where: { from: 'steps.tell.outputs.link' }, raw: { from: 'tell.link.page' } },
        ...more,
      },
    );
  const planIn = ({ steps }: { steps: Step[] }) =>
    steps.map(({ stepId, dependsOn, inputs }) => [stepId, dependsOn, inputs]);
  const x = '{{ steps.write.outputs.note }}';

  it('are expanded with scoped ids, three deep, and locked with their agents and files', async () => {
    await addInner();
    await addMiddle();
    await addOuter();
    const run = await runOf(alice, { templateId: outer, variables: { x: 'A' } });
    expect(planIn(run)).toEqual([
      ['prepare', [], {}],
      ['tell/note/write', ['prepare'], { about: '[A]' }],
      ['tell/note/send', ['tell/note/write'], { text: '[A]: {{ steps.write.outputs.note }}' }],
      ['close', ['tell/note/send'], { see: 'At {{ steps.tell.outputs.link }}' }],
    ]);
    expect(
      run.lock.templates.map(
        ({ templateId, version }: { templateId: string; version: string }) => `${templateId}@${version}`,
      ),
    ).toEqual([`${inner}@1.0.0`, `${middle}@1.0.0`].sort());
    expect(agentsIn(run.lock)).toEqual([`${a}@1.0.0`, `${b}@1.0.0`]);
    expect(run.lockDigest).toBe(lockDigest(run.lock as Lock));
    expect(run.lock.variables).toEqual({ x: 'A' });
  });

  it('are planned where the template also depends on what its included template includes', async () => {
    await addInner();
    await addMiddle();
    await addOuter({ dependencies: { [inner]: '^1.0.0', [middle]: '*' } });
    const run = await runOf(alice, { templateId: outer, variables: { x: 'A' } });
    expect(planIn(run).map(([stepId]) => stepId)).toEqual(['prepare', 'tell/note/write', 'tell/note/send', 'close']);
  });

  it('are planned by a dry run in the same way, and nothing is written', async () => {
    await addInner();
    await addMiddle();
    await addOuter();
    const dry = await runOf(alice, { templateId: outer, variables: { x: 'A' }, dryRun: true });
    const counted = () => registry.database.asOwner('select count(*)::int as count from nofx.steps');
    const before = await counted();
    const again = await runOf(alice, { templateId: outer, variables: { x: 'A' }, dryRun: true });
    expect(await counted()).toEqual(before);
    const real = await runOf(alice, { templateId: outer, variables: { x: 'A' } });
    expect([planIn(dry), dry.lock]).toEqual([planIn(real), real.lock]);
    expect([planIn(again), again.lock]).toEqual([planIn(real), real.lock]);
  });

  it('run: steps get the variables of their own template, and outputs pass the borders', async () => {
    await addInner();
    await addMiddle();
    await addOuter();
    const runs = runsOf(alice);
    const { id } = await runOf(alice, { templateId: outer, variables: { x } });
    const did: [string, object][] = [];
    const outputs: Record<string, object> = {
      prepare: { done: true },
      'tell/note/write': { note: 'N {{ variables.x }}' },
      'tell/note/send': { url: { page: 3 } },
    };
    for (;;) {
      const [claim] = await runs.claim('worker', { agentIds: [a, b] });
      if (!claim) break;
      const { stepId } = claim.step;
      did.push([stepId, claim.inputs]);
      const report = { runId: id, stepId, claim: claim.token, status: 'SUCCEEDED', outputs: outputs[stepId] ?? {} };
      expect(await runs.report(report)).toMatchObject({ __typename: 'ReportRunPayload' });
    }
    expect(did).toEqual([
      ['prepare', {}],
      ['tell/note/write', { about: `[${x}]` }],
      ['tell/note/send', { text: `[${x}]: N {{ variables.x }}` }],
      ['close', { see: 'At {"page":3}' }],
    ]);
    const { data } = await alice.ask('query ($id: ID!) { run(id: $id) { status outputs } }', { id });
    expect(data.run).toEqual({ status: 'SUCCEEDED', outputs: { where: { page: 3 }, raw: 3 } });
  });

  it('retry a failed step, with the outputs of the others kept', async () => {
    await addInner();
    await addMiddle();
    const runs = runsOf(alice);
    const { id } = await runOf(alice, { templateId: middle, variables: { x: 'A' } });
    const claim = async () => (await runs.claim('worker', { agentIds: [a] }))[0];
    const report = async (more: object) => {
      const claimed = await claim();
      return runs.report({ runId: id, stepId: claimed?.step.stepId, claim: claimed?.token, ...more });
    };
    await report({ status: 'SUCCEEDED', outputs: { note: 'N' } });
    await report({ status: 'FAILED', error: { code: 'broken', message: 'It broke.' }, retry: false });
    const retryDocument = `mutation ($input: RetryRunInput!) { retryRun(input: $input) { __typename
      ... on Error { message } ... on RetryRunPayload { run { status } } } }`;
    expect(await alice.do(retryDocument, { input: { runId: id } })).toMatchObject({ run: { status: 'RUNNING' } });
    expect(await claim()).toMatchObject({ step: { stepId: 'note/send' }, inputs: { text: '[A]: N' } });
  });

  it('are the same from a lock after everything moved', async () => {
    await addInner();
    await addMiddle();
    await addOuter();
    const first = await runOf(alice, { templateId: outer, variables: { x: 'A' } });
    for (const each of [inner, middle, outer]) await allowBreaking(alice, 'Template', each);
    await addAgent(alice, a, '1.5.0');
    await addInner('1.4.0', { defaultPlan: { steps: [{ id: 'other', agent: a }] }, expectedOutputs: {} });
    await registry.database.asOwner(`update nofx.template_versions set status = 'ARCHIVED' where version = '1.0.0'
      and entry_id in (select id from nofx.template_registry where slug = '${inner}')`);
    await setStatus(admin, { id: a, status: 'DEPRECATED', message: 'Old.' });
    const again = await runOf(alice, { lock: first.lock });
    expect(again.lockDigest).toBe(first.lockDigest);
    expect(planIn(again)).toEqual(planIn(first));
    const { lockDigest: now } = await runOf(alice, { templateId: middle, variables: { x: 'A' }, dryRun: true }).catch(
      () => ({ lockDigest: null }),
    );
    expect(now).toBeNull();
  });

  it('refuse a lock without a part of the plan, and with one out of the range', async () => {
    await addInner();
    await addMiddle();
    const { lock } = await runOf(alice, { templateId: middle, variables: { x: 'A' } });
    const sealed = (changed: object) => {
      const { digest: _, ...rest } = { ...lock, ...changed };
      return { ...rest, digest: lockDigest(rest as unknown as Lock) };
    };
    expect(await instantiate(alice, { lock: sealed({ templates: [] }) })).toMatchObject({
      __typename: 'LockInvalid',
      issues: [{ path: 'templates', code: 'lock_mismatch' }],
    });
    expect(await instantiate(alice, { lock: sealed({ agents: [] }) })).toMatchObject({
      __typename: 'LockInvalid',
      issues: [{ path: 'agents', code: 'lock_mismatch' }],
    });
    await allowBreaking(alice, 'Template', inner);
    await addInner('2.0.0');
    const { lock: newer } = await runOf(alice, { templateId: inner, version: '2.0.0', variables: { x: 'A' } });
    expect(await instantiate(alice, { lock: sealed({ templates: [newer.template] }) })).toMatchObject({
      __typename: 'LockInvalid',
      issues: [{ path: 'templates[0].version', code: 'lock_mismatch' }],
    });
  });

  describe('when they are published', () => {
    const document = `mutation ($input: PublishTemplateInput!) { publishTemplate(input: $input) { __typename
      ... on ManifestInvalid { issues { file path code message } }
      ... on PublishTemplatePayload { created warnings { path code } version { tests { passed failed } } } } }`;
    const test = (expected: object, stubs: object = { 'note/write': { note: 'N' } }) => [
      {
        path: 'tests/note.json',
        content: JSON.stringify({ name: 'It sends the note', variables: { x: 'A' }, stubs, expect: expected }),
      },
    ];
    const publish = (files: object[], steps?: object[], more: object = {}) => {
      const { manifest } = template({
        ...{ templateId: middle, version: '1.0.0', supportedAgents: {}, variables },
        dependencies: { [inner]: '^1.0.0' },
        defaultPlan: {
          steps: steps ?? [{ id: 'note', template: { id: inner, variables: { x: '[{{ variables.x }}]' } } }],
        },
        expectedOutputs: { link: { from: 'note.url' } },
        ...more,
      });
      return alice.do(document, { input: { manifest, files } });
    };
    beforeEach(() => addInner());

    it('are tested with what they include', async () => {
      const sent = { 'note/send': { text: '[A]: N' } };
      expect(
        await publish(test({ steps: ['note/write', 'note/send'], inputs: { 'note/send': { text: 'N' } } })),
      ).toMatchObject({
        __typename: 'ManifestInvalid',
        issues: [
          {
            file: 'tests/note.json',
            path: 'expect.inputs["note/send"].text',
            code: 'test_failed',
            message: 'Expected "N"; got "[A]: N".',
          },
        ],
      });
      const stubs = { 'note/write': { note: 'N' }, 'note/send': { url: 'U' } };
      expect(await publish(test({ inputs: sent, outputs: { link: 'U' } }, stubs))).toEqual({
        __typename: 'PublishTemplatePayload',
        created: true,
        warnings: [],
        version: { tests: { passed: 1, failed: 0 } },
      });
    });

    it('are checked against what they include', async () => {
      const step = (more: object) => [{ id: 'note', template: { id: inner, ...more } }];
      const expectRefused = async (steps: object[], issues: [string, string][], more: object = {}) => {
        const answer = await publish([], steps, more);
        expect(answer.issues?.map(({ path, code }: { path: string; code: string }) => [path, code])).toEqual(issues);
      };
      const at = 'defaultPlan.steps[0].template';
      await expectRefused(step({}), [[`${at}.variables.x`, 'required']]);
      await expectRefused(step({ variables: { x: 3 } }), [[`${at}.variables.x`, 'invalid_type']]);
      await expectRefused(step({ environment: 'staging', variables: { x: 'A', y: 1 } }), [
        [`${at}.environment`, 'unknown_environment'],
        [`${at}.variables.y`, 'unknown_variable'],
      ]);
      await expectRefused(step({ variables: { x: 'A' } }), [['expectedOutputs.link.from', 'unknown_output']], {
        expectedOutputs: { link: { from: 'note.link' } },
      });
    });

    it('wait for what they include: a draft says that it was not tested', async () => {
      const later = fresh();
      const steps = [{ id: 'note', template: { id: later } }];
      expect(await publish([], steps, { dependencies: { [later]: '*' } })).toMatchObject({
        __typename: 'DependencyUnresolved',
      });
      const draft = { status: 'draft', dependencies: { [later]: '*' } };
      expect(await publish(test({ steps: ['x'] }), steps, draft)).toMatchObject({
        warnings: [{ path: `dependencies.${later}`, code: 'template_not_available' }, { code: 'reference_unresolved' }],
        version: { tests: null },
      });
    });

    describe('as a draft, before what they include', () => {
      let later = '';
      const steps = () => [{ id: 'note', template: { id: later, variables: { x: '[{{ variables.x }}]' } } }];
      const draft = (files: object[]) =>
        publish(files, steps(), { status: 'draft', dependencies: { [later]: '*' }, expectedOutputs: {} });
      const addLater = () =>
        addTemplate(
          alice,
          later,
          '1.0.0',
          { [a]: '^1.0.0' },
          { variables, defaultPlan: { steps: [{ id: 'write', agent: a, inputs: { about: '{{ variables.x }}' } }] } },
        );
      const promote = (dryRun = false) =>
        alice.do(
          `mutation ($input: PromoteInput!) { promoteTemplate(input: $input) { __typename
            ... on Error { message } ... on ManifestInvalid { issues { file path code message } }
            ... on DependencyUnresolved { unresolved { entryId } }
            ... on PublishTemplatePayload { created version { status tests { passed failed } } } } }`,
          { input: { id: middle, version: '1.0.0', dryRun } },
        );
      const expecting = (about: string) => test({ inputs: { 'note/write': { about } } }, {});
      const failed = (about: string) => ({
        __typename: 'ManifestInvalid',
        issues: [
          {
            file: 'tests/note.json',
            path: 'expect.inputs["note/write"].about',
            code: 'test_failed',
            message: `Expected "${about}"; got "[A]".`,
          },
        ],
      });
      beforeEach(() => {
        later = fresh();
      });

      it('are tested when they are promoted, and keep the result', async () => {
        expect(await draft(expecting('[A]'))).toMatchObject({ version: { tests: null } });
        expect(await promote()).toMatchObject({
          __typename: 'DependencyUnresolved',
          unresolved: [{ entryId: later }],
        });
        await addLater();
        const promoted = {
          __typename: 'PublishTemplatePayload',
          created: true,
          version: { status: 'ACTIVE', tests: { passed: 1, failed: 0 } },
        };
        expect(await promote(true)).toEqual(promoted);
        expect(await promote()).toEqual(promoted);
        const { data } = await alice.ask(
          'query ($id: String!) { template(templateId: $id) { currentVersion { tests { passed failed } } } }',
          { id: middle },
        );
        expect(data.template.currentVersion.tests).toEqual({ passed: 1, failed: 0 });
      });

      it('are refused with the difference when a test fails, in a dry run too, and reported like a publish', async () => {
        await draft(expecting('A'));
        await addLater();
        expect(await promote(true)).toEqual({ ...failed('A'), message: expect.any(String) });
        expect(await promote()).toEqual({ ...failed('A'), message: expect.any(String) });
        const { data } = await alice.ask(
          `query ($id: String!) { template(templateId: $id) { currentVersion { version } versions(status: DRAFT) { edges { node { version } } } }
            registryEvents(first: 20, filter: { entryId: $id, namespace: "default" }) { edges { node { action } } } }`,
          { id: middle },
        );
        expect(data.template).toEqual({ currentVersion: null, versions: { edges: [{ node: { version: '1.0.0' } }] } });
        const actions = data.registryEvents.edges.map(({ node }: { node: { action: string } }) => node.action);
        expect(actions).toEqual(['DRAFTED', 'VALIDATION_FAILED']);
        expect(await draft(expecting('[A]'))).toMatchObject({ version: { tests: { passed: 1 } } });
        expect(await promote()).toMatchObject({ version: { tests: { passed: 1, failed: 0 } } });
      });

      it('are refused for variables that the included template does not have', async () => {
        await draft([]);
        await addTemplate(
          alice,
          later,
          '1.0.0',
          { [a]: '^1.0.0' },
          { variables: { type: 'object', additionalProperties: false } },
        );
        expect(await promote()).toMatchObject({
          __typename: 'ManifestInvalid',
          issues: [{ path: 'defaultPlan.steps[0].template.variables.x', code: 'unknown_variable' }],
        });
      });
    });
  });

  it('report what is wrong at the step that includes it', async () => {
    await addInner();
    await addMiddle();
    expect(await instantiate(alice, { templateId: middle, variables: { x: '-'.repeat(40) } })).toMatchObject({
      __typename: 'VariablesInvalid',
      issues: [{ file: 'template.json', path: 'defaultPlan.steps[0].template.variables.x' }],
    });
  });

  it('resolve an older version when the newest needs an agent that conflicts', async () => {
    await addAgent(alice, a, '2.0.0');
    await addInner('1.0.0');
    await allowBreaking(alice, 'Template', inner);
    await addInner('1.1.0', {}, { [a]: '^2.0.0' });
    await addMiddle();
    const only = await runOf(alice, { templateId: middle, variables: { x: 'A' }, dryRun: true });
    expect([only.lock.templates[0].version, agentsIn(only.lock)]).toEqual(['1.1.0', [`${a}@2.0.0`]]);
    await addTemplate(
      alice,
      outer,
      '1.0.0',
      { [a]: '^1.0.0' },
      {
        variables,
        dependencies: { [middle]: '*' },
        defaultPlan: {
          steps: [
            { id: 'one', agent: a },
            { id: 'two', template: { id: middle, variables: { x: 'A' } } },
          ],
        },
      },
    );
    const both = await runOf(alice, { templateId: outer, variables: { x: 'A' } });
    const chosen = both.lock.templates.find(({ templateId }: { templateId: string }) => templateId === inner);
    expect([chosen.version, agentsIn(both.lock)]).toEqual(['1.0.0', [`${a}@1.0.0`]]);
  });

  it('explain a conflict with the chain through the included template', async () => {
    await addAgent(alice, a, '2.0.0');
    await addInner('1.0.0');
    await addTemplate(
      alice,
      outer,
      '1.0.0',
      { [a]: '^2.0.0' },
      {
        variables,
        dependencies: { [inner]: '*' },
        defaultPlan: {
          steps: [
            { id: 'one', agent: a },
            { id: 'two', template: { id: inner, variables: { x: 'A' } } },
          ],
        },
      },
    );
    const { unresolved } = await instantiate(alice, { templateId: outer, variables: { x: 'A' } });
    expect(unresolved.map(({ entryId, chain }: { entryId: string; chain: string[] }) => [entryId, chain])).toEqual([
      [a, [`${outer}@1.0.0`, `${a}@^2.0.0`]],
      [a, [`${outer}@1.0.0`, `${inner}@1.0.0`, `${a}@^1.0.0`]],
    ]);
  });

  it('need the agents of the environment that the step names, and no others', async () => {
    const late = fresh();
    await addAgent(alice, late, '1.0.0');
    const environments = { staging: { steps: [{ id: 'check', agent: late }] } };
    await addInner('1.0.0', { environments }, { [a]: '*', [late]: '*' });
    await addMiddle();
    const plain = await runOf(alice, { templateId: middle, variables: { x: 'A' }, dryRun: true });
    expect(agentsIn(plain.lock)).toEqual([`${a}@1.0.0`]);
    await addTemplate(
      alice,
      outer,
      '1.0.0',
      {},
      {
        dependencies: { [inner]: '*' },
        defaultPlan: { steps: [{ id: 'in', template: { id: inner, environment: 'staging', variables: { x: 'A' } } }] },
      },
    );
    const staged = await runOf(alice, { templateId: outer });
    expect(agentsIn(staged.lock)).toEqual([`${a}@1.0.0`, `${late}@1.0.0`].sort());
    expect(staged.steps.map(({ stepId }: Step) => stepId)).toEqual(['in/write', 'in/send', 'in/check']);
  });

  describe('of which one', () => {
    const take = (column: string) =>
      registry.database.asOwner(`update nofx.template_registry set ${column} where slug = '${inner}'`);
    beforeEach(async () => {
      await addInner();
      await addMiddle();
    });
    const refused = (reason: string) => ({
      __typename: 'DependencyUnresolved',
      unresolved: [{ kind: 'TEMPLATE', entryId: inner, reason, chain: [`${middle}@1.0.0`, `${inner}@^1.0.0`] }],
    });
    const start = () => instantiate(alice, { templateId: middle, variables: { x: 'A' } });

    it('is deprecated, warn', async () => {
      await registry.database.asOwner(
        `update nofx.template_registry set status = 'DEPRECATED', status_message = 'Old.' where slug = '${inner}'`,
      );
      const document = `mutation ($input: InstantiateTemplateInput!) { instantiateTemplate(input: $input) {
        ... on InstantiateTemplatePayload { warnings { path code message } } } }`;
      expect(await alice.do(document, { input: { templateId: middle, variables: { x: 'A' } } })).toEqual({
        warnings: [
          {
            path: `dependencies.${inner}`,
            code: 'entry_deprecated',
            message: `The template ${inner} is deprecated: Old.`,
          },
        ],
      });
    });

    it('is disabled, are refused, from a lock too', async () => {
      const { lock } = await runOf(alice, { templateId: middle, variables: { x: 'A' } });
      await take(`status = 'DISABLED'`);
      expect(await start()).toMatchObject(refused('the template is disabled'));
      expect(await instantiate(alice, { lock })).toMatchObject({
        __typename: 'LockInvalid',
        issues: expect.arrayContaining([expect.objectContaining({ path: 'templates[0]', code: 'part_disabled' })]),
      });
    });

    it('was removed, are refused, from a lock too', async () => {
      const { lock } = await runOf(alice, { templateId: middle, variables: { x: 'A' } });
      await take('removed_at = now()');
      expect(await start()).toMatchObject(refused('the template was removed'));
      expect(await instantiate(alice, { lock })).toMatchObject({
        __typename: 'LockInvalid',
        issues: [{ path: 'templates[0]', code: 'part_removed' }],
      });
    });

    it('has only archived versions in the range, are refused', async () => {
      await allowBreaking(alice, 'Template', inner);
      await addInner('2.0.0');
      await registry.database.asOwner(`update nofx.template_versions set status = 'ARCHIVED' where version = '1.0.0'
        and entry_id in (select id from nofx.template_registry where slug = '${inner}')`);
      expect(await start()).toMatchObject(refused('no published version satisfies the range'));
    });
  });

  it('are refused when an included one is private to another namespace', async () => {
    const stranger = await registry.actor({ namespace: 'globex' });
    await addInner('1.0.0', { visibility: 'private' });
    await addMiddle();
    const { namespace } = (await alice.ask('query { viewer { namespace } }')).data.viewer;
    const input = { templateId: middle, namespace, variables: { x: 'A' } };
    expect(await instantiate(alice, input)).toMatchObject({ __typename: 'InstantiateTemplatePayload' });
    expect(await instantiate(stranger, input)).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ kind: 'TEMPLATE', entryId: inner, reason: 'template not found' }],
    });
  });
});
