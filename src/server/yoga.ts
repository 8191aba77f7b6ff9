import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { schema } from '../../schema/index.ts';
import { RequestError } from '../errors.ts';
import type { Caller, Services } from '../registry/services.ts';
import { type Context, createContext } from '../resolvers/context.ts';
import type { Authenticate } from './auth.ts';
import { correlationHeader, correlationIdOf } from './correlation.ts';
import { firstQuery } from './firstQuery.ts';
import { documentLimits } from './limits.ts';
import { maskError, type Report } from './maskError.ts';
import { useMasking } from './masking.ts';

export interface GatewayOptions {
  services: Services;
  authenticate: Authenticate;
  report: Report;
  corsOrigins: readonly string[];
}

/** What a request brings along when it reaches GraphQL. A socket has no `request`, it comes with its caller. */
export interface Arrival {
  request?: Request;
  caller?: Caller;
}

export type Gateway = YogaServerInstance<Arrival, Context>;

/** The endpoint: queries, mutations and SSE over HTTP, and the engine of the WebSocket. */
export function createGateway({ services, authenticate, report, corsOrigins }: GatewayOptions): Gateway {
  const callers = new WeakMap<Request, Caller>();

  /** Knows who is asking before anything is parsed: a token that does not verify is 401, on a public query too. */
  const identify: Plugin = {
    async onRequest({ request, endResponse, fetchAPI }) {
      const correlationId = correlationIdOf(request.headers.get(correlationHeader));
      const refuse = (status: number, code: string, message: string) =>
        endResponse(
          fetchAPI.Response.json(
            { errors: [{ message, extensions: { code } }] },
            {
              status,
              headers: {
                [correlationHeader]: correlationId,
                ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
              },
            },
          ),
        );
      if (request.method === 'POST' && !isJson(request.headers.get('content-type'))) {
        return refuse(415, 'BAD_USER_INPUT', 'Send `Content-Type: application/json`.');
      }
      try {
        const { viewer } = await authenticate(request.headers.get('authorization'));
        callers.set(request, { viewer, correlationId });
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        refuse(error.code === 'UNAUTHENTICATED' ? 401 : 503, error.code, error.message);
      }
    },
    onResponse({ request, response }) {
      const caller = callers.get(request);
      if (caller) response.headers.set(correlationHeader, caller.correlationId);
    },
  };

  return createYoga<Arrival, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    plugins: [identify, useMasking(report), ...documentLimits()],
    context: (arrival) => {
      const caller = arrival.caller ?? (arrival.request && callers.get(arrival.request));
      if (!caller) throw new Error('Nobody knows who is asking.');
      return createContext(services, caller);
    },
    maskedErrors: {
      // What fails before anything runs; the rest was masked where its request is known.
      maskError: (error) => maskError(error, correlationIdOf(null), report),
    },
    graphiql: {
      title: 'NOFX registry',
      defaultQuery: firstQuery,
      subscriptionsProtocol: 'WS',
      shouldPersistHeaders: true,
    },
    renderGraphiQL,
    landingPage: false,
    multipart: false,
    batching: false,
    cors: corsOrigins.length === 0 ? false : { origin: [...corsOrigins], methods: ['GET', 'POST'] },
    logging: false,
  });
}

const isJson = (contentType: string | null) =>
  /^application\/(graphql-response\+|graphql\+)?json\s*(;|$)/i.test(contentType ?? '');
