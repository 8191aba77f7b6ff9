import { quantile } from '../../bench/load.ts';
import type { Outcomes } from './schedule.ts';
import type { Look } from './watch.ts';

/** The figures of one kind of request; times in milliseconds. */
export interface KindFigures {
  name: string;
  perSecond: number;
  count: number;
  errors: Record<string, number>;
  p50: number;
  p95: number;
  p99: number;
}

export const figuresOf = (name: string, perSecond: number, { latencies, errors }: Outcomes): KindFigures => {
  const sorted = [...latencies].sort((a, b) => a - b);
  const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => Math.round(quantile(sorted, share) * 10) / 10);
  return { name, perSecond, count: sorted.length, errors: Object.fromEntries(errors), p50, p95, p99 };
};

/** How memory and connections changed under load. */
export interface Growth {
  /** Medians of the second and of the last quarter of the looks, in megabytes. */
  memoryBefore: number;
  memoryAfter: number;
  /** Slope over the second half, in megabytes a minute. */
  memorySlope: number;
  mostConnections: number;
}

export function growthOf(looks: readonly Look[]): Growth {
  const quarter = (which: number) =>
    looks.slice(Math.floor((looks.length * (which - 1)) / 4), Math.floor((looks.length * which) / 4));
  const medianOf = (some: readonly Look[]) => {
    const sorted = some.map(({ megabytes }) => megabytes).sort((a, b) => a - b);
    return Math.round(quantile(sorted, 0.5));
  };
  return {
    memoryBefore: medianOf(quarter(2)),
    memoryAfter: medianOf(quarter(4)),
    memorySlope: Math.round(slopeOf(looks.slice(Math.floor(looks.length / 2))) * 60 * 10) / 10,
    mostConnections: Math.max(...looks.map(({ connections }) => connections)),
  };
}

/** Least squares, in megabytes a second. */
function slopeOf(looks: readonly Look[]): number {
  const mean = (of: (look: Look) => number) => looks.reduce((sum, look) => sum + of(look), 0) / looks.length;
  const [at, megabytes] = [mean((look) => look.at), mean((look) => look.megabytes)];
  const covariance = mean((look) => (look.at - at) * (look.megabytes - megabytes));
  const variance = mean((look) => (look.at - at) ** 2);
  return variance === 0 ? 0 : covariance / variance;
}

/** Memory may grow by this, of what a garbage collector leaves until later. */
const allowed = { megabytes: 64, share: 0.2 };

export interface Judged {
  kinds: readonly KindFigures[];
  growth: Growth;
  /** How many connections the gateway may have: its pool, and the one that listens. */
  maxConnections: number;
  /** Events that a subscriber did not get, or got twice. */
  lostEvents: number;
  /** Subscriptions that ended, with the reason. */
  ended: readonly string[];
  /** Subscriptions that the gateway counts after all were closed. */
  leftOpen: number;
  maxP95: number | null;
}

/** Everything that is wrong; nothing for a load that was served. */
export function problemsOf({ kinds, growth, maxConnections, lostEvents, ended, leftOpen, maxP95 }: Judged): string[] {
  const { memoryBefore, memoryAfter, mostConnections } = growth;
  const limit = Math.max(allowed.megabytes, memoryBefore * allowed.share);
  return [
    ...kinds.flatMap(({ name, errors }) =>
      Object.entries(errors).map(([what, count]) => `${name}: ${count} x ${what}`),
    ),
    ...kinds.filter(({ count }) => count === 0).map(({ name }) => `${name}: nothing was answered`),
    ...(maxP95 === null ? [] : kinds.filter(({ p95 }) => p95 > maxP95)).map(
      ({ name, p95 }) => `${name}: p95 is ${p95} ms; the maximum is ${maxP95} ms`,
    ),
    ...(lostEvents > 0 ? [`${lostEvents} events were lost or delivered twice`] : []),
    ...ended.map((reason) => `a subscription ended: ${reason}`),
    ...(leftOpen > 0 ? [`${leftOpen} subscriptions are open after all were closed`] : []),
    ...(memoryAfter - memoryBefore > limit
      ? [`memory grew from ${memoryBefore} to ${memoryAfter} MB; ${Math.round(limit)} MB more are allowed`]
      : []),
    ...(mostConnections > maxConnections
      ? [`${mostConnections} connections to the database; the maximum is ${maxConnections}`]
      : []),
  ];
}
