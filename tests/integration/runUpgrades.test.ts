import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lock, lockDigest } from '../../packages/manifest/index.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { template } from '../support/definitions.ts';
import { addAgent, allowBreaking, runOf } from '../support/locks.ts';
import { publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { uuidOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { setStatus } from '../support/visibility.ts';

const conflicts = 'conflicts { path reason base mine theirs }';
const upgradeFields = `fromVersion toVersion isUpToDate isUpgradable level environment variables lockDigest ${conflicts}
  parts { kind namespace entryId change level before { version } after { version } items { kind name change }
    changes { path level rule } }
  problems { code message conflicts { path } issues { path code } unresolved { entryId range chain } }`;
const upgradeRun = `mutation ($input: UpgradeRunInput!) { upgradeRun(input: $input) { __typename
  ... on Error { code message } ... on UpgradeConflict { ${conflicts} } ... on VariablesInvalid { issues { path code } }
  ... on DependencyUnresolved { unresolved { entryId } }
  ... on UpgradeRunPayload { warnings { code } run { id environment variables lock lockDigest
    upgradedFrom { id } templateVersion { version } steps { stepId inputs agentVersion { version } } } } } }`;

describe.skipIf(!hasEngine)('the upgrade of a run', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('upgraded');
  let [t, a] = ['', ''];

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    [t, a] = [fresh(), fresh()];
    await addAgent(alice, a, '1.0.0');
    await publish('1.0.0');
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const schemaOf = (properties: object) => ({
    type: 'object',
    properties: { change: { type: 'string', minLength: 1 }, ...properties },
    required: ['change'],
    additionalProperties: false,
  });
  async function publish(version: string, more: object = {}) {
    const { manifest } = template({ templateId: t, version, supportedAgents: { [a]: '*' } });
    const plan = manifest.defaultPlan as { steps: object[] };
    const answer = await alice.do(publishTemplate, {
      input: {
        manifest: {
          ...manifest,
          defaultPlan: { steps: plan.steps.map((step) => ({ ...step, agent: a })) },
          environments: { staging: { variables: { depth: 4 } } },
          ...more,
        },
        files: [],
      },
    });
    expect(answer).toMatchObject({ created: true });
  }
  const publishNext = async (version: string, more: object = {}) => {
    await allowBreaking(alice, 'Template', t);
    await publish(version, more);
  };
  const start = (more: object = {}) => runOf(alice, { templateId: t, variables: { change: 'x' }, ...more });
  const compare = async (id: string, args = '', actor = alice) => {
    const { data, errors } = await actor.ask(
      `query ($id: ID!) { run(id: $id) { upgrade${args} { ${upgradeFields} } } }`,
      {
        id,
      },
    );
    expect(errors).toBeUndefined();
    return data.run.upgrade;
  };
  const upgrade = (input: object, actor = alice) => actor.do(upgradeRun, { input });

  it('finds nothing to change while nothing was published', async () => {
    const run = await start();
    expect(await compare(run.id)).toEqual({
      fromVersion: '1.0.0',
      toVersion: '1.0.0',
      isUpToDate: true,
      isUpgradable: true,
      level: null,
      environment: null,
      variables: { change: 'x', depth: 2 },
      lockDigest: run.lockDigest,
      conflicts: [],
      parts: [],
      problems: [],
    });
  });

  it('names the parts that changed, by digest, with the effect of each change', async () => {
    const run = await start();
    await allowBreaking(alice, 'Agent', a);
    await addAgent(alice, a, '1.1.0', {
      skills: [{ id: 'other', name: 'Other', description: 'Does more.', tags: [] }],
    });
    await publishNext('1.1.0', {
      variables: schemaOf({ depth: { type: 'integer', default: 2 }, tone: { type: 'string', default: 'calm' } }),
    });
    const found = await compare(run.id);
    expect(found).toMatchObject({ toVersion: '1.1.0', isUpToDate: false, isUpgradable: true, level: 'BREAKING' });
    expect(found.variables).toEqual({ change: 'x', depth: 2, tone: 'calm' });
    expect(found.parts).toMatchObject([
      {
        kind: 'TEMPLATE',
        entryId: t,
        change: 'CHANGED',
        level: 'SAFE',
        before: { version: '1.0.0' },
        after: { version: '1.1.0' },
        items: [{ kind: 'FILE', name: 'template.json', change: 'CHANGED' }],
        changes: [{ path: 'variables.properties.tone', level: 'SAFE' }],
      },
      { kind: 'AGENT', entryId: a, change: 'CHANGED', level: 'BREAKING', after: { version: '1.1.0' } },
    ]);
    expect(found.lockDigest).not.toBe(run.lockDigest);
  });

  it('compares with a given version or range', async () => {
    const run = await start();
    await publishNext('1.1.0');
    await publishNext('2.0.0');
    expect(await compare(run.id, '(toVersion: "^1.0.0")')).toMatchObject({ toVersion: '1.1.0' });
    expect(await compare(run.id, '(toVersion: "2.0.0")')).toMatchObject({ toVersion: '2.0.0' });
    expect(await compare(run.id, '(toVersion: "9.9.9")')).toMatchObject({
      toVersion: null,
      isUpgradable: false,
      variables: null,
      problems: [{ code: 'NOT_FOUND', message: `${t} has no published version "9.9.9".` }],
    });
  });

  it('says everything that prevents it, typed', async () => {
    const run = await start({ variables: { change: 'x', depth: 3 } });
    await addAgent(alice, a, '2.0.0');
    await publishNext('2.0.0', {
      supportedAgents: { [a]: '^2.0.0' },
      variables: {
        ...schemaOf({ depth: { type: 'integer', default: 7 }, owner: { type: 'string' } }),
        required: ['change', 'owner'],
      },
    });
    await setStatus(admin, { id: a, status: 'DISABLED', message: 'Broken.' });
    const { problems, isUpgradable, variables } = await compare(run.id);
    expect([isUpgradable, variables.depth]).toEqual([false, 3]);
    expect(problems).toMatchObject([
      { code: 'UPGRADE_CONFLICT', conflicts: [{ path: 'variables.depth' }] },
      { code: 'VARIABLES_INVALID', issues: [{ path: 'owner', code: 'required' }] },
      { code: 'DEPENDENCY_UNRESOLVED', unresolved: [{ entryId: a, range: '^2.0.0' }] },
    ]);
  });

  it('says that the template is disabled', async () => {
    const run = await start();
    await admin.do('mutation ($input: SetStatusInput!) { setTemplateStatus(input: $input) { __typename } }', {
      input: { id: t, status: 'DISABLED', message: 'Broken.' },
    });
    expect((await compare(run.id)).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await upgrade({ runId: run.id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('creates a new run with the choices of the author, linked in run, lock and log', async () => {
    const run = await start({ variables: { change: 'Fix {{ the }} bug', depth: 3 } });
    await addAgent(alice, a, '1.2.0');
    await publishNext('1.1.0', {
      variables: schemaOf({ depth: { type: 'integer', default: 2 }, tone: { default: 'calm' } }),
    });
    const { run: upgraded } = await upgrade({ runId: run.id });
    expect(upgraded).toMatchObject({
      environment: null,
      variables: { change: 'Fix {{ the }} bug', depth: 3, tone: 'calm' },
      upgradedFrom: { id: run.id },
      templateVersion: { version: '1.1.0' },
      lock: { upgradedFrom: run.lockDigest },
    });
    expect(upgraded.steps[0]).toMatchObject({
      inputs: { change: 'Fix {{ the }} bug', depth: 3 },
      agentVersion: { version: '1.2.0' },
    });
    expect(upgraded.id).not.toBe(run.id);
    expect(upgraded.lockDigest).toBe(lockDigest(upgraded.lock as Lock));
    expect((await compare(upgraded.id)).isUpToDate).toBe(true);
    const { data } = await alice.ask(
      `{ template(templateId: "${t}") { events(first: 20) { edges { node { action version before after } } } } }`,
    );
    expect(data.template.events.edges.at(-1).node).toEqual({
      action: 'INSTANTIATED',
      version: '1.1.0',
      before: { run: uuidOf(run.id) },
      after: { run: uuidOf(upgraded.id) },
    });
    expect((await runOf(alice, { lock: upgraded.lock })).lockDigest).toBe(upgraded.lockDigest);
  });

  it('is refused with conflicts until each is resolved', async () => {
    const run = await start({ environment: 'staging', variables: { change: 'x', depth: 9 } });
    await publishNext('2.0.0', { environments: {}, variables: schemaOf({ depth: { type: 'integer', default: 7 } }) });
    const refused = await upgrade({ runId: run.id });
    expect(refused).toMatchObject({
      code: 'UPGRADE_CONFLICT',
      conflicts: [
        { path: 'environment', base: 'staging', mine: 'staging', theirs: null },
        { path: 'variables.depth', base: 4, mine: 9, theirs: 7 },
      ],
    });
    expect(refused.message).toContain('environment, variables.depth');
    const environment = { path: 'environment', take: 'THEIRS' };
    expect((await upgrade({ runId: run.id, resolutions: [environment] })).conflicts).toHaveLength(1);
    const resolutions = (take: string) => [environment, { path: 'variables.depth', take }];
    const mine = await upgrade({ runId: run.id, resolutions: resolutions('MINE') });
    expect(mine.run).toMatchObject({ environment: null, variables: { change: 'x', depth: 9 } });
    const theirs = await upgrade({ runId: run.id, resolutions: resolutions('THEIRS') });
    expect(theirs.run.variables).toEqual({ change: 'x', depth: 7 });
    const given = await upgrade({ runId: run.id, resolutions: [environment], variables: { depth: 1 } });
    expect(given.run.variables).toEqual({ change: 'x', depth: 1 });
    const kept = [
      { ...environment, take: 'MINE' },
      { path: 'variables.depth', take: 'MINE' },
    ];
    expect(await upgrade({ runId: run.id, resolutions: kept })).toMatchObject({
      code: 'VARIABLES_INVALID',
      issues: [{ path: 'environment', code: 'unknown_environment' }],
    });
  });

  it('is a dry run that writes nothing, and once per key', async () => {
    const run = await start();
    await publishNext('1.1.0');
    const count = async () =>
      (await alice.ask(`{ runs(filter: { templateId: "${t}" }) { totalCount } }`)).data.runs.totalCount;
    const dry = await upgrade({ runId: run.id, dryRun: true });
    expect(dry.run).toMatchObject({ upgradedFrom: { id: run.id }, templateVersion: { version: '1.1.0' } });
    expect(await count()).toBe(1);
    const idempotencyKey = `upgrade-${t}`;
    const [first, again] = [
      await upgrade({ runId: run.id, idempotencyKey }),
      await upgrade({ runId: run.id, idempotencyKey }),
    ];
    expect(first.run.id).toBe(again.run.id);
    expect(await count()).toBe(2);
    expect(await upgrade({ runId: run.id, toVersion: '1.0.0', idempotencyKey })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it.each([
    [{ resolutions: [{ path: 'variables.typo', take: 'MINE' }] }, '"variables.typo" is not a conflict'],
    [{ resolutions: [1, 2].map(() => ({ path: 'variables.depth', take: 'MINE' })) }, 'must not contain a path twice'],
    [{ variables: [1] }, '`variables` must be an object'],
  ])('refuses %j', async (more, message) => {
    const run = await start();
    const { errors } = await alice.ask(upgradeRun, { input: { runId: run.id, ...more } });
    expect(errors).toMatchObject([
      { message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('is for publishers of the namespace of the run', async () => {
    const run = await start();
    const viewer = await registry.actor({ role: 'viewer' });
    expect((await compare(run.id, '', viewer)).isUpToDate).toBe(true);
    expect(await upgrade({ runId: run.id }, viewer)).toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await registry.actor({ namespace: 'globex' });
    expect(await upgrade({ runId: run.id }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
    expect((await registry.anyone.ask(upgradeRun, { input: { runId: run.id } })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('is there over REST', async () => {
    const run = await start({ variables: { change: 'x', depth: 3 } });
    await publishNext('1.1.0', { variables: schemaOf({ depth: { type: 'integer', default: 5 } }) });
    const rest = restClient(registry.url, alice.token);
    const path = `/api/runs/${encodeURIComponent(run.id)}/upgrade`;
    const read = await rest.get(`${path}?toVersion=1.1.0`);
    expect(read).toMatchObject({
      status: 200,
      body: { toVersion: '1.1.0', isUpgradable: false, problems: [{ code: 'UPGRADE_CONFLICT' }] },
    });
    const refused = await rest.post(path, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'UPGRADE_CONFLICT', conflicts: [{ theirs: 5 }] } });
    const made = await rest.post(path, { resolutions: [{ path: 'variables.depth', take: 'THEIRS' }] });
    expect(made).toMatchObject({
      status: 201,
      body: { run: { upgradedFrom: { id: run.id }, variables: { depth: 5 } } },
    });
  });

  it('knows what an included template changed', async () => {
    const outer = fresh();
    const plan = { steps: [{ id: 'inner', template: { id: t, variables: { change: '{{ variables.change }}' } } }] };
    const { manifest } = template({ templateId: outer, version: '1.0.0' });
    const composed = {
      ...manifest,
      variables: schemaOf({}),
      defaultPlan: plan,
      expectedOutputs: {},
      supportedAgents: {},
      dependencies: { [t]: '^1.0.0' },
    };
    expect(await alice.do(publishTemplate, { input: { manifest: composed, files: [] } })).toMatchObject({
      created: true,
    });
    const run = await runOf(alice, { templateId: outer, variables: { change: 'x' } });
    await publishNext('1.1.0', {
      defaultPlan: { steps: [{ id: 'only', agent: a }] },
      expectedOutputs: {},
      environments: {},
    });
    const found = await compare(run.id);
    expect(found).toMatchObject({ toVersion: '1.0.0', isUpToDate: false });
    expect(found.parts).toMatchObject([
      { kind: 'TEMPLATE', entryId: t, change: 'CHANGED', before: { version: '1.0.0' }, after: { version: '1.1.0' } },
    ]);
    const { run: upgraded } = await upgrade({ runId: run.id });
    expect(upgraded.steps).toMatchObject([{ stepId: 'inner/only' }]);
  });

  it.runIf(engine === 'postgres')(
    'is refused by a change of its template that ends while the run is created',
    async () => {
      const { id: runId } = await start();
      await publishNext('1.1.0');
      await registry.database.onOneConnection(async (run) => {
        await run('begin');
        await run(`update nofx.template_registry set status = 'DISABLED' where slug = '${t}'`);
        const upgraded = upgrade({ runId });
        const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        await expect.poll(async () => (await run(waiting)).length, { timeout: 3_000 }).toBe(1);
        await run('commit');
        expect(await upgraded).toMatchObject({ code: 'NOT_FOUND' });
      });
    },
  );
});
