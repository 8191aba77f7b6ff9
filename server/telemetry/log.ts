import { type DestinationStream, destination, type Logger, pino } from 'pino';
import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import type { Span, Tracing } from '../../packages/node/tracing.ts';
import type { RequestContext } from '../access/requestContext.ts';
import { versionHeader } from '../open/build.ts';
import type { Env } from '../open/env.ts';
import type { Metrics } from './metrics.ts';
import type { RequestOutcome } from './requestOutcome.ts';
import { shownName } from './shownName.ts';
import { traceOutcome } from './tracing/traceOutcome.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/**
 * JSON, a line each, with the version and commit that run. Callers choose the fields; the names of secrets are redacted
 * in case one was chosen by mistake. A line that is written inside of a span has its ids.
 */
export const openLog = (
  level: NonNullable<Env['REGISTRY_LOG_LEVEL']>,
  to: DestinationStream = destination({ dest: 1, sync: false }),
  tracing?: Tracing,
): Logger =>
  pino(
    {
      level,
      base: { version: versionHeader[1] },
      ...(tracing && { mixin: () => idsOf(tracing.current()) }),
      redact: {
        paths: ['authorization', 'token', 'secret', 'password', 'variables', 'headers', 'body'].flatMap((name) => [
          name,
          `*.${name}`,
        ]),
        censor: '(hidden)',
      },
    },
    to,
  );

/**
 * A request's one line: who, what and how long; nothing that was sent, but the name of the operation. It is counted
 * here, too.
 */
export function logRequest(
  { log, metrics, tracing }: Books,
  requestContext: RequestContext,
  response: RequestOutcome,
): void {
  const { caller, operation, startedAt, refusals, runIds, span } = requestContext;
  const codes = new Set([...(response.codes ?? []), ...refusals]);
  const answered = codes.size === 0 ? response : { ...response, codes: [...codes] };
  metrics?.answered(requestContext, answered);
  if (tracing) traceOutcome(tracing, requestContext, caller.correlationId, answered);
  log?.info(
    {
      ...(span && idsOf(span)),
      correlationId: caller.correlationId,
      actor: caller.viewer.kind === 'user' ? caller.viewer.id : null,
      ...answered,
      ...(operation ? { operation: operation.type, name: shownName(operation.name), cost: operation.cost } : {}),
      ...(runIds.size > 0 ? { runIds: [...runIds] } : {}),
      durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
    },
    'request',
  );
}

/** The line of a request that was refused before its caller was known, or that needs no caller. */
export function logRequestWithoutViewer(
  { log, metrics, tracing }: Books,
  correlationId: string,
  answered: RequestOutcome,
  level: 'info' | 'debug',
): void {
  if (level === 'info') metrics?.answered(undefined, answered);
  if (tracing) traceOutcome(tracing, undefined, correlationId, answered);
  log?.[level]({ correlationId, ...answered }, 'request');
}

/** Where an answer is recorded. */
type Books = { log?: Log | undefined; metrics?: Metrics | undefined; tracing?: Tracing | undefined };

const idsOf = (span: Span | undefined) => (span ? { trace_id: span.traceId, span_id: span.spanId } : {});

/** The log entry of an internal error: where it happened, and which; without the values in a database's messages. */
export function describeFailure(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, routine, table, constraint } = error as Error & Record<string, unknown>;
  return {
    type: error.name,
    message: redactSecrets(withoutValues(error.message)),
    ...Object.fromEntries(
      Object.entries({ code, routine, table, constraint }).filter(([, value]) => typeof value === 'string'),
    ),
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 12),
    ...(error.cause === undefined ? {} : { cause: describeFailure(error.cause) }),
  };
}

/** Postgres and zod put a value after a colon, in quotes or in brackets. */
const withoutValues = (message: string) =>
  message
    .split('\n', 1)[0]
    ?.slice(0, 500)
    .replace(/: ?["'`][\s\S]*$/, ': (hidden)')
    .replace(/=\([^()]*\)/g, '=(hidden)') ?? '';
