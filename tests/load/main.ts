import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { connectAsOwner } from '../../bench/owner.ts';
import { seed } from '../../bench/seed.ts';
import { migrate } from '../../src/db/migrate.ts';
import { actorAt } from '../support/actor.ts';
import build from '../support/built.setup.ts';
import { startGateway } from '../support/gateway.ts';
import { startPostgres } from '../support/postgres.ts';
import { tokenFor } from '../support/token.ts';
import { agentsOf, kindsAt, prepare, publishNext } from './kinds.ts';
import { readOptions } from './options.ts';
import { table } from './report.ts';
import { sendAtRate } from './schedule.ts';
import { openSubscribers } from './subscribers.ts';
import { figuresOf, growthOf, type KindFigures, problemsOf } from './verdict.ts';
import { watch } from './watch.ts';

const options = readOptions();
const poolSize = 10;
/** What must go away at the end, and on Ctrl-C; the last first. */
const undo: (() => unknown)[] = [];

async function main(): Promise<string[]> {
  const loadBefore = loadavg()[0] ?? 0;
  const folder = await mkdtemp(join(tmpdir(), 'nofx-load-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  console.log(`Starting a Postgres, filling it with ${options.entries} agents and templates, and starting a gateway…`);
  const postgres = await startPostgres({ shared_buffers: '256MB' });
  undo.push(() => postgres.stop());
  const { run, end } = await connectAsOwner(postgres.url());
  undo.push(end);
  await migrate(run);
  await seed(run, options.entries);
  await build();
  const gateway = await startGateway(folder, {
    DATABASE_URL: postgres.url('postgres', 'authenticator'),
    DATABASE_CONNECTIONS: String(poolSize),
    REGISTRY_PUBLISH_SHARED: 'off',
    REGISTRY_LOG_LEVEL: 'warn',
    REGISTRY_RATE_LIMIT_USER: '1000000000',
    REGISTRY_RATE_LIMIT_WRITES: '1000000',
  });
  undo.push(() => gateway.end('SIGKILL').catch(() => {}));
  const { url } = gateway;
  const { pid = 0 } = gateway.process;

  const tokens = await Promise.all(
    Array.from({ length: 10 }, () => tokenFor(folder, { subject: randomUUID(), expiresIn: '30d' })),
  );
  const [first = ''] = tokens;
  const publisher = actorAt(url, first);
  await prepare(publisher);
  const next = publishNext(publisher);
  const subscribers = await openSubscribers(url, first, options.subscribers, next);

  const begun = performance.now();
  const until = begun + (options.warmUpSeconds + options.seconds) * 1_000;
  const isCounted = () => performance.now() > begun + options.warmUpSeconds * 1_000;
  console.log(`Load for ${options.seconds} seconds, after a warm-up of ${Math.round(options.warmUpSeconds)} seconds…`);
  const watched = watch(pid, run);
  const published = new Map<string, number>();
  const kinds = kindsAt(url, tokens, await agentsOf(run), (key, sentAt) => published.set(key, sentAt));
  const outcomes = await Promise.all(
    kinds.map(({ perSecond, send }) => sendAtRate(perSecond * options.rate, until, send, isCounted)),
  );
  const looks = await watched.stop();
  await new Promise((resolve) => setTimeout(resolve, 2_000)); // The last events are on their way.

  const figures: KindFigures[] = kinds.map(({ name, perSecond }, at) =>
    figuresOf(name, perSecond * options.rate, outcomes[at] ?? { latencies: [], errors: new Map() }),
  );
  const delays: number[] = [];
  let lostEvents = 0;
  for (const [key, sentAt] of published) {
    const arrivals = subscribers.arrivals.get(key) ?? [];
    lostEvents += Math.abs(options.subscribers - arrivals.length);
    if (arrivals.length > 0) delays.push(Math.max(...arrivals) - sentAt);
  }
  figures.push(figuresOf('publish to last subscriber', 2 * options.rate, { latencies: delays, errors: new Map() }));
  const { ended } = subscribers;
  await subscribers.close();
  const leftOpen = await openSubscriptions(url);
  const growth = growthOf(looks.filter(({ at }) => at > options.warmUpSeconds));
  const machine = { cores: availableParallelism(), loadBefore, loadAfter: loadavg()[0] ?? 0 };
  const maxConnections = poolSize + 1;
  const judged = { kinds: figures, growth, maxConnections, lostEvents, ended, leftOpen, maxP95: options.maxP95 };
  const problems = problemsOf(judged);
  console.log(table(figures, growth, machine));
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${JSON.stringify({ options, machine, ...judged, looks, problems }, null, 2)}\n`);
  console.log(`Everything that was measured: ${options.out}`);
  return problems;
}

/** Subscriptions that the gateway counts, once it has had time to close them. */
async function openSubscriptions(url: string): Promise<number> {
  let open = Number.NaN;
  for (let attempt = 0; attempt < 50 && open !== 0; attempt += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const text = await (await fetch(new URL('/metrics', url))).text();
    open = Number(/^registry_subscriptions_open (\d+)/m.exec(text)?.[1]);
  }
  return open;
}

async function cleanUp() {
  for (const step of undo.splice(0).reverse()) await step();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(130)));

try {
  const problems = await main();
  for (const problem of problems) console.error(`✗ ${problem}`);
  console.log(problems.length === 0 ? '✓ No error, and no growth of memory or connections.' : '');
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
