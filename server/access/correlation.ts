import { randomUUID } from 'node:crypto';
import { redactSecrets } from '../../packages/manifest/secrets/secrets.ts';
import type { Tracing } from '../../packages/node/tracing.ts';

export const correlationHeader = 'x-correlation-id';

const acceptable = /^[A-Za-z0-9_.:-]{1,128}$/;

/**
 * The id that a caller gave its request, or a new one: it appears in logs, events and errors. So it may be anything but
 * what looks like a secret. In a trace a new one is the trace context, which events and runs carry on with it.
 */
export const correlationIdOf = (given: string | null | undefined, tracing?: Tracing | undefined): string =>
  given && acceptable.test(given) && redactSecrets(given) === given
    ? given
    : (tracing?.current()?.traceparent ?? randomUUID());
