import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import Table from 'cli-table3';
import type { FanOut } from './fanOut.ts';
import type { Hostile } from './hostile.ts';
import { median } from './load.ts';
import type { MachineFacts } from './machine.ts';
import type { Sample } from './measure.ts';
import type { Options } from './options.ts';
import type { PeerName } from './peers.ts';
import type { Seeded } from './seed.ts';
import type { Started } from './start.ts';
import type { Counted } from './statements.ts';
import type { Written } from './writes.ts';

export interface PeerResult {
  peer: PeerName;
  /** A round each. */
  samples: Sample[];
  counted: Counted | null;
  /** Of an answer, on average. */
  bytes: number;
}

export interface Report {
  date: string;
  machine: MachineFacts;
  options: Options;
  data: Seeded;
  scenarios: { name: string; description: string; results: PeerResult[] }[];
  /** Only where they were asked for. */
  fanOut?: FanOut[];
  writes?: Written[];
  hostile?: Hostile;
  start?: Started[];
}

const labels: Record<PeerName, string> = {
  handwritten: 'hand-written',
  gateway: 'gateway',
  postgraphile: 'PostGraphile 5',
};

/** The table, and the ratios that it is for. */
export function print(report: Report): void {
  const { machine, options, data, scenarios, fanOut = [], writes = [], hostile, start = [] } = report;
  const { cpu, memoryGb, system, node, postgres, commit, graphqlYoga, postgraphile, pg, loadBefore } = machine;
  console.log(`
${cpu}, ${memoryGb} GB, ${system}; load before: ${loadBefore.toFixed(2)}
Node ${node}, ${postgres}, pg ${pg}, graphql-yoga ${graphqlYoga}, PostGraphile ${postgraphile}; commit ${commit}
${data.agents} agents, ${data.templates} templates, ${data.agentVersions + data.templateVersions} versions, ${data.links} links; manifests ${data.manifestBytes.agent} and ${data.manifestBytes.template} bytes on average
${options.clients} clients, ${options.connections} database connections a peer, medians of ${options.rounds} rounds of ${options.seconds} s; each as anon, with row level security`);

  for (const { name, description, results } of scenarios) {
    const table = new Table({
      head: [
        name,
        'requests/s',
        'lowest-highest',
        'p50 ms',
        'p95 ms',
        'statements',
        '+ around',
        'CPU ms server',
        'CPU ms Postgres',
        'bytes',
      ],
      colAligns: ['left', ...Array<'right'>(9).fill('right')],
      style: { head: [], border: [], compact: true },
    });
    for (const { peer, samples, counted, bytes } of results) {
      const rates = samples.map((sample) => sample.requestsPerSecond);
      const of = (key: keyof Sample, digits: number) => median(samples.map((sample) => sample[key])).toFixed(digits);
      table.push([
        labels[peer],
        of('requestsPerSecond', 0),
        `${Math.min(...rates).toFixed(0)}-${Math.max(...rates).toFixed(0)}`,
        of('p50', 2),
        of('p95', 2),
        counted ? String(counted.statements) : 'not counted',
        counted ? String(counted.around) : '',
        of('serverCpu', 2),
        of('postgresCpu', 2),
        bytes.toFixed(0),
      ]);
    }
    console.log(`\n${name}: ${description}\n${table.toString()}`);
    const { handwritten, postgraphile } = ratios(results);
    console.log(
      `gateway: ${percent(handwritten)} of hand-written, ${postgraphile.toFixed(2)} x PostGraphile; by CPU time ${percent(cpuRatio(results))} of hand-written`,
    );
  }
  if (fanOut.length > 0) console.log(`\n${fanOutTable(fanOut)}`);
  if (writes.length > 0) console.log(`\n${writesTable(writes)}`);
  if (hostile) console.log(`\n${hostileTable(hostile)}`);
  if (start.length > 0) console.log(`\n${startTable(start)}`);
}

function writesTable(writes: readonly Written[]): string {
  const table = new Table({
    head: ['writes', 'p50 ms', 'CPU ms server', 'CPU ms Postgres'],
    colAligns: ['left', ...Array<'right'>(3).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, p50, serverCpu, postgresCpu } of writes)
    table.push([name, p50.toFixed(1), serverCpu.toFixed(1), postgresCpu.toFixed(1)]);
  return table.toString();
}

function startTable(started: readonly Started[]): string {
  const table = new Table({
    head: ['start', 'starts', 'seconds', 'CPU seconds', 'MB 5 s later'],
    colAligns: ['left', ...Array<'right'>(4).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, starts, seconds, cpu, megabytes } of started)
    table.push([name, String(starts), seconds.toFixed(1), cpu.toFixed(1), megabytes.toFixed(0)]);
  return table.toString();
}

function hostileTable({ alone, beside, answered, refused }: Hostile): string {
  const table = new Table({
    head: ['ordinary callers', 'requests', 'failed', 'p50 ms', 'p95 ms', 'p99 ms'],
    colAligns: ['left', ...Array<'right'>(5).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  for (const [name, { requests, failed, p50, p95, p99 }] of Object.entries({
    alone,
    'beside 20 hostile callers': beside,
  }))
    table.push([name, String(requests), String(failed), p50.toFixed(0), p95.toFixed(0), p99.toFixed(0)]);
  return `${table.toString()}\nhostile callers: ${answered} requests answered, ${refused} refused`;
}

function fanOutTable(fanOut: readonly FanOut[]): string {
  const table = new Table({
    head: ['fan-out', 'subscribers', 'last has it, ms', 'publisher answered, ms', 'CPU ms server', 'over ws'],
    colAligns: ['left', ...Array<'right'>(5).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  const publishing = fanOut.find(({ subscribers }) => subscribers === 0)?.cpu ?? 0;
  for (const { peer, subscribers, last, answered, cpu } of fanOut) {
    const raw = fanOut.find((other) => other.peer === 'ws' && other.subscribers === subscribers);
    const over = peer === 'gateway' && raw ? ((cpu - publishing) / raw.cpu).toFixed(1) : '';
    table.push([
      peer,
      String(subscribers),
      last.toFixed(0),
      peer === 'ws' ? '' : answered.toFixed(0),
      cpu.toFixed(0),
      over,
    ]);
  }
  return `${table.toString()}\nover ws: server CPU per event, less that of an event without subscribers, divided by that of ws`;
}

/** The gateway's requests a second over each peer's: round by round, since a machine has slow minutes; then the median. */
export function ratios(results: readonly PeerResult[]): Record<Exclude<PeerName, 'gateway'>, number> {
  const samplesOf = (name: PeerName) => results.find(({ peer }) => peer === name)?.samples ?? [];
  const over = (name: PeerName) => {
    const others = samplesOf(name);
    return median(
      samplesOf('gateway').map(
        ({ requestsPerSecond }, round) => requestsPerSecond / (others[round]?.requestsPerSecond ?? Number.NaN),
      ),
    );
  };
  return { handwritten: over('handwritten'), postgraphile: over('postgraphile') };
}

/**
 * The CPU time of the hand-written peer and its Postgres over that of the gateway and its own, a request: what it costs, where
 * requests a second are what is left over by other work on the machine.
 */
export function cpuRatio(results: readonly PeerResult[]): number {
  const cpuFor = (name: PeerName) =>
    (results.find(({ peer }) => peer === name)?.samples ?? []).map(
      ({ serverCpu, postgresCpu }) => serverCpu + postgresCpu,
    );
  const gateway = cpuFor('gateway');
  return median(cpuFor('handwritten').map((cpu, round) => cpu / (gateway[round] ?? Number.NaN)));
}

const percent = (ratio: number) => `${(ratio * 100).toFixed(0)}%`;

/** Keeps everything that was measured, to compare with later. */
export async function save(report: Report): Promise<string> {
  const folder = fileURLToPath(new URL('results/', import.meta.url));
  const file = `${folder}${report.date.slice(0, 19).replaceAll(':', '-')}.json`;
  const scenarios = report.scenarios.map((scenario) => ({
    ...scenario,
    ratios: ratios(scenario.results),
    cpuRatio: cpuRatio(scenario.results),
  }));
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify({ ...report, scenarios }, null, 2)}\n`);
  return file;
}
