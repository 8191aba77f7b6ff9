import { openConnection } from './connection.ts';
import type { Prepared } from './verify.ts';

export interface Measured {
  requests: number;
  seconds: number;
  /** Of every request, in milliseconds, sorted. */
  latencies: Float64Array;
}

/** Keeps the given number of connections busy for the given time, each starting at another request. */
export async function load(
  port: number,
  requests: readonly Prepared[],
  connections: number,
  milliseconds: number,
): Promise<Measured> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + milliseconds;
  await Promise.all(
    Array.from({ length: connections }, async (_, number) => {
      const connection = openConnection(port);
      let next = Math.floor((number * requests.length) / connections);
      for (let now = performance.now(); now < end; ) {
        const prepared = requests[next % requests.length];
        if (!prepared) throw new Error('There is nothing to ask.');
        next += 1;
        const { status, body } = await connection.send(prepared.request);
        if (status !== 200 || body.length !== prepared.length) {
          throw new Error(`A wrong answer under load (${status}): ${body.toString('utf8', 0, 500)}`);
        }
        const answered = performance.now();
        latencies.push(answered - now);
        now = answered;
      }
      connection.close();
    }),
  );
  return {
    requests: latencies.length,
    seconds: (performance.now() - start) / 1_000,
    latencies: Float64Array.from(latencies).sort(),
  };
}

/** The value below which a share of sorted values lies. */
export const quantile = (sorted: ArrayLike<number>, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (quantile(sorted, 0.5) + (sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN)) / 2;
};
