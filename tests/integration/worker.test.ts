import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  commandExecutor,
  type ExecutionContext,
  type Executor,
  type StepDocument,
  StepFailure,
  type Worker,
  type WorkOptions,
} from '../../packages/worker/index.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { advanceTime, publishPlan, runsOf } from '../support/runs.ts';
import { startProxy, type TestProxy } from '../support/testProxy.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { listeningLog, openTestWorker, temporaryFolder, until } from '../support/worker.ts';

type Work = (document: StepDocument, context: ExecutionContext) => unknown;

const secret = 'a-very-secret-value';

describe.skipIf(!hasEngine)('a worker', () => {
  let registry: TestRegistry;
  let proxy: TestProxy;
  let alice: Actor;
  let runs: ReturnType<typeof runsOf>;
  let folder: string;
  const open: Worker[] = [];
  const fresh = uniqueNames('worked');

  beforeAll(async () => {
    registry = await openRegistry();
    proxy = await startProxy(registry.url);
    alice = await registry.actor();
    runs = runsOf(alice);
  });
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(async () => {
    for (const worker of open.splice(0)) await worker.close();
    await rm(folder, { recursive: true, force: true });
    await proxy.open().catch(() => {});
    expect(registry.masked).toEqual([]);
  });
  afterAll(async () => {
    await proxy?.close();
    await registry?.close();
  });

  /** An executor in this process. */
  const doing = (work: Work): Executor => ({
    description: 'a function',
    run: async (document, context) => (await work(document, context)) as Record<string, unknown>,
    close: async () => {},
  });
  /** Waits until it is stopped. */
  const forEver = ({ signal }: ExecutionContext) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

  async function start(executor: Executor, agents: string[], more: Partial<WorkOptions> & { folder?: string } = {}) {
    const { lines, log } = listeningLog();
    const { folder: own = folder, ...options } = more;
    const worker = await openTestWorker({
      ...{ url: proxy.url, token: alice.token, folder: own, agents, log },
      work: {
        ...{ executor, name: 'tester', concurrency: 1, leaseSeconds: 60, timeoutSeconds: 60 },
        rules: {
          variables: {
            environment: { SOME_TOKEN: secret, WORKSPACE_DIR: '/workspace' },
            allowed: ['SOME_TOKEN', 'WORKSPACE_DIR'],
          },
          allowHosts: [],
          lookup: async () => ['93.184.216.34'],
        },
        ...options,
      },
    });
    open.push(worker);
    return { worker, lines };
  }
  async function stop(worker: Worker, graceMs = 0) {
    open.splice(open.indexOf(worker), 1);
    await worker.close({ graceMs });
  }
  const ended = (id: string) =>
    until(async () => {
      const run = await runs.run(id);
      return ['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(run.status) ? run : null;
    });
  const stepOf = async (id: string, stepId: string) =>
    (await runs.run(id)).steps.find((step: { stepId: string }) => step.stepId === stepId);
  const usageOf = async (id: string) =>
    (await alice.ask(`query ($id: ID!) { run(id: $id) { usage { inputTokens outputTokens } } }`, { id })).data.run
      .usage;
  /** A plan with one agent, and a run of it. */
  async function begin(steps: Parameters<typeof publishPlan>[2], variables = {}, more = {}) {
    const templateId = fresh();
    await publishPlan(alice, templateId, steps, undefined, more);
    return { agents: [`${templateId}-agent`], run: await runs.start(templateId, variables) };
  }

  it('executes the steps of a run, each with its agent and the outputs of the steps before', async () => {
    const templateId = fresh();
    const agentId = `${templateId}-agent`;
    const mcp = {
      mcpServers: {
        web: {
          type: 'http',
          url: 'https://mcp.example.com/mcp',
          headers: { Authorization: 'Bearer ${secret:SOME_TOKEN}' },
        },
        files: { command: 'npx', args: ['-y', 'some-server', '${WORKSPACE_DIR}'] },
      },
    };
    const definition = agent({
      agentId,
      model: { name: 'm' },
      resourceProfile: { timeoutSeconds: 30 },
      env: [{ name: 'SOME_TOKEN', isSecret: true, isRequired: true }],
    });
    await alice.do(publishAgent, {
      input: { ...definition, files: [...definition.files, { path: 'mcp.json', content: JSON.stringify(mcp) }] },
    });
    await publishPlan(
      alice,
      templateId,
      [
        { id: 'look', inputs: { change: '{{ variables.change }}' }, outputs: { findings: { type: 'array' } } },
        {
          id: 'count',
          dependsOn: ['look'],
          inputs: { of: '{{ steps.look.outputs.findings }}' },
          outputs: { total: { type: 'integer' } },
        },
        { id: 'tell', dependsOn: ['count'], inputs: { text: 'There are {{ steps.count.outputs.total }}.' } },
      ],
      agentId,
    );
    const run = await runs.start(templateId, { change: 'x' });
    const documents: StepDocument[] = [];
    const { lines } = await start(
      doing((document) => {
        documents.push(document);
        const { of, text } = document.inputs as { of?: unknown[]; text?: string };
        if (text) return { said: `${text} And ${secret}.` };
        return of ? { total: of.length } : { findings: ['one', 'two'] };
      }),
      [agentId],
    );
    expect(await ended(run.id)).toMatchObject({
      status: 'SUCCEEDED',
      steps: [
        { status: 'SUCCEEDED', attempt: 1, worker: 'tester', outputs: { findings: ['one', 'two'] } },
        { status: 'SUCCEEDED', outputs: { total: 2 } },
        { status: 'SUCCEEDED', outputs: { said: 'There are 2. And (hidden).' } },
      ],
    });
    expect(documents[0]).toEqual({
      run: { id: run.id, namespace: 'default', templateId, environment: null },
      step: { id: 'look', name: 'look', attempt: 1 },
      agent: {
        ...{ agentId, namespace: 'default', version: '1.0.0', model: { name: 'm' }, entryPrompt: 'prompts/system.md' },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      prompts: { 'prompts/system.md': 'You review what you are given.\n' },
      mcpServers: {
        web: { ...mcp.mcpServers.web, headers: { Authorization: `Bearer ${secret}` } },
        files: { ...mcp.mcpServers.files, args: ['-y', 'some-server', '/workspace'] },
      },
      resolvedAddresses: { web: ['93.184.216.34'] },
      env: { SOME_TOKEN: secret },
      resourceProfile: { timeoutSeconds: 30 },
      inputs: { change: 'x' },
      outputs: { findings: { type: 'array' } },
    });
    expect(documents[2]?.inputs).toEqual({ text: 'There are 2.' });
    expect(lines.join('\n')).not.toContain(secret);
  });

  it('executes a step in a process, and keeps its secrets out', async () => {
    const { agents, run } = await begin([{ id: 'only', inputs: { x: 1 } }]);
    const script = join(folder, '..', `${run.id}.mjs`);
    await writeFile(
      script,
      `let text = ''; for await (const chunk of process.stdin) text += chunk;
       const { inputs, step } = JSON.parse(text); console.error('working on ' + step.id);
       console.log(JSON.stringify({ outputs: { twice: inputs.x * 2 }, usage: { inputTokens: 20, outputTokens: 4 } }));`,
    );
    const { lines } = await start(
      commandExecutor({ command: `"${process.execPath}" "${script}"`, from: folder }),
      agents,
    );
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ outputs: { twice: 2 } }] });
    expect(lines).toContain('only | working on only');
    expect(await usageOf(run.id)).toEqual({ inputTokens: 20, outputTokens: 4 });
    await rm(script);
  });

  it('executes as many steps concurrently as configured, and no more', async () => {
    const { agents, run } = await begin(['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })));
    let now = 0;
    let most = 0;
    const three = Promise.withResolvers<void>();
    await start(
      doing(async () => {
        now += 1;
        most = Math.max(most, now);
        if (now === 3) three.resolve();
        await three.promise;
        await new Promise((resolve) => setTimeout(resolve, 50));
        now -= 1;
        return {};
      }),
      agents,
      { concurrency: 3 },
    );
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(most).toBe(3);
  });

  it('retries a failed step, and reports why it failed', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    await start(
      doing(({ step }) => {
        if (step.attempt === 1) throw new StepFailure('too_hard', `Not with ${secret}, no.`);
        return {};
      }),
      agents,
    );
    await until(async () => (await stepOf(run.id, 'only')).error);
    expect(await stepOf(run.id, 'only')).toMatchObject({ attempt: 1, error: { code: 'too_hard' } });
    await advanceTime(registry, run.id);
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ attempt: 2 }] });
  });

  it('gives up what a retry cannot fix', async () => {
    const { agents, run } = await begin([{ id: 'first' }, { id: 'second', dependsOn: ['first'] }]);
    await start(
      doing(() => {
        throw new StepFailure('never', 'Never.', { retry: false });
      }),
      agents,
    );
    expect(await ended(run.id)).toMatchObject({
      status: 'FAILED',
      steps: [{ status: 'FAILED', attempt: 1, error: { code: 'never', message: 'Never.' } }, { status: 'SKIPPED' }],
    });
  });

  it.each([
    ['that of its run', { timeoutSeconds: 1 }, 600],
    ['its own where neither run nor agent has one', {}, 1],
  ])('stops a step at its timeout: %s', async (_, resourceProfile, timeoutSeconds) => {
    const { agents, run } = await begin([{ id: 'only' }], {}, { resourceProfile });
    await start(
      doing((_, context) => forEver(context)),
      agents,
      { timeoutSeconds },
    );
    await until(async () => (await stepOf(run.id, 'only')).error);
    expect((await stepOf(run.id, 'only')).error).toEqual({
      code: 'timeout',
      message: 'The step was stopped after 1 seconds.',
    });
  });

  it('stops a step when its run is cancelled, and reports nothing', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    const stopped = Promise.withResolvers<unknown>();
    const begun = Promise.withResolvers<void>();
    const { lines } = await start(
      doing((_, context) => {
        begun.resolve();
        context.signal.addEventListener('abort', () => stopped.resolve(context.signal.reason));
        return forEver(context);
      }),
      agents,
    );
    await begun.promise;
    await runs.report({ runId: run.id, status: 'CANCELLED' });
    expect(await stopped.promise).toMatchObject({ name: 'ClaimLost' });
    await until(() => lines.some((line) => line.includes('was abandoned')));
    expect(await runs.run(run.id)).toMatchObject({ status: 'CANCELLED', steps: [{ status: 'CANCELLED' }] });
  });

  it('stops a step that another worker has claimed', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    const stopped = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    await start(
      doing((_, context) => {
        begun.resolve();
        context.signal.addEventListener('abort', () => stopped.resolve());
        return forEver(context);
      }),
      agents,
    );
    await begun.promise;
    await advanceTime(registry, run.id);
    const [claim] = await runs.claim('another', { agentIds: agents });
    expect(claim?.step).toMatchObject({ attempt: 2, worker: 'another' });
    await stopped.promise;
    await runs.report({ runId: run.id, stepId: 'only', claim: claim?.token, status: 'SUCCEEDED', outputs: {} });
    expect(await runs.run(run.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ worker: 'another' }] });
  });

  it('renews the claim of a step that takes longer than its lease', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    await start(
      doing(async () => {
        await new Promise((resolve) => setTimeout(resolve, 7_000));
        return {};
      }),
      agents,
      { leaseSeconds: 5 },
    );
    await until(async () => (await stepOf(run.id, 'only')).status === 'RUNNING');
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ attempt: 1 }] });
  });

  it('stops a step whose claim it cannot renew, before another worker can claim it', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    const stopped = Promise.withResolvers<unknown>();
    await start(
      doing((_, context) => {
        context.signal.addEventListener('abort', () => stopped.resolve(context.signal.reason));
        void proxy.close();
        return forEver(context);
      }),
      agents,
      { leaseSeconds: 5 },
    );
    expect(await stopped.promise).toMatchObject({ code: 'lease_lost' });
    await proxy.open();
    await until(async () => (await stepOf(run.id, 'only')).error?.code === 'lease_lost');
  });

  it('reports what was done meanwhile when the gateway is back', async () => {
    const { agents, run } = await begin([{ id: 'first' }, { id: 'second', dependsOn: ['first'] }]);
    let times = 0;
    const { lines } = await start(
      doing(async ({ step }) => {
        times += 1;
        if (step.id === 'first') await proxy.close();
        return { by: step.id };
      }),
      agents,
    );
    await until(() =>
      lines.some((line) => line.includes('The result of first will be sent when the gateway is available')),
    );
    await proxy.open();
    expect(await ended(run.id)).toMatchObject({
      status: 'SUCCEEDED',
      steps: [{ attempt: 1, outputs: { by: 'first' } }, { attempt: 1 }],
    });
    expect(times).toBe(2);
    await until(async () => (await readdir(join(folder, 'outbox'))).length === 0);
  });

  it('first reports, at its start, what it could not report before it ended', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    const { worker } = await start(
      doing(async () => {
        await proxy.close();
        return { done: true };
      }),
      agents,
    );
    await until(async () => (await readdir(join(folder, 'outbox')).catch(() => [])).length === 1);
    await stop(worker);
    await proxy.open();
    expect(await stepOf(run.id, 'only')).toMatchObject({ status: 'RUNNING' });
    const { lines } = await start(
      doing(() => ({ done: 'again' })),
      agents,
    );
    expect(await ended(run.id)).toMatchObject({
      status: 'SUCCEEDED',
      steps: [{ attempt: 1, outputs: { done: true } }],
    });
    expect(lines.find((line) => line.includes('only'))).toMatch(
      /Reporting a result from before the restart: only SUCCEEDED/,
    );
  });

  it('reports a failure when the gateway refuses the outputs', async () => {
    const { agents, run } = await begin([{ id: 'only', outputs: { total: { type: 'integer' } } }]);
    await start(
      {
        ...doing(() => ({})),
        async run({ step }, { used }) {
          used?.({ inputTokens: 10, outputTokens: step.attempt });
          used?.({ inputTokens: 1, outputTokens: 0 });
          return step.attempt === 1 ? { total: 'many' } : { total: 3 };
        },
      },
      agents,
    );
    const { error } = await until(async () => {
      const step = await stepOf(run.id, 'only');
      return step.error ? step : null;
    });
    expect(error).toMatchObject({ code: 'outputs_invalid', message: expect.stringContaining('total') });
    await advanceTime(registry, run.id);
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ outputs: { total: 3 } }] });
    expect(await usageOf(run.id)).toEqual({ inputTokens: 22, outputTokens: 3 });
  });

  it.each([
    ['secret_missing', { command: 'npx', env: { A_TOKEN: '${secret:NOT_HERE}' } }, /NOT_HERE/],
    [
      'secret_missing',
      { command: 'npx', env: { A_TOKEN: '${REGISTRY_TOKEN}' } },
      /REGISTRY_TOKEN.* is not in REGISTRY_WORKER_VARIABLES/,
    ],
    ['address_refused', { type: 'http', url: 'https://inside.example.com/' }, /10\.0\.0\.1.*not public \(private\)/],
  ])('reports %s, and starts nothing', async (code, server, message) => {
    const templateId = fresh();
    const agentId = `${templateId}-agent`;
    const definition = agent({ agentId });
    const content = JSON.stringify({ mcpServers: { it: server } });
    await alice.do(publishAgent, {
      input: { ...definition, files: [...definition.files, { path: 'mcp.json', content }] },
    });
    await publishPlan(alice, templateId, [{ id: 'only' }], agentId);
    const run = await runs.start(templateId);
    let times = 0;
    await start(
      doing(() => (times += 1)),
      [agentId],
      {
        rules: { variables: { environment: {} }, allowHosts: [], lookup: async () => ['10.0.0.1'] },
      },
    );
    const { error } = await until(async () => {
      const step = await stepOf(run.id, 'only');
      return step.error ? step : null;
    });
    expect(error).toEqual({ code, message: expect.stringMatching(message) });
    expect(times).toBe(0);
    // Another attempt would find the same: it fails once, and can be retried.
    expect(await ended(run.id)).toMatchObject({ status: 'FAILED', steps: [{ status: 'FAILED', attempt: 1 }] });
  });

  it('returns what it cannot finish when it is stopped, and another worker does it', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    const begun = Promise.withResolvers<void>();
    const { worker } = await start(
      doing((_, context) => {
        begun.resolve();
        return forEver(context);
      }),
      agents,
    );
    await begun.promise;
    await stop(worker, 50);
    expect(await stepOf(run.id, 'only')).toMatchObject({ status: 'QUEUED', error: { code: 'worker_stopping' } });
    await advanceTime(registry, run.id);
    await start(
      doing(() => ({})),
      agents,
      { name: 'next' },
    );
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED', steps: [{ attempt: 2, worker: 'next' }] });
  });

  it('finishes its steps when it is stopped with a grace period, and starts no more', async () => {
    const { agents, run } = await begin([{ id: 'first' }, { id: 'second', dependsOn: ['first'] }]);
    const begun = Promise.withResolvers<void>();
    const { worker } = await start(
      doing(async () => {
        begun.resolve();
        await new Promise((resolve) => setTimeout(resolve, 300));
        return {};
      }),
      agents,
    );
    await begun.promise;
    await stop(worker, 20_000);
    expect((await runs.run(run.id)).steps).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'QUEUED', attempt: 0 }]);
  });

  it('executes exactly the versions of the run, whatever is current', async () => {
    const { agents, run } = await begin([{ id: 'only' }]);
    await alice.do(publishAgent, { input: agent({ agentId: agents[0], version: '1.5.0' }) });
    const { worker } = await start(
      doing(({ agent: { version } }) => ({ version })),
      agents,
    );
    expect(await ended(run.id)).toMatchObject({ steps: [{ outputs: { version: '1.0.0' } }] });
    expect((await worker.copy.agent(agents[0] ?? '')).version).toBe('1.5.0');
  });

  it('shares the steps with two others, and every step is executed once', async () => {
    const { agents, run } = await begin(
      Array.from({ length: 12 }, (_, index) => ({ id: `s${index}`, dependsOn: index >= 4 ? [`s${index - 4}`] : [] })),
    );
    const done: string[] = [];
    for (const name of ['one', 'two', 'three']) {
      const own = join(folder, name);
      await start(
        doing(({ step }) => ({ place: done.push(step.id) })),
        agents,
        { name, folder: own },
      );
    }
    expect(await ended(run.id)).toMatchObject({ status: 'SUCCEEDED' });
    expect(done.sort()).toEqual([...new Set(done)].sort());
    expect(done).toHaveLength(12);
  });

  it('reports that viewers may not execute steps, and continues with its copy', async () => {
    const { agents } = await begin([{ id: 'only' }]);
    const { lines, log } = listeningLog();
    const worker = await openTestWorker({
      ...{ url: proxy.url, token: await registry.token({ role: 'viewer' }), folder, agents, log },
      work: {
        ...{ executor: doing(() => ({})), name: 'viewer', concurrency: 1, leaseSeconds: 60, timeoutSeconds: 60 },
        rules: { variables: { environment: {} }, allowHosts: [] },
      },
    });
    open.push(worker);
    await until(() => lines.some((line) => line.includes('FORBIDDEN')));
    expect((await worker.copy.agent(agents[0] ?? '')).version).toBe('1.0.0');
  });
});
