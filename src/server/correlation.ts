import { randomUUID } from 'node:crypto';

export const correlationHeader = 'x-correlation-id';

const acceptable = /^[A-Za-z0-9_.:-]{1,128}$/;

/** The id that a caller gave its request, or a new one: it follows the request through logs, events and errors. */
export const correlationIdOf = (given: string | null | undefined): string =>
  given && acceptable.test(given) ? given : randomUUID();
