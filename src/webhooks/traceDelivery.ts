import { hostOf } from '../../packages/node/publicAddress.ts';
import { type Tracing, traceOfCorrelation } from '../../packages/node/tracing.ts';
import type { PostResult } from './post.ts';

/** A message: where to, its id, and the correlation id of its event; a test has none. */
interface Delivery {
  url: string;
  id: string;
  correlationId: string | undefined;
}

/** Sends a message inside of a span, which continues the trace of its event, with the headers that carry it on. */
export function traceDelivery(
  tracing: Tracing,
  { url, id, correlationId }: Delivery,
  send: (headers: Record<string, string>) => Promise<PostResult>,
): Promise<PostResult> {
  const attributes = {
    'http.request.method': 'POST',
    'server.address': hostOf(url),
    'registry.webhook.message': id,
    'registry.correlation_id': correlationId,
  };
  const from = correlationId === undefined ? {} : { from: traceOfCorrelation(correlationId) };
  return tracing.span('webhook delivery', { kind: 'producer', attributes, ...from }, async (span) => {
    const result = await send(tracing.headers());
    span?.set({ 'http.response.status_code': result.statusCode ?? undefined });
    if (result.error !== null) span?.fail(String(result.statusCode ?? 'no response'));
    return result;
  });
}
