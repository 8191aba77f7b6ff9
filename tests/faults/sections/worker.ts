import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { RunDocument, type RunQuery } from '../../../packages/client/index.ts';
import { actorAt } from '../../support/actor.ts';
import { countingExecutor, countingPlan, countingSums } from '../../support/countingPlan.ts';
import { publishPlan, runsOf } from '../../support/runs.ts';
import { startWorker, type WorkerProcess } from '../../support/workerProcess.ts';
import type { Section } from '../section.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { World } from '../world.ts';

const names = ['one', 'two', 'three'];
const runCount = 3;
const kills = 5;
const timeoutMs = 180_000;

type Run = NonNullable<RunQuery['run']>;

/** Runs of 20 steps with three workers, while workers, gateways and Postgres are killed: every step counts once. */
export const worker: Section = async (world) => {
  const { say, token, gateways } = world;
  const journal = join(world.folder, 'journal');
  const script = join(world.folder, 'counting.mjs');
  await writeFile(journal, '');
  await writeFile(script, countingExecutor(journal, 300));
  const alice = actorAt(gateways[0]?.url ?? '', token);
  await publishPlan(alice, 'counting', countingPlan);
  const ids: string[] = [];
  for (let count = 0; count < runCount; count += 1) ids.push((await runsOf(alice).start('counting')).id);

  const workers = await Promise.all(names.map((name, index) => openWorker(world, name, index, script)));
  say(`${runCount} runs of ${countingPlan.length} steps, ${workers.length} workers.`);
  let runs: Run[];
  try {
    const counts = killing(world, workers, world.random.fork('workers'));
    runs = await ended(world, ids);
    await counts;
  } finally {
    await Promise.all(workers.map((each) => each.kill()));
  }
  const failures = runs.flatMap(problemsOf);
  const lines = (await readFile(journal, 'utf8')).trim().split('\n');
  if (new Set(lines).size !== lines.length) failures.push('An attempt at a step was begun, or ended, twice.');
  const again = runs.flatMap(({ steps }) => steps).filter(({ attempt }) => attempt > 1).length;
  return {
    measured: { runs: runs.length, steps: runs.length * countingPlan.length, kills, 'steps done again': again },
    failures,
  };
};

interface Worker {
  name: string;
  kill(): Promise<unknown>;
  restart(): Promise<void>;
}

async function openWorker(
  { gateways, token, folder }: World,
  name: string,
  index: number,
  script: string,
): Promise<Worker> {
  const gateway = gateways[index % gateways.length];
  const args = [
    '--name',
    name,
    '--agents',
    'counting-agent',
    '--exec',
    `node ${script}`,
    '--lease',
    '5',
    '--concurrency',
    '2',
  ];
  const start = () =>
    startWorker(args, {
      REGISTRY_URL: gateway?.url ?? '',
      REGISTRY_TOKEN: token,
      REGISTRY_WORKER_DIR: join(folder, `worker-${name}`),
    });
  let process: WorkerProcess = await start();
  return {
    name,
    kill: () => process.end('SIGKILL'),
    async restart() {
      process = await start();
    },
  };
}

async function killing({ gateways, postgres, say }: World, workers: Worker[], random: SeededRandom): Promise<void> {
  for (let killed = 1; killed <= kills; killed += 1) {
    await pause(1_500 + random.below(1_500));
    const what = random.pick(['worker', 'worker', 'gateway', 'Postgres'] as const);
    const gateway = random.pick(gateways);
    const worker = random.pick(workers);
    const target = what === 'worker' ? worker : what === 'gateway' ? gateway : postgres;
    await target.kill();
    say(`${killed} of ${kills} killed: ${what === 'worker' ? `worker ${worker.name}` : what}.`);
    await pause(random.below(1_500));
    await target.restart();
  }
}

async function ended(world: World, ids: readonly string[]): Promise<Run[]> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const answers = await Promise.all(ids.map((id) => world.untilAnswered(RunDocument, { id })));
    const runs = answers.flatMap(({ run }) => (run ? [run] : []));
    if (runs.every(({ finishedAt }) => finishedAt !== null) || performance.now() > until) return runs;
    await pause(500);
  }
}

function problemsOf({ status, steps }: Run): string[] {
  const wrong = steps.flatMap(({ id, status: how, outputs, error }) => {
    const { sum } = (outputs ?? {}) as { sum?: number };
    if (how === 'SUCCEEDED' && sum === countingSums[id]) return [];
    return [`Step ${id} is ${how} with ${sum ?? error?.code ?? 'nothing'}; expected ${countingSums[id]}.`];
  });
  return status === 'SUCCEEDED' ? wrong : [`A run is ${status}.`, ...wrong];
}
