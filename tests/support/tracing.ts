import { z } from 'zod';
import { openTracing } from '../../packages/node/openTracing.ts';
import type { Tracing } from '../../packages/node/tracing.ts';
import { tracingVariables } from '../../packages/node/tracingSettings.ts';

/** Tracing to a collector, almost without a delay. */
export async function tracingTo(url: string, variables: Record<string, string> = {}): Promise<Tracing> {
  const settings = z
    .object(tracingVariables)
    .parse({ OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_BSP_SCHEDULE_DELAY: '20', ...variables });
  const quiet = { onProblem: () => {}, onRecovered: () => {} };
  const tracing = await openTracing(settings, { service: { name: 'nofx-registry', version: '0.1.0' }, ...quiet });
  if (!tracing) throw new Error('Tracing is off.');
  return tracing;
}

/** A trace that a caller has begun. */
export const remote = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', tracestate: 'vendor=kept' },
};
