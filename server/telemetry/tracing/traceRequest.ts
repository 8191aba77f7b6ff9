import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TraceHeaders, Tracing } from '../../../packages/node/tracing.ts';

/** Probes come all the time, and answer from memory. */
const isProbe = (url = '') => url.startsWith('/health') || url.startsWith('/metrics');

/** Handles a request inside of a span, which continues the trace of its headers and ends with its response. */
export function traceRequest(
  tracing: Tracing,
  request: IncomingMessage,
  response: ServerResponse,
  handle: () => void,
): void {
  if (isProbe(request.url)) {
    handle();
    return;
  }
  const { method = 'GET' } = request;
  const known = methods.has(method) ? method : '_OTHER';
  const span = tracing.begin(known === '_OTHER' ? 'HTTP' : known, {
    kind: 'server',
    attributes: { 'http.request.method': known, 'network.protocol.version': request.httpVersion },
    from: traceHeadersOf(request),
  });
  response.once('close', () => {
    const { statusCode, writableFinished } = response;
    span.set({ 'http.response.status_code': statusCode });
    if (statusCode >= 500) span.fail(String(statusCode));
    else if (!writableFinished) span.set({ 'registry.disconnected': true });
    span.end();
  });
  tracing.within(span, handle);
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The headers of W3C Trace Context of a request, or of the upgrade of a WebSocket. */
export const traceHeadersOf = ({ headers }: IncomingMessage): TraceHeaders => traceHeadersIn(headers);

/** The same in the payload of `connection_init`, or in the extensions of an operation. */
export function traceHeadersIn(given: Readonly<Record<string, unknown>> | null | undefined): TraceHeaders {
  const { traceparent, tracestate } = given ?? {};
  if (typeof traceparent !== 'string') return {};
  return typeof tracestate === 'string' ? { traceparent, tracestate } : { traceparent };
}
