import type { IncomingMessage } from 'node:http';
import type { Span, TraceHeaders, Tracing } from '../../packages/node/tracing.ts';
import { traceHeadersIn, traceHeadersOf } from '../telemetry/tracing/traceRequest.ts';

/** The trace of a WebSocket: in the payload of `connection_init`, or in the headers of the upgrade. */
export function socketTrace(
  request: IncomingMessage,
  params: Readonly<Record<string, unknown>> | undefined,
): TraceHeaders {
  const given = traceHeadersIn(params);
  return given.traceparent === undefined ? traceHeadersOf(request) : given;
}

/** Begins the span of an operation of a WebSocket. Its extensions may name a trace of its own: `traceparent`, `tracestate`. */
export function beginSocketSpan(
  tracing: Tracing,
  extensions: Readonly<Record<string, unknown>> | null | undefined,
  trace: TraceHeaders,
): Span {
  const own = traceHeadersIn(extensions);
  const span = tracing.begin('WebSocket /graphql', {
    kind: 'server',
    attributes: { 'network.protocol.name': 'websocket', 'http.route': '/graphql' },
    from: own.traceparent === undefined ? trace : own,
  });
  span.set({ 'registry.correlation_id': span.traceparent });
  return span;
}
