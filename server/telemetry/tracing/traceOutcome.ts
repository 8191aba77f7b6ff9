import type { Tracing } from '../../../packages/node/tracing.ts';
import type { RequestContext } from '../../access/requestContext.ts';
import type { RequestOutcome } from '../requestOutcome.ts';

/**
 * Completes the span of a request with what came of it. The span of a subscription ends here: what is delivered later
 * belongs to the requests that wrote it.
 */
export function traceOutcome(
  tracing: Tracing,
  requestContext: RequestContext | undefined,
  correlationId: string,
  { route, method, codes = [] }: RequestOutcome,
): void {
  const span = requestContext?.span ?? tracing.current();
  if (!span?.isRecording()) return;
  if (method !== undefined) span.rename(`${method} ${route}`);
  span.set({
    'http.route': route,
    'registry.correlation_id': correlationId,
    'registry.cost': requestContext?.operation?.cost,
    'registry.codes': codes.length > 0 ? codes.map(String) : undefined,
  });
  if (requestContext?.span || requestContext?.operation?.type === 'subscription') span.end();
}
