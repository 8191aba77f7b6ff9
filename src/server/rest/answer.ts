import type { IncomingMessage } from 'node:http';
import { RegistryError, RequestError } from '../../errors.ts';
import type { Services } from '../../registry/services.ts';
import { createContext } from '../../resolvers/context.ts';
import { clientAddress, trustedProxies } from '../clientAddress.ts';
import { correlationHeader, correlationIdOf } from '../correlation.ts';
import type { GatewayOptions } from '../gatewayOptions.ts';
import { logVisit } from '../log.ts';
import { RateLimited } from '../rateLimited.ts';
import { securityHeaders } from '../securityHeaders.ts';
import { type Visit, welcome } from '../visit.ts';
import { fileAnswer, fileRequest, fileRoute } from './file.ts';
import { healthAnswer } from './health.ts';
import { type Answer, problem, problemOf } from './problem.ts';

export type RestOptions = { services: Services } & Pick<GatewayOptions, 'authenticate' | 'report'> &
  Partial<Pick<GatewayOptions, 'limiter' | 'log' | 'trustedProxies'>>;

/** What a file costs its reader: two statements and its bytes. */
const fileCost = 10;

/** The answer to whatever is not `/graphql`. */
export async function answerTo(request: IncomingMessage, options: RestOptions): Promise<Answer> {
  const { method = 'GET', headers } = request;
  const correlationId = correlationIdOf(headers[correlationHeader]?.toString());
  const visited: { visit?: Visit } = {};
  const answer = await answerAs(request, correlationId, options, visited).catch((error) => {
    if (error instanceof RequestError || error instanceof RegistryError) return problemOf(error);
    if (error instanceof RateLimited) {
      return problem(429, error.code, error.message, { 'retry-after': String(error.retryAfter) });
    }
    options.report(error, correlationId);
    return problem(500, 'INTERNAL_SERVER_ERROR', `Something went wrong on our side. Correlation id: ${correlationId}`);
  });
  const { status } = answer;
  if (visited.visit) logVisit(options.log, visited.visit, { door: 'rest', method, route: fileRoute, status });
  else options.log?.debug({ correlationId, door: 'rest', method, status }, 'request');
  return {
    ...answer,
    headers: { ...securityHeaders(null), ...answer.headers, [correlationHeader]: correlationId },
    body: method === 'HEAD' ? '' : answer.body,
  };
}

async function answerAs(
  request: IncomingMessage,
  correlationId: string,
  options: RestOptions,
  visited: { visit?: Visit },
): Promise<Answer> {
  const { services, authenticate, limiter } = options;
  const url = URL.parse(`http://registry.invalid${request.url ?? '/'}`);
  if (!url) throw new RequestError('BAD_USER_INPUT', 'The address cannot be read.');
  if (url.pathname === '/') return { status: 302, headers: { location: '/graphql' }, body: '' };

  const health = await healthAnswer(url.pathname, services);
  if (health) return health;
  const file = fileRequest(url, request.headers['if-none-match']);
  if (!file) return problem(404, 'NOT_FOUND', 'There is nothing here. GraphQL is at /graphql.');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem(405, 'BAD_USER_INPUT', 'Only GET and HEAD.', { allow: 'GET, HEAD' });
  }
  const visit = await welcome(authenticate, limiter, {
    authorization: request.headersDistinct.authorization?.join(', '),
    correlationId,
    address: clientAddress(
      request.socket.remoteAddress,
      request.headers['x-forwarded-for']?.toString(),
      trustedProxies(options.trustedProxies ?? []),
    ),
  });
  visited.visit = visit;
  limiter?.spend(visit.payer, fileCost);
  return fileAnswer(file, createContext(services, visit.caller));
}
