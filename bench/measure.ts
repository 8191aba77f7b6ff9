import type { RunSql } from '../src/db/migrate.ts';
import { cpuBetween, cpuOf, cpuOfBackends } from './cpu.ts';
import { load, quantile } from './load.ts';
import type { Options } from './options.ts';
import type { Peer } from './peers.ts';
import type { Prepared } from './verify.ts';

/** One peer in one scenario for one round. Latencies and CPU times are in milliseconds, CPU times a request. */
export interface Sample {
  requestsPerSecond: number;
  p50: number;
  p95: number;
  serverCpu: number;
  postgresCpu: number;
}

/** Idle connections were closed since this peer's last turn: what it costs to open them is not counted. */
const leadInMs = 100;

/** Loads one peer and reports the results. */
export async function measure(
  run: RunSql,
  peer: Peer,
  requests: readonly Prepared[],
  { clients, seconds }: Options,
): Promise<Sample> {
  await load(peer.port, requests, clients, leadInMs);
  const before = { server: await cpuOf(peer.pid), postgres: await cpuOfBackends(run) };
  const measured = await load(peer.port, requests, clients, seconds * 1_000);
  const after = { server: await cpuOf(peer.pid), postgres: await cpuOfBackends(run) };
  const perRequest = (cpuSeconds: number) => (cpuSeconds * 1_000) / measured.requests;
  return {
    requestsPerSecond: measured.requests / measured.seconds,
    p50: quantile(measured.latencies, 0.5),
    p95: quantile(measured.latencies, 0.95),
    serverCpu: perRequest(after.server - before.server),
    postgresCpu: perRequest(cpuBetween(before.postgres, after.postgres)),
  };
}
