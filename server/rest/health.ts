import { problemOf } from '../access/problem.ts';
import { json } from '../http/answer.ts';
import { commit, version } from '../open/build.ts';
import type { Readiness, ReadinessReport } from '../telemetry/readiness.ts';
import type { Route } from './route.ts';

const uncached = { 'cache-control': 'no-store' };
const build = () => ({ version, commit: commit() });

/** Whether the process is running (`live`), and whether it is ready to serve requests (`ready`). */
export const healthRoutes = (readiness: Readiness): Route[] => [
  {
    method: 'GET',
    pattern: '/health/live',
    quiet: true,
    answer: async () => json(200, { status: 'ok', ...build() }, uncached),
  },
  {
    method: 'GET',
    pattern: '/health/ready',
    quiet: true,
    answer: async () => {
      const report = await readiness.report();
      const members = { ...build(), parts: shown(report) };
      if (!report.isReady) throw problemOf('UNAVAILABLE', report.reason ?? 'Not ready.', members);
      const isWhole = Object.values(report.parts).every(({ status }) => status === 'up');
      return json(200, { status: isWhole ? 'ok' : 'degraded', ...members }, uncached);
    },
  },
];

const shown = ({ parts }: ReadinessReport) =>
  Object.fromEntries(
    Object.entries(parts).map(([part, { status, ms, checkedAt, reason }]) => [
      part,
      { status, ms, checkedAt, ...(reason === undefined ? {} : { reason }) },
    ]),
  );
