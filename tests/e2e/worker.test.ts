import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { countingExecutor, countingPlan, countingSums } from '../support/countingPlan.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { publishAgent } from '../support/operations.ts';
import { type NativePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts';
import { publishPlan, runsOf } from '../support/runs.ts';
import { tokenFor } from '../support/token.ts';
import { until } from '../support/worker.ts';
import { startWorker, type WorkerProcess } from '../support/workerProcess.ts';

const isHere = (await postgresBinaries()) !== null || process.env.CI !== undefined;

interface Step {
  stepId: string;
  status: string;
  worker: string;
  attempt: number;
  outputs: { sum: number };
}

describe.skipIf(!isHere)('worker processes', () => {
  let folder: string;
  let postgres: NativePostgres;
  let gateway: GatewayProcess;
  let alice: Actor;
  let token: string;
  const workers: WorkerProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-workers-'));
    postgres = await startPostgres();
    gateway = await startGateway(folder, { DATABASE_URL: postgres.url() });
    token = await tokenFor(folder);
    alice = actorAt(gateway.url, token);
  });
  afterAll(async () => {
    for (const worker of workers) await worker.end('SIGKILL');
    await gateway?.end('SIGKILL');
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(name: string, args: string[], env: Record<string, string> = {}) {
    const worker = await startWorker(['--name', name, ...args], {
      ...{ REGISTRY_URL: gateway.url, REGISTRY_TOKEN: token, REGISTRY_WORKER_DIR: join(folder, name) },
      ...env,
    });
    workers.push(worker);
    return worker;
  }

  it('execute a run of 20 steps, each once, while one of them is killed', async () => {
    const journal = join(folder, 'journal');
    const script = join(folder, 'executor.mjs');
    await writeFile(journal, '');
    await writeFile(script, countingExecutor(journal, 150));
    await publishPlan(alice, 'counting', countingPlan);
    const runs = runsOf(alice);
    const { id } = await runs.start('counting');
    const args = (more = '') => [
      '--agents',
      'counting-agent',
      '--exec',
      `node ${script} ${more}`,
      '--lease',
      '5',
      '--concurrency',
      '2',
    ];
    const first = await start('one', args('stuck'));
    const killed = await until(async () => {
      const steps: Step[] = (await runs.run(id)).steps;
      const has = steps
        .filter(({ status, worker }) => status === 'RUNNING' && worker === 'one')
        .map((step) => step.stepId);
      return has.length === 2 && steps.some(({ status }) => status === 'SUCCEEDED') ? has : null;
    });
    await Promise.all([start('two', args()), start('three', args())]);
    await until(async () => {
      const steps: Step[] = (await runs.run(id)).steps;
      return steps.some(({ status, worker }) => status === 'SUCCEEDED' && worker !== 'one');
    });
    await first.end('SIGKILL');

    const run = await until(async () => {
      const now = await runs.run(id);
      return now.finishedAt ? now : null;
    });
    expect(run.status).toBe('SUCCEEDED');
    expect(Object.fromEntries(run.steps.map((step: Step) => [step.stepId, step.outputs.sum]))).toEqual(countingSums);

    // The steps of the killed worker were started again by another; all others were started and ended once.
    const attempts = new Map(run.steps.map((step: Step) => [step.stepId, step.attempt]));
    expect([...attempts].filter(([, attempt]) => attempt !== 1)).toEqual(killed.map((step) => [step, 2]));
    const lines = (await readFile(journal, 'utf8')).trim().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
    for (const { id: step } of countingPlan) {
      expect(lines.filter((line) => line.startsWith(`ended ${id} ${step} `))).toContain(
        `ended ${id} ${step} ${attempts.get(step)}`,
      );
      if (!killed.includes(step)) expect(lines.filter((line) => line.includes(` ${step} `))).toHaveLength(2);
    }
  });

  it('continue after a gateway was killed and restarted', async () => {
    const journal = join(folder, 'journal-2');
    const script = join(folder, 'executor-2.mjs');
    await writeFile(script, countingExecutor(journal, 150));
    await publishPlan(alice, 'restarting', countingPlan.slice(0, 8));
    const { id } = await runsOf(alice).start('restarting');
    await start('four', ['--agents', 'restarting-agent', '--exec', `node ${script}`, '--lease', '30']);
    await until(async () => (await readFile(journal, 'utf8').catch(() => '')).includes(`begun ${id} s2 `));
    const { port } = new URL(gateway.url);
    await gateway.end('SIGKILL');
    gateway = await startGateway(folder, { DATABASE_URL: postgres.url(), PORT: port });
    const run = await until(async () => {
      const now = await runsOf(alice).run(id);
      return now.finishedAt ? now : null;
    });
    expect(run).toMatchObject({ status: 'SUCCEEDED' });
    expect(run.steps.every(({ attempt }: { attempt: number }) => attempt === 1)).toBe(true);
  });

  it('have every agent after repeated kills while agents are published', async () => {
    let published = 0;
    let publishing = true;
    const writing = (async () => {
      while (publishing) {
        published += 1;
        await alice.do(publishAgent, { input: agent({ agentId: 'restless', version: `1.${published}.0` }) });
      }
    })();
    for (let round = 0; round < 5; round += 1) {
      const worker = await start('restless', []);
      await new Promise((resolve) => setTimeout(resolve, 40 * round));
      await worker.end('SIGKILL');
    }
    publishing = false;
    await writing;
    const worker = await start('restless', []);
    const { data } = await alice.ask(
      '{ registryEvents(last: 1, filter: { entryId: "restless" }) { edges { node { cursor number } } } }',
    );
    const [newest] = data.registryEvents.edges;
    // The copy may have the newest version before its cursor is stored: it starts with the current state.
    const state = join(folder, 'restless/state.json');
    await until(async () => JSON.parse(await readFile(state, 'utf8').catch(() => '{}')).number === newest.node.number);
    expect(await worker.end('SIGTERM')).toBe(0);
    expect(worker.output()).toContain('Stopped.');
    const record = join(folder, 'restless/agents/default/restless/record.json');
    expect(JSON.parse(await readFile(record, 'utf8')).current.version).toBe(`1.${published}.0`);
    const { cursor, number } = JSON.parse(await readFile(state, 'utf8'));
    expect(newest).toEqual({ node: { cursor, number } });
  });

  it('print their name and the source of their token, and read it again when it is renewed', async () => {
    const file = join(folder, 'token');
    await writeFile(file, await tokenFor(folder, { expiresIn: '15s' }));
    const worker = await start('renewed', [], { REGISTRY_TOKEN: '', REGISTRY_TOKEN_FILE: file });
    expect(worker.output()).toMatch(
      /Worker +renewed, token in .*token\n +Gateway +http.*\n +Agents +all that the worker can see\n/,
    );
    expect(worker.output()).not.toContain(await readFile(file, 'utf8'));
    await until(() => /reconnecting/i.test(worker.output()));
    await writeFile(file, await tokenFor(folder));
    await alice.do(publishAgent, { input: agent({ agentId: 'after-renewal', visibility: 'private' }) });
    await until(() => worker.output().includes('default/after-renewal: nothing -> 1.0.0'));
    await appendFile(file, '');
    expect(await worker.end('SIGINT')).toBe(0);
  });

  it.each([
    [['--lease', '1'], {}, 2, /Invalid --lease: must be seconds, 5 to 3600/],
    [['--exec', 'a', '--endpoint', 'http://127.0.0.1:1/'], {}, 2, /--exec and --endpoint/],
    [['--agents', 'No Such'], {}, 2, /is not a valid agent/],
    [['--nonsense'], {}, 2, /unknown option/],
    [[], { REGISTRY_TOKEN: 'not a token' }, 2, /Invalid REGISTRY_TOKEN: must be/],
    [[], { REGISTRY_TOKEN: 'nonsense' }, 1, /UNAUTHENTICATED/],
  ])('do not start with %j and %j, and explain why', async (args, env, code, message) => {
    const refusal = await start('refused', args, env).catch((error: Error) => error.message);
    expect(refusal).toMatch(message);
    expect(refusal).toMatch(new RegExp(`^exit ${code}:`));
    expect(refusal).not.toMatch(/\n\s+at /);
  });
});
