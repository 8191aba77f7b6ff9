import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

/** A span as a collector gets it. */
export interface CollectedSpan {
  service: string;
  name: string;
  kind: string;
  traceId: string;
  spanId: string;
  /** Empty for a root. */
  parentSpanId: string;
  traceState: string;
  isError: boolean;
  attributes: Record<string, unknown>;
}

export interface OtlpCollector {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string;
  spans: CollectedSpan[];
  /** The bodies, as they arrived. */
  bodies: Buffer[];
  headers: Record<string, string | string[] | undefined>[];
  /** How the next exports are answered; by default as taken. */
  respond(how: ((response: ServerResponse) => void) | null): void;
  close(): Promise<void>;
}

/**
 * A receiver of OTLP over HTTP. It decodes what arrives with the official definitions
 * (https://github.com/open-telemetry/opentelemetry-proto), copied to tests/fixtures/otlp.
 */
export async function openCollector(): Promise<OtlpCollector> {
  const definitions = new protobuf.Root();
  const folder = fileURLToPath(new URL('../fixtures/otlp/', import.meta.url));
  definitions.resolvePath = (_, path) => `${folder}${path}`;
  await definitions.load('opentelemetry/proto/collector/trace/v1/trace_service.proto');
  const requestType = definitions.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest');
  const responseType = definitions.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse');
  const spans: CollectedSpan[] = [];
  const bodies: Buffer[] = [];
  const headers: OtlpCollector['headers'] = [];
  let answer: ((response: ServerResponse) => void) | null = null;

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    bodies.push(body);
    headers.push(request.headers);
    if (answer) return answer(response);
    if (request.url !== '/v1/traces' || request.headers['content-type'] !== 'application/x-protobuf')
      return void response.writeHead(415).end();
    spans.push(
      ...spansIn(requestType.toObject(requestType.decode(body), { longs: String, enums: String, bytes: String })),
    );
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end(responseType.encode({}).finish());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    headers,
    respond(how) {
      answer = how;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: decoded from protobuf
function spansIn({ resourceSpans = [] }: any): CollectedSpan[] {
  // biome-ignore lint/suspicious/noExplicitAny: decoded from protobuf
  return resourceSpans.flatMap(({ resource, scopeSpans }: any) => {
    const service = String(attributesIn(resource.attributes)['service.name']);
    // biome-ignore lint/suspicious/noExplicitAny: decoded from protobuf
    return scopeSpans.flatMap(({ spans }: any) => spans.map((span: any) => spanIn(service, span)));
  });
}

// biome-ignore lint/suspicious/noExplicitAny: decoded from protobuf
const spanIn = (service: string, span: any): CollectedSpan => ({
  service,
  name: span.name,
  kind: span.kind,
  traceId: hex(span.traceId),
  spanId: hex(span.spanId),
  parentSpanId: hex(span.parentSpanId ?? ''),
  traceState: span.traceState ?? '',
  isError: span.status?.code === 'STATUS_CODE_ERROR',
  attributes: attributesIn(span.attributes),
});

const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');

// biome-ignore lint/suspicious/noExplicitAny: decoded from protobuf
const attributesIn = (attributes: any[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueIn(value)]));

// biome-ignore lint/suspicious/noExplicitAny: decoded from protobuf
function valueIn(value: any): unknown {
  const [kind] = Object.keys(value);
  if (kind === 'intValue') return Number(value.intValue);
  if (kind === 'arrayValue') return value.arrayValue.values.map(valueIn);
  return value[kind ?? ''];
}
