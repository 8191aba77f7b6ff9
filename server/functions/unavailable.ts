import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { whyNoConnection } from '../../src/db/noConnection.ts';
import { RequestError } from '../../src/errors.ts';
import { correlationHeader, correlationIdOf } from '../access/correlation.ts';
import { problemAnswer, problemOf } from '../access/problem.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { EnvError } from '../open/env.ts';
import { describeFailure } from '../telemetry/log.ts';
import { functionLog } from './instance.ts';
import { DatabaseBehind } from './migratedPostgres.ts';

const message = 'The registry cannot answer right now. Its operator finds the reason in the log.';

/** The response of an instance that could not be opened: the reason is logged, and the caller may retry. */
export function unavailable(error: unknown, request: Request): Response {
  const correlationId = correlationIdOf(request.headers.get(correlationHeader));
  const known = [EnvError, DatabaseBehind, DatabaseUnfit, RequestError].some((each) => error instanceof each);
  const reason = known ? { reason: whyNoConnection(error as Error) } : { failure: describeFailure(error) };
  functionLog.error({ ...reason, correlationId }, 'This deployment cannot answer.');

  const problem = problemOf('UNAVAILABLE', message);
  const { status, headers, body } =
    new URL(request.url).pathname === '/graphql'
      ? {
          status: problem.status,
          headers: { 'content-type': 'application/json', ...problem.headers },
          body: inGraphql(correlationId),
        }
      : problemAnswer(problem, correlationId);
  return new Response(body as string, {
    status,
    headers: { 'cache-control': 'no-store', ...securityHeaders(null), ...headers, [correlationHeader]: correlationId },
  });
}

const inGraphql = (correlationId: string) =>
  JSON.stringify({ errors: [{ message, extensions: { code: 'UNAVAILABLE', correlationId } }] });
