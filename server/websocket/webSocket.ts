import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql';
import { type Context as Connection, makeServer } from 'graphql-ws';
import { type TaskQueue, taskQueue } from '../../packages/node/concurrency.ts';
import { callAt } from '../../packages/node/timers.ts';
import type { Span, TraceHeaders } from '../../packages/node/tracing.ts';
import { RequestError } from '../../src/errors.ts';
import { asStream } from '../../src/feed/streams.ts';
import type { Context } from '../../src/resolvers/context.ts';
import { addressOf } from '../access/clientAddress.ts';
import { authorizationIn } from '../access/connectionParams.ts';
import { correlationHeader, correlationIdOf } from '../access/correlation.ts';
import { originsOf, refusedOrigin } from '../access/origins.ts';
import { Overloaded } from '../access/overloaded.ts';
import { RateLimited } from '../access/rateLimited.ts';
import {
  admitInput,
  admitOperation,
  chargeInput,
  createRequestContext,
  type RequestContext,
  refusedDocumentCost,
} from '../access/requestContext.ts';
import { finalizeErrors } from '../graphql/finalizeErrors.ts';
import type { GatewayOptions } from '../graphql/gatewayOptions.ts';
import { mayIntrospect } from '../graphql/introspection.ts';
import { maskError } from '../graphql/maskError.ts';
import { maskedStreamOf } from '../graphql/masking.ts';
import { bytesOf } from '../graphql/sharedResults.ts';
import type { Gateway } from '../graphql/yoga.ts';
import { refusal } from '../http/refusal.ts';
import { logRequest } from '../telemetry/log.ts';
import { pushedValues } from './pushedValues.ts';
import { type Extra, openSockets, type SendValue, type Sockets } from './socketAdapter.ts';
import { beginSocketSpan, socketTrace } from './socketTrace.ts';

/** What of the engine is on its way with an operation. */
type Envelope = Pick<ReturnType<Gateway['getEnveloped']>, 'execute' | 'subscribe'> & {
  session: Session;
  span: Span | undefined;
  /** Does it inside of this span. */
  within<Result>(work: () => Result): Result;
  /** Whether the client has not completed the operation. */
  isWanted(): boolean;
  sender(): SendValue;
};

const most = { frameBytes: 65_536, subscriptions: 20, operations: 40 };
const initTimeoutMs = 3_000;

/** What a socket is: who opened it, and its operations that have not ended, by the ids that they have here. */
interface Session {
  requestContext: RequestContext;
  /** The trace that its operations continue, unless they bring their own. */
  trace: TraceHeaders;
  operations: Map<string, RequestContext>;
  subscriptions: Set<string>;
  /**
   * Few subscriptions start concurrently, so that those which are completed while they wait never start: a client may
   * subscribe and complete as fast as it can send.
   */
  start: TaskQueue;
}

/**
 * Serves `graphql-transport-ws` (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md) on the same path. The
 * token is in the payload of `connection_init` (connectionParams.ts), or in the header of the upgrade. It closes with
 * 4400 for an invalid message, 4401 before init, 4403 for a token that is invalid or has expired, 4408 when init is
 * missing, 1009 for a frame that is too large, 1013 when no client can be accepted at the moment. Problems of one
 * operation (its limits, its cost, too many on a WebSocket or of a caller) are an `error` of that operation.
 */
export function serveWebSocket(gateway: Gateway, options: GatewayOptions): Sockets {
  const { report, limiter, introspection, queue, tracing } = options;
  const origins = originsOf(options);
  const clientOf = addressOf(options);
  const sessions = new WeakMap<Extra, Session>();

  const sessionOf = ({ extra }: Connection<never, Extra>): Session => {
    const session = sessions.get(extra);
    if (!session) throw new Error('A socket without a session.');
    return session;
  };

  /**
   * An operation of a WebSocket has its own request context: its errors and its log line have their own correlation id.
   */
  function begin({ requestContext, trace }: Session, extensions: Record<string, unknown> | null | undefined) {
    const { caller, payer, expiresAt } = requestContext;
    const span = tracing && beginSocketSpan(tracing, extensions, trace);
    const correlationId = span?.traceparent ?? correlationIdOf(null);
    const answer = gateway.answers.open(payer);
    return {
      caller: { ...caller, correlationId },
      payer,
      expiresAt,
      startedAt: performance.now(),
      answer,
      refusals: new Set(),
      runIds: new Set(),
      engagement: 'view',
      engaged: new Set(),
      span,
    } satisfies RequestContext;
  }

  /** @param length of the document, in characters; 0 when it was not read */
  function refused(requestContext: RequestContext, errors: readonly unknown[], length: number): GraphQLError[] {
    const { correlationId, viewer } = requestContext.caller;
    if (!requestContext.operation) chargeInput(limiter, requestContext.payer, refusedDocumentCost(length));
    const masked = errors.map((error) => maskError(error, correlationId, report));
    const told = finalizeErrors(masked, correlationId, mayIntrospect(introspection, viewer)).map(withoutHttp);
    const codes = [...new Set(told.map(({ extensions }) => extensions.code))];
    logRequest(options, requestContext, { transport: 'websocket', route: '/graphql', codes });
    return told;
  }

  const protocol = makeServer<never, Extra>({
    connectionInitWaitTimeout: initTimeoutMs,

    async onConnect({ connectionParams, extra }) {
      const { request } = extra;
      const { headers } = request;
      try {
        const requestContext = await createRequestContext(options, {
          authorization: authorizationIn(connectionParams) ?? request.headersDistinct.authorization?.join(', '),
          correlationId: correlationIdOf(headers[correlationHeader]?.toString()),
          address: clientOf(request.socket.remoteAddress, (name) => headers[name]),
        });
        sessions.set(extra, {
          requestContext: requestContext,
          trace: socketTrace(request, connectionParams),
          operations: new Map(),
          subscriptions: new Set(),
          start: taskQueue(4),
        });
        closeAt(extra, requestContext.expiresAt);
        return true;
      } catch (error) {
        if (error instanceof RequestError && error.code === 'UNAUTHENTICATED') return false; // 4403 Forbidden
        if (!(error instanceof RequestError || error instanceof RateLimited || error instanceof Overloaded))
          throw error;
        extra.close(1013, error.message.slice(0, 120));
        return false;
      }
    },

    async onSubscribe(connection, id, params) {
      const session = sessionOf(connection);
      const requestContext = begin(session, params.extensions);
      let length = 0;
      const refuse = (...errors: unknown[]) => refused(requestContext, errors, length);
      try {
        admitInput(limiter, requestContext.payer);
        await queue.arrive(requestContext.payer);
        admitOperation(queue, requestContext.payer);
        const isWanted = (operation: string) => operation in connection.subscriptions;
        if (Object.keys(connection.subscriptions).length > most.operations) {
          return refuse(tooMany(`${most.operations} operations`));
        }
        const loss = connection.extra.losses.get(id);
        if (loss) return refuse(loss);
        const query = String(options.operations.documentOf(params));
        length = query.length;
        const { schema, execute, subscribe, contextFactory, parse, validate } = gateway.getEnveloped({
          requestContext: requestContext,
        });
        const document = parse(query);
        const errors = validate(schema, document);
        if (errors.length > 0) return refuse(...errors);
        const operation = getOperationAST(document, params.operationName || null);
        if (!operation) {
          return refuse(refusal('GRAPHQL_VALIDATION_FAILED', 'There is no such operation in the document.', 400));
        }
        if (operation.operation === 'subscription') {
          if ([...session.subscriptions].filter(isWanted).length >= most.subscriptions) {
            return refuse(tooMany(`${most.subscriptions} subscriptions`));
          }
          session.subscriptions.add(id);
        }
        const args: ExecutionArgs = {
          schema,
          document,
          operationName: params.operationName || null,
          variableValues: params.variables ?? null,
        };
        const problem = gateway.operationGuard.admit(requestContext, args);
        if (problem) return refuse(problem);
        session.operations.set(id, requestContext);
        args.contextValue = await contextFactory();
        args.rootValue = {
          execute,
          subscribe,
          session,
          span: requestContext.span,
          within: (work) => (tracing && requestContext.span ? tracing.within(requestContext.span, work) : work()),
          isWanted: () => isWanted(id),
          sender: () => connection.extra.valuesOf(id),
        } satisfies Envelope;
        return args;
      } catch (error) {
        return refuse(error);
      }
    },

    execute(args) {
      const { execute, within } = args.rootValue as Envelope;
      return within(() => execute(args));
    },
    subscribe(args) {
      const { subscribe, session, isWanted, sender, within, span } = args.rootValue as Envelope;
      return session.start(async () => {
        if (!isWanted()) return { data: null };
        const values: AsyncIterable<ExecutionResult> | ExecutionResult = await within(() => subscribe(args));
        span?.end(); // What is delivered later belongs to the traces that wrote it.
        if (!(Symbol.asyncIterator in values)) return values;
        const send = sender();
        return pushedValues(maskedStreamOf(args.contextValue as Context) ?? asStream(values), (value) =>
          send(bytesOf(value)),
        );
      });
    },

    onNext(connection, id, _payload, _args, result) {
      const requestContext = sessionOf(connection).operations.get(id);
      if (!result.errors || !requestContext) return;
      const { correlationId, viewer } = requestContext.caller;
      const masked = result.errors.map((error) => maskError(error, correlationId, report));
      const errors = finalizeErrors(masked, correlationId, mayIntrospect(introspection, viewer)).map(withoutHttp);
      return { ...result, errors: errors.map((error) => error.toJSON()) };
    },

    onError: (_connection, _id, _payload, errors) => errors.map((error) => withoutHttp(error).toJSON()),
  });

  /** Nothing more comes of an operation: it counts no more, and has its line in the log. */
  function endOperation(extra: Extra, id: string) {
    const session = sessions.get(extra);
    if (!session) return; // Not let in.
    session.subscriptions.delete(id);
    const requestContext = session.operations.get(id);
    if (!requestContext) return; // Refused, which was logged.
    session.operations.delete(id);
    requestContext.answer.release();
    logRequest(options, requestContext, { transport: 'websocket', route: '/graphql' });
  }

  return openSockets(protocol, {
    path: '/graphql',
    maxPayload: most.frameBytes,
    keepAliveMs: 12_000,
    maxSeconds: options.streamSeconds,
    refusalOf(origin, { headers }) {
      if (URL.parse(origin)?.host === headers.host || origins.allows(origin)) return null;
      origins.refused();
      return refusedOrigin;
    },
    isBusy(extra) {
      const session = sessions.get(extra);
      return session !== undefined && [...session.operations.keys()].some((id) => !session.subscriptions.has(id));
    },
    onOperationEnd: endOperation,
    onFailure: (error) => report(error, correlationIdOf(null)),
  });
}

const tooMany = (what: string) =>
  refusal('RATE_LIMITED', `A socket has at most ${what} at once. End one, or open another socket.`, 429);

/** The HTTP status of an error means nothing on a WebSocket. */
function withoutHttp(error: GraphQLError): GraphQLError {
  const { http: _, ...extensions } = error.extensions;
  const { message, nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** A socket lives no longer than the token that opened it. */
function closeAt({ socket, close }: Extra, expiresAt: number | null) {
  if (expiresAt === null || socket.readyState !== socket.OPEN) return;
  socket.once(
    'close',
    callAt(expiresAt * 1_000, () => close(4403, 'Forbidden')),
  );
}
