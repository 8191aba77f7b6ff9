import type { IncomingMessage } from 'node:http';
import { RegistryError, RequestError } from '../../errors.ts';
import type { Services } from '../../registry/services.ts';
import { createContext } from '../../resolvers/context.ts';
import type { Authenticate } from '../auth.ts';
import { correlationHeader, correlationIdOf } from '../correlation.ts';
import type { Report } from '../maskError.ts';
import { fileAnswer, fileRequest } from './file.ts';
import { healthAnswer } from './health.ts';
import { type Answer, problem, problemOf } from './problem.ts';

export interface RestOptions {
  services: Services;
  authenticate: Authenticate;
  report: Report;
}

/** The answer to whatever is not `/graphql`. */
export async function answerTo(request: IncomingMessage, options: RestOptions): Promise<Answer> {
  const { method = 'GET', headers } = request;
  const correlationId = correlationIdOf(headers[correlationHeader]?.toString());
  const answer = await answerAs(request, correlationId, options).catch((error) => {
    if (error instanceof RequestError || error instanceof RegistryError) return problemOf(error);
    options.report(error, correlationId);
    return problem(500, 'INTERNAL_SERVER_ERROR', `Something went wrong on our side. Correlation id: ${correlationId}`);
  });
  return {
    ...answer,
    headers: { ...answer.headers, [correlationHeader]: correlationId },
    body: method === 'HEAD' ? '' : answer.body,
  };
}

async function answerAs(request: IncomingMessage, correlationId: string, options: RestOptions): Promise<Answer> {
  const { services, authenticate } = options;
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
  const { viewer } = await authenticate(request.headers.authorization);
  return fileAnswer(file, createContext(services, { viewer, correlationId }));
}
