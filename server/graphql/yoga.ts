import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { schema } from '../../schema/index.ts';
import { type Context, createContext } from '../../src/resolvers/context.ts';
import type { AnswerPool } from '../access/answerPool.ts';
import { correlationIdOf } from '../access/correlation.ts';
import { engage } from '../access/engage.ts';
import type { RequestContext } from '../access/requestContext.ts';
import { createRequestContexts } from '../access/requestContexts.ts';
import { useAnswerCache } from './answers/useAnswerCache.ts';
import { boundReads } from './boundReads.ts';
import { createDirectAnswers, type DirectAnswers } from './direct/directAnswers.ts';
import type { GatewayOptions, ServerContext } from './gatewayOptions.ts';
import { useHttpPlugin } from './httpPlugin.ts';
import { useIntrospectionPolicy } from './introspection.ts';
import { documentCache, useDocumentLimits } from './limits.ts';
import { maskError } from './maskError.ts';
import { useMasking } from './masking.ts';
import { createOperationGuard, type OperationGuard, useOperationGuard } from './operationGuard.ts';
import { createSearchGate } from './searchGate.ts';
import { useSharedSubscriptions } from './sharedSubscriptions.ts';
import { useUnconditionalSubscriptions } from './subscriptionRoot.ts';

export type Gateway = YogaServerInstance<ServerContext, Context> & {
  readonly operationGuard: OperationGuard;
  /** The short way of ordinary queries over HTTP. */
  readonly direct: DirectAnswers;
  /** The responses of all transports. */
  readonly answers: AnswerPool;
};

/** The part of the connections that one operation may read over at a time. */
const shareOfConnections = 0.3;

/** The endpoint: queries, mutations and SSE over HTTP, and the engine of the WebSocket. */
export function createGateway(options: GatewayOptions): Gateway {
  const { services, report, introspection, answers, tracing } = options;
  const requestContexts = createRequestContexts();
  const operationGuard = createOperationGuard(options.limiter, options.queue, tracing);
  const searchGate = createSearchGate(services.db);

  const readsAtOnce = Math.max(2, Math.floor((services.db.connections?.().most ?? 0) * shareOfConnections));
  const contextOf = (requestContext: RequestContext): Context => {
    const { caller, answer, refusals, runIds } = requestContext;
    return createContext({ ...services, db: boundReads(services.db, readsAtOnce) }, caller, {
      answer,
      searchGate,
      refused: (code) => refusals.add(code),
      concerns: (runId) => runIds.add(runId),
      engages: (entryId) => engage(services.engagement, requestContext, entryId),
    });
  };

  const yoga = createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    plugins: [
      useAnswerCache(requestContexts),
      useHttpPlugin(options, requestContexts),
      useDocumentLimits(),
      useIntrospectionPolicy(introspection, requestContexts),
      useUnconditionalSubscriptions(),
      useSharedSubscriptions(options.limiter, requestContexts),
      useOperationGuard(operationGuard, options.queue, requestContexts),
      useMasking(report, options.outage),
    ],
    context: (arrival) => {
      const requestContext = requestContexts.of(arrival);
      if (!requestContext) throw new Error('The operation has no request context.');
      return contextOf(requestContext);
    },
    maskedErrors: {
      // Errors before execution; others were masked where their request is known.
      maskError: (error) => maskError(error, correlationIdOf(null), report),
    },
    graphiql: false, // The page is a separate route, or a file of the platform.
    landingPage: false,
    multipart: false,
    batching: false,
    maxRequestBodySize: false, // The HTTP plugin counts them, by caller.
    parserAndValidationCache: documentCache(),
    cors: false, // The HTTP plugin answers preflights, by the rule of REST and WebSockets.
    logging: false,
  });
  const direct = createDirectAnswers(options, operationGuard, contextOf);
  return Object.assign(yoga, { operationGuard, answers, direct });
}
