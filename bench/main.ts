import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, type RunSql } from '../src/db/migrate.ts';
import build from '../tests/support/built.setup.ts';
import { startPostgres } from '../tests/support/postgres.ts';
import { measureFanOut, subscribersHere } from './fanOut.ts';
import { measureHostile } from './hostile.ts';
import { installPeers } from './install.ts';
import { load } from './load.ts';
import { machineFacts } from './machine.ts';
import { measure } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { connectAsOwner } from './owner.ts';
import { installFunctions, type Peer, peerNames, startPeer } from './peers.ts';
import { record, shortfalls } from './recorded.ts';
import { type PeerResult, print, type Report, save } from './report.ts';
import { type Scenario, scenarios } from './scenarios/index.ts';
import { seed, sizes } from './seed.ts';
import { measureStart } from './start.ts';
import { countingSettings, countStatements } from './statements.ts';
import { verify } from './verify.ts';
import { measureWrites } from './writes.ts';

/** What must go away at the end, and on Ctrl-C; the last first. */
const undo: (() => unknown)[] = [];

async function main(options: Options) {
  installPeers();
  await build();
  const wanted = scenarios.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const fansOut = options.only.includes('fan-out');
  const writes = options.only.includes('writes');
  const hostile = options.only.includes('hostile');
  const start = options.only.includes('start');
  if (wanted.length === 0 && !fansOut && !writes && !hostile && !start)
    throw new Error(
      `There are these scenarios: ${scenarios.map(({ name }) => name).join(', ')}, fan-out, writes, hostile, start.`,
    );

  console.log('Starting a Postgres and filling it…');
  const folder = await temporaryFolder();
  const postgres = await startPostgres({ shared_buffers: '256MB', ...(await countingSettings()) });
  undo.push(() => postgres.stop());
  const { run, end } = await connectAsOwner(postgres.url());
  undo.push(end);
  await migrate(run);
  const data = await seed(run, sizes[options.size]);
  await installFunctions(run);

  const peers: Peer[] = [];
  for (const name of peerNames) {
    const peer = await startPeer(name, {
      DATABASE_URL: postgres.url('postgres', 'authenticator'),
      CONNECTIONS: String(options.connections),
      REGISTRY_DATA_DIR: folder,
      REGISTRY_RATE_LIMIT_WRITES: '1000000',
    });
    undo.push(peer.stop);
    peers.push(peer);
  }
  const report: Report = {
    date: new Date().toISOString(),
    machine: await machineFacts(run),
    options,
    data,
    scenarios: [],
  };
  for (const scenario of wanted) {
    const { name, description } = scenario;
    report.scenarios.push({ name, description, results: await compare(run, scenario, peers, options) });
  }
  const gateway = peers.find(({ name }) => name === 'gateway');
  if (fansOut && gateway) {
    const broadcast = await startPeer('broadcast', {});
    undo.push(broadcast.stop);
    report.fanOut = await measureFanOut(gateway, broadcast, folder, { subscribers: subscribersHere(), events: 10 });
  }
  if (writes && gateway) report.writes = await measureWrites(run, gateway, folder, options.writes);
  if (hostile && gateway) report.hostile = await measureHostile(gateway, folder, options.seconds * 4);
  if (start) report.start = await measureStart(postgres.url('postgres', 'authenticator'), folder);
  print(report);
  console.log(`\nEverything that was measured: ${await save(report)}`);
  if (options.record) await record(report);
  const found = options.check ? await shortfalls(report) : [];
  if (found.length > 0) throw new Error(found.join('\n'));
}

/** Where all that is temporary goes, the database's files too: whatever ends early, one folder is removed. */
async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-bench-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o711); // Postgres, as another user, goes through it.
  process.env.TMPDIR = folder;
  return folder;
}

/** Makes sure that all peers give one answer, warms them up, and loads them in turn, round after round. */
async function compare(
  run: RunSql,
  scenario: Scenario,
  peers: readonly Peer[],
  options: Options,
): Promise<PeerResult[]> {
  const variables = (await run(scenario.variables)) as never[];
  const requests = await verify(scenario, variables, peers);
  const lanes = peers.map((peer, index) => {
    const prepared = requests[index] ?? [];
    const bytes = prepared.reduce((sum, { length }) => sum + length, 0) / prepared.length;
    return { peer, prepared, result: { peer: peer.name, samples: [], counted: null, bytes } as PeerResult };
  });
  console.log(
    `${scenario.name}: one answer from all peers to all ${variables.length} requests; ${options.rounds} rounds`,
  );
  for (const { peer, prepared, result } of lanes) {
    await load(peer.port, prepared, options.clients, options.warmUpSeconds * 1_000);
    result.counted = await countStatements(run, peer.port, prepared);
  }
  for (let round = 0; round < options.rounds; round += 1) {
    for (const { peer, prepared, result } of inTurn(lanes, round)) {
      result.samples.push(await measure(run, peer, prepared, options));
    }
  }
  return lanes.map(({ result }) => result);
}

/** Each round starts with another lane, because the first after a pause is slower. */
const inTurn = <Lane>(lanes: readonly Lane[], round: number): Lane[] => [
  ...lanes.slice(round % lanes.length),
  ...lanes.slice(0, round % lanes.length),
];

let interrupted = false;

async function cleanUp() {
  for (const step of undo.splice(0).reverse()) await step();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true;
    void cleanUp().finally(() => process.exit(130));
  });
}

try {
  await main(readOptions());
} catch (error) {
  if (!interrupted) console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
