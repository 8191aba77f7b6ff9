import * as api from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { ExportResultCode, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { withTimeout } from './timers.ts';
import type { Attributes, Span, SpanOptions, Tracing, TracingOptions } from './tracing.ts';
import { samplerOf } from './tracingSampler.ts';
import type { TracingSettings } from './tracingSettings.ts';

const propagator = new W3CTraceContextPropagator();

/** Tracing with OpenTelemetry's SDK: spans are sent in batches over OTLP, and dropped while a collector does not take them. */
export function otlpTracing(
  url: string,
  settings: TracingSettings,
  { service, onProblem, onRecovered, closeMs = 3_000 }: TracingOptions,
): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': service.name,
      ...(service.version === undefined ? {} : { 'service.version': service.version }),
    }).merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(settings),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: watched(new OTLPTraceExporter({ url }), onProblem, onRecovered),
        scheduledDelayMillis: settings.OTEL_BSP_SCHEDULE_DELAY,
        exportTimeoutMillis: settings.OTEL_BSP_EXPORT_TIMEOUT,
        maxQueueSize: settings.OTEL_BSP_MAX_QUEUE_SIZE,
        maxExportBatchSize: settings.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      }),
    ],
  });
  const isFirst = api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const tracer = provider.getTracer(service.name, service.version);
  const contexts = new WeakMap<Span, api.Context>();

  function begin(name: string, { kind = 'internal', attributes = {}, from }: SpanOptions = {}): Span {
    const parent = from ? propagator.extract(api.ROOT_CONTEXT, from, api.defaultTextMapGetter) : api.context.active();
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes: defined(attributes) }, parent);
    const begun = spanOf(span);
    contexts.set(begun, api.trace.setSpan(parent, span));
    return begun;
  }

  const within = <Result>(span: Span, work: () => Result): Result =>
    api.context.with(contexts.get(span) ?? api.ROOT_CONTEXT, work);

  return {
    begin,
    within,
    async span(name, options, work) {
      if (!options.from && !api.trace.getActiveSpan()?.isRecording()) return work(undefined);
      const span = begin(name, options);
      try {
        return await within(span, () => work(span));
      } catch (error) {
        span.fail(typeOf(error));
        throw error;
      } finally {
        span.end();
      }
    },
    current() {
      const span = api.trace.getActiveSpan();
      return span && spanOf(span);
    },
    headers() {
      const headers: Record<string, string> = {};
      propagator.inject(api.context.active(), headers, api.defaultTextMapSetter);
      return headers;
    },
    async close() {
      await withTimeout(closeMs, provider.shutdown().catch(nothing), nothing);
      if (isFirst) api.context.disable();
    },
  };
}

const nothing = () => {};

const kinds = {
  internal: api.SpanKind.INTERNAL,
  server: api.SpanKind.SERVER,
  client: api.SpanKind.CLIENT,
  producer: api.SpanKind.PRODUCER,
  consumer: api.SpanKind.CONSUMER,
};

function spanOf(span: api.Span): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceId,
    spanId,
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    isRecording: () => span.isRecording(),
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes(defined(attributes)),
    fail(type) {
      span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.setAttribute('error.type', type);
    },
    end() {
      if (span.isRecording()) span.end();
    },
  };
}

const defined = (attributes: Attributes): api.Attributes =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value]],
    ),
  );

/** The code of an error, or the name of its class. */
function typeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : typeof error;
}

/** Reports when a collector stops to take spans, and when it takes them again. */
function watched(exporter: SpanExporter, onProblem: (cause: string) => void, onRecovered: () => void): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const fails = result.code !== ExportResultCode.SUCCESS;
        if (fails && !isFailing) onProblem(causeOf(result.error));
        if (!fails && isFailing) onRecovered();
        isFailing = fails;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

/** A status or a code: the text of a collector's response could be anything. */
function causeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  if (typeof code === 'number') return `HTTP ${code}`;
  const found = typeof code === 'string' ? code : cause?.code;
  return typeof found === 'string' ? found : 'no response';
}
