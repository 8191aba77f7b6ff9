/** Attributes of a span: they identify the work, and never contain what was sent. */
export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** The headers of W3C Trace Context (https://www.w3.org/TR/trace-context/). */
export interface TraceHeaders {
  traceparent?: string;
  tracestate?: string;
}

export interface SpanOptions {
  /** Defaults to `internal`. */
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  attributes?: Attributes;
  /** Continues the trace of these headers; begins a new trace if there are none. Defaults to the current span. */
  from?: TraceHeaders;
}

/** A piece of work in a trace. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Its context, in the format of the header `traceparent`. */
  readonly traceparent: string;
  /** False after its end, and in a trace that is not sampled. */
  isRecording(): boolean;
  rename(name: string): void;
  set(attributes: Attributes): void;
  /** @param type an error code or the name of a class, never a message: it could contain values */
  fail(type: string): void;
  end(): void;
}

/** Records spans and sends them to a collector. Without tracing, there is no such object: callers check for undefined. */
export interface Tracing {
  /** Begins a span. The caller ends it. */
  begin(name: string, options?: SpanOptions): Span;
  /** Does the work with this span as the current one, in everything asynchronous that follows from it, too. */
  within<Result>(span: Span, work: () => Result): Result;
  /**
   * Does the work in a span of its own, which fails when the work throws. Without `from`, only inside of a span that is
   * recorded: background work has no trace, and neither has what outlives its request.
   */
  span<Result>(name: string, options: SpanOptions, work: (span: Span | undefined) => Promise<Result>): Promise<Result>;
  /** The span that the caller runs in. */
  current(): Span | undefined;
  /** The headers that continue the current trace elsewhere. */
  headers(): Record<string, string>;
  /** Sends what is recorded, within a time limit, and stops. Never throws. */
  close(): Promise<void>;
}

/** How tracing is opened. */
export interface TracingOptions {
  /** Its name is the default of OTEL_SERVICE_NAME. */
  service: { name: string; version?: string };
  /** Spans cannot be sent. Called once until `onRecovered`. */
  onProblem(cause: string): void;
  /** Spans are sent again. */
  onRecovered(): void;
  /** How long `close` may take, in milliseconds. Defaults to 3000. */
  closeMs?: number;
}

const traceparent = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * The trace that a correlation id continues. A request without a correlation id of its own gets its trace context as
 * one, so that events and runs carry it; an id that the caller chose continues nothing.
 */
export const traceOfCorrelation = (correlationId: string | null | undefined): TraceHeaders =>
  correlationId && traceparent.test(correlationId) ? { traceparent: correlationId } : {};

/** The same `fetch`, which continues the current trace. */
export const tracedFetch =
  (tracing: Tracing): typeof globalThis.fetch =>
  (input, init) => {
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    for (const [name, value] of Object.entries(tracing.headers())) headers.set(name, value);
    return fetch(input, { ...init, headers });
  };
