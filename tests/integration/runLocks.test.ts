import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lock, lockDigest, sha256Hex } from '../../packages/manifest/index.ts';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { addAgent, agentsIn, allowBreaking, instantiate, runOf } from '../support/locks.ts';
import { promoteAgent, publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { runsOf } from '../support/runs.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { rollback, setStatus, setVisibility } from '../support/visibility.ts';

const hash = (text: string) => sha256Hex(new TextEncoder().encode(text));

describe.skipIf(!hasEngine)('the lock of a run', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  let stranger: Actor;
  const fresh = uniqueNames('locked');
  let [t, a, helper] = ['', '', ''];
  const prompt = 'You review what you are given.\n';

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    stranger = await registry.actor({ namespace: 'globex' });
  });
  beforeEach(async () => {
    [t, a, helper] = [fresh(), fresh(), fresh()];
    await addAgent(alice, helper, '1.0.0');
    const mcp = { mcpServers: { tools: { command: 'npx', args: ['-y', 'tools@1.0.0'] } } };
    const { manifest, files } = agent({ agentId: a, dependencies: { [helper]: '^1.0.0' } });
    const published = await alice.do(publishAgent, {
      input: { manifest, files: [...files, { path: 'mcp.json', content: JSON.stringify(mcp) }] },
    });
    expect(published).toMatchObject({ created: true });
    expect(await alice.do(publishTemplate, { input: planOf('1.0.0') })).toMatchObject({ created: true });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const planOf = (version: string, more: object = {}) => {
    const { manifest } = template({ templateId: t, version, supportedAgents: { [a]: '^1.0.0' } });
    const { steps } = manifest.defaultPlan as { steps: object[] };
    return {
      manifest: {
        ...manifest,
        defaultPlan: { steps: steps.map((step) => ({ ...step, agent: a })) },
        environments: { staging: { variables: { depth: 4 } } },
        ...more,
      },
      files: [{ path: 'docs.md', content: '# Docs\n' }],
    };
  };
  const variables = { change: 'Fix {{ the }} bug' };
  /** Newer versions of everything, with another plan. */
  const moveOn = async () => {
    await allowBreaking(alice, 'Agent', a);
    await allowBreaking(alice, 'Template', t);
    await addAgent(alice, helper, '1.5.0');
    await addAgent(alice, a, '1.9.0');
    const steps = [{ id: 'other', agent: a }];
    const moved = planOf('1.1.0', { defaultPlan: { steps }, environments: {}, expectedOutputs: {} });
    expect(await alice.do(publishTemplate, { input: moved })).toMatchObject({ created: true });
  };
  const archive = (kind: 'agent' | 'template', slug: string, version: string) =>
    registry.database.asOwner(`update nofx.${kind}_versions set status = 'ARCHIVED' where version = '${version}'
      and entry_id = (select id from nofx.${kind}_registry where slug = '${slug}')`);
  const planOfRun = (run: { steps: { agentVersion: { digest: string } }[] }) => run.steps;

  it('has every part with its digest, and one digest over all', async () => {
    const { lock, lockDigest: digest, steps } = await runOf(alice, { templateId: t, variables });
    expect(lock.digest).toBe(lockDigest(lock as Lock));
    expect(digest).toBe(lock.digest);
    expect(lock).toMatchObject({
      lockVersion: 1,
      environment: null,
      template: {
        templateId: t,
        namespace: 'default',
        version: '1.0.0',
        prompts: [],
        files: [{ path: 'docs.md', sha256: hash('# Docs\n') }, { path: 'template.json' }],
      },
      templates: [],
      agents: [
        {
          agentId: a,
          digest: steps[0].agentVersion.digest,
          prompts: [{ path: 'prompts/system.md', sha256: hash(prompt) }],
          mcpServers: [{ name: 'tools', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
          files: [{ path: 'agent.json' }, { path: 'mcp.json' }],
        },
        { agentId: helper, version: '1.0.0', mcpServers: [] },
      ].sort((one, other) => (one.agentId < other.agentId ? -1 : 1)),
      variables: { change: 'Fix {{ the }} bug', depth: 2 },
    });
  });

  it('is the same for a dry run, another run and other variables, and not for another environment', async () => {
    const first = await runOf(alice, { templateId: t, variables });
    const dry = await runOf(alice, { templateId: t, variables, dryRun: true });
    expect(dry.lock).toEqual(first.lock);
    const other = await runOf(alice, { templateId: t, variables: { change: 'y' } });
    expect(other.lockDigest).toBe(first.lockDigest);
    const staged = await runOf(alice, { templateId: t, variables, environment: 'staging' });
    expect(staged.lockDigest).not.toBe(first.lockDigest);
    expect(staged).toMatchObject({ environment: 'staging', lock: { environment: 'staging' }, variables: { depth: 4 } });
  });

  it('is read with the run, over REST too, and only by those who may see it', async () => {
    const run = await runOf(alice, { templateId: t, variables });
    const read = 'query ($id: ID!) { run(id: $id) { lock lockDigest } }';
    expect((await alice.ask(read, { id: run.id })).data.run).toEqual({ lock: run.lock, lockDigest: run.lock.digest });
    expect((await stranger.ask(read, { id: run.id })).data.run).toBeNull();
    const rest = restClient(registry.url, alice.token);
    expect((await rest.get(`/api/runs/${encodeURIComponent(run.id)}`)).body.lock).toEqual(run.lock);
    const { body } = await rest.post(`/api/templates/${t}/instantiate`, { lock: run.lock, dryRun: true });
    expect(body.run.lock).toEqual(run.lock);
  });

  it('makes the same plan, whatever was published, rolled back, deprecated and archived since', async () => {
    const first = await runOf(alice, { templateId: t, variables, environment: 'staging' });
    await moveOn();
    const moved = await runOf(alice, { templateId: t, variables });
    expect(agentsIn(moved.lock)).toEqual([`${a}@1.9.0`]);
    expect(moved.steps).toMatchObject([{ stepId: 'other' }]);

    await rollback(admin, { id: a, toVersion: '1.0.0', reason: 'Broken.' });
    expect(await admin.do(promoteAgent, { input: { id: a, version: '1.9.0' } })).toMatchObject({ created: false });
    await setStatus(admin, { id: a, status: 'DEPRECATED', message: 'Use another.' });
    await archive('agent', a, '1.0.0');
    await archive('agent', helper, '1.0.0');
    await archive('template', t, '1.0.0');
    expect(await instantiate(alice, { templateId: t, version: '1.0.0', variables })).toMatchObject({
      code: 'NOT_FOUND',
    });

    const again = await runOf(alice, { lock: first.lock });
    expect(again.lock).toEqual(first.lock);
    expect(again).toMatchObject({ environment: 'staging', templateVersion: { version: '1.0.0' } });
    expect(again.variables).toEqual(first.variables);
    expect(again.resourceProfile).toEqual(first.resourceProfile);
    expect(planOfRun(again)).toEqual(planOfRun(first));
    const [claim] = await runsOf(alice).claim('w', { agentIds: [a], first: 20 });
    expect(claim?.step.stepId).toBe('first');
  });

  it('takes other variables, and keeps its digest', async () => {
    const { lock } = await runOf(alice, { templateId: t, variables });
    const again = await runOf(alice, { templateId: t, lock, variables: { depth: 9 } });
    expect(again.variables).toEqual({ change: variables.change, depth: 9 });
    expect(again.lockDigest).toBe(lock.digest);
    const { variables: _, ...bare } = lock;
    expect(await instantiate(alice, { lock: bare })).toMatchObject({
      __typename: 'VariablesInvalid',
      issues: [{ file: 'variables', path: 'change', code: 'required' }],
    });
  });

  it('is usable by another namespace, as long as all parts are public', async () => {
    const { lock } = await runOf(alice, { templateId: t, variables });
    expect(await runOf(stranger, { lock })).toMatchObject({ namespace: 'globex', lockDigest: lock.digest });
    await setVisibility(admin, { id: helper, visibility: 'PRIVATE', reason: 'Not ready.' });
    const index = lock.agents.findIndex((each: { agentId: string }) => each.agentId === helper);
    expect(await instantiate(stranger, { lock })).toMatchObject({
      __typename: 'LockInvalid',
      code: 'LOCK_INVALID',
      issues: [
        {
          file: 'registry.lock.json',
          path: `agents[${index}]`,
          code: 'part_not_found',
          message: `The agent default/${helper} was not found, or you do not have access to it.`,
        },
      ],
    });
    expect(await runOf(alice, { lock })).toMatchObject({ lockDigest: lock.digest });
  });

  it('is refused with every part that was removed or disabled, and with wrong variables', async () => {
    const { lock } = await runOf(alice, { templateId: t, variables });
    const at = (agentId: string) => lock.agents.findIndex((each: { agentId: string }) => each.agentId === agentId);
    await registry.database.asOwner(`update nofx.agent_registry set removed_at = now() where slug = '${helper}'`);
    await setStatus(admin, { id: a, status: 'DISABLED', message: 'It leaks.' });
    const refused = await instantiate(alice, { lock, variables: { depth: 'deep' } });
    expect(refused.issues.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`).sort()).toEqual(
      [`agents[${at(helper)}] part_removed`, `agents[${at(a)}] part_disabled`, 'depth invalid_type'].sort(),
    );
    expect(await instantiate(alice, { lock, dryRun: true })).toMatchObject({ code: 'LOCK_INVALID' });
    const rest = restClient(registry.url, alice.token);
    const { status, body } = await rest.post(`/api/templates/${t}/instantiate`, { lock });
    expect([status, body.code, body.issues.length]).toEqual([422, 'LOCK_INVALID', 2]);
  });

  it('is refused when its template was removed or disabled', async () => {
    const { lock } = await runOf(alice, { templateId: t, variables });
    const set = (change: string) =>
      registry.database.asOwner(`update nofx.template_registry set ${change} where slug = '${t}'`);
    await set(`status = 'DISABLED'`);
    expect(await instantiate(alice, { lock })).toMatchObject({ issues: [{ path: 'template', code: 'part_disabled' }] });
    await set(`removed_at = now()`);
    expect(await instantiate(alice, { lock })).toMatchObject({ issues: [{ path: 'template', code: 'part_removed' }] });
  });

  it.runIf(engine === 'postgres')(
    'is refused by a change of its template that ends while the run is created',
    async () => {
      const { lock } = await runOf(alice, { templateId: t, variables });
      for (const input of [{ lock }, { templateId: t, variables }]) {
        await registry.database.onOneConnection(async (run) => {
          await run('begin');
          await run(`update nofx.template_registry set status = 'DISABLED' where slug = '${t}'`);
          const created = instantiate(alice, input);
          const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
          await expect.poll(async () => (await run(waiting)).length, { timeout: 3_000 }).toBe(1);
          await run('commit');
          expect(await created).toMatchObject({ code: 'lock' in input ? 'LOCK_INVALID' : 'NOT_FOUND' });
        });
        await registry.database.asOwner(`update nofx.template_registry set status = 'ACTIVE' where slug = '${t}'`);
      }
    },
  );

  it('is refused when it was changed, whether its digest was computed again or not', async () => {
    const { lock } = await runOf(alice, { templateId: t, variables });
    const [first, ...others] = lock.agents;
    const changed = { ...lock, agents: [{ ...first, digest: hash('x') }, ...others] };
    expect(await instantiate(alice, { lock: changed })).toMatchObject({
      __typename: 'LockInvalid',
      issues: [{ path: 'digest', code: 'lock_digest_mismatch' }],
    });
    const resealed = { ...changed, digest: lockDigest(changed) };
    expect(await instantiate(alice, { lock: resealed })).toMatchObject({
      issues: [{ path: 'agents[0]', code: 'part_changed' }],
    });
    const without = { ...lock, agents: lock.agents.filter((each: { agentId: string }) => each.agentId !== a) };
    expect(await instantiate(alice, { lock: { ...without, digest: lockDigest(without) } })).toMatchObject({
      issues: [{ path: 'agents', code: 'lock_mismatch' }],
    });
    expect(await instantiate(alice, { lock: 'text' })).toMatchObject({ issues: [{ path: '', code: 'invalid_type' }] });
  });

  it('is refused together with what contradicts it', async () => {
    const { lock } = await runOf(alice, { templateId: t, variables });
    const other = { templateId: 'another', namespace: 'acme', version: '^2.0.0', environment: 'staging', lock };
    const { issues } = await instantiate(alice, other);
    expect(issues.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`)).toEqual([
      'templateId lock_mismatch',
      'namespace lock_mismatch',
      'version lock_mismatch',
      'environment lock_mismatch',
    ]);
    const same = { templateId: t, namespace: 'default', version: '^1.0.0', lock };
    expect(await runOf(alice, same)).toMatchObject({ lockDigest: lock.digest });
  });

  it('is read of a template without a run, also by an anonymous caller', async () => {
    const run = await runOf(alice, { templateId: t, variables, environment: 'staging' });
    const { variables: _, ...lock } = run.lock;
    const document = `query ($id: String!, $version: String, $environment: String) { template(templateId: $id) {
      lock(version: $version, environment: $environment) { digest lock unresolved { entryId chain } } } }`;
    const read = async (more: object = {}) => registry.anyone.ask(document, { id: t, environment: 'staging', ...more });
    expect((await read()).data.template.lock).toEqual({ digest: lock.digest, lock, unresolved: [] });
    expect((await read({ version: '^1.0.0' })).data.template.lock.digest).toBe(lock.digest);
    expect((await read({ version: '^2.0.0' })).data.template.lock).toBeNull();
    expect((await read({ environment: 'prod' })).errors).toMatchObject([
      { message: 'Unknown environment. The template has: staging.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    const rest = restClient(registry.url, null);
    const { body } = await rest.get(`/api/templates/${t}/lock?environment=staging`);
    expect(body).toEqual({ digest: lock.digest, lock, unresolved: [] });
    expect((await rest.get(`/api/templates/${t}/lock?version=9.0.0`)).status).toBe(404);
    expect((await rest.get(`/api/templates/${t}/lock?environment=prod`)).status).toBe(400);
    expect(await runOf(alice, { lock, variables })).toMatchObject({ lockDigest: lock.digest });

    await setStatus(admin, { id: helper, status: 'DISABLED', message: 'It leaks.' });
    expect((await read()).data.template.lock).toEqual({
      digest: null,
      lock: null,
      unresolved: [{ entryId: helper, chain: [`${t}@1.0.0`, `${a}@1.0.0`, `${helper}@^1.0.0`] }],
    });
  });

  it('is needed, or a templateId', async () => {
    const { errors } = await alice.ask('mutation { instantiateTemplate(input: { dryRun: true }) { __typename } }');
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('is absent in a run from before locks', async () => {
    const { id } = await runOf(alice, { templateId: t, variables });
    const uuid = Buffer.from(id, 'base64').toString().split(':')[1];
    await registry.database.asOwner(`set session_replication_role = replica;
      update nofx.runs set lock = null, lock_digest = null where id = '${uuid}';
      set session_replication_role = origin`);
    const { data } = await alice.ask('query ($id: ID!) { run(id: $id) { status lock lockDigest } }', { id });
    expect(data.run).toEqual({ status: 'QUEUED', lock: null, lockDigest: null });
  });
});
