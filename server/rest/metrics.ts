import { admitReader } from '../access/metricsAccess.ts';
import { pathNotFound, problemOf } from '../access/problem.ts';
import type { GatewayOptions } from '../graphql/gatewayOptions.ts';
import type { Answer } from '../http/answer.ts';
import type { Call, Route } from './route.ts';

/** The metrics for Prometheus. 404 for callers who have no access to them. */
export const metricsRoutes = (options: Pick<GatewayOptions, 'metrics' | 'metricsAccess'>): Route[] => [
  { method: 'GET', pattern: '/metrics', quiet: true, answer: (call) => metricsAnswer(options, call) },
];

export async function metricsAnswer(
  { metrics, metricsAccess }: Pick<GatewayOptions, 'metrics' | 'metricsAccess'>,
  { request, arrival }: Pick<Call, 'request' | 'arrival'>,
): Promise<Answer> {
  const admitted = admitReader(metricsAccess, {
    peer: arrival.req?.socket.remoteAddress,
    header: (name) => request.headers.get(name),
  });
  if (!metrics || admitted === 'hidden') throw pathNotFound();
  if (admitted === 'unauthenticated') {
    throw problemOf('UNAUTHENTICATED', 'A token for metrics is required: send `Authorization: Bearer <token>`.');
  }
  const { contentType, body } = await metrics.text();
  return { status: 200, headers: { 'content-type': contentType, 'cache-control': 'no-store' }, body };
}
