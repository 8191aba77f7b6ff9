import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { statusOf } from '../../packages/manifest/index.ts';
import { RequestError } from '../../src/errors.ts';
import { addressOf } from '../access/clientAddress.ts';
import { correlationHeader, correlationIdOf } from '../access/correlation.ts';
import { originsOf } from '../access/origins.ts';
import { Overloaded } from '../access/overloaded.ts';
import { Problem, problemOf } from '../access/problem.ts';
import { RateLimited } from '../access/rateLimited.ts';
import {
  admitOperation,
  bodyCost,
  bodyLimit,
  chargeInput,
  createRequestContext,
  refusedDocumentCost,
  releaseWhenSent,
  releaseWhenTaken,
} from '../access/requestContext.ts';
import type { RequestContexts } from '../access/requestContexts.ts';
import { accepts } from '../http/accept.ts';
import { asResponse } from '../http/answer.ts';
import { appendVary, corsHeaders, preflight, requireAllowedOrigin } from '../http/cors.ts';
import { lossOf } from '../http/jsonLosses.ts';
import { isGraphqlJson } from '../http/jsonType.ts';
import { jsonIn, readJson } from '../http/readBody.ts';
import { refusal } from '../http/refusal.ts';
import { createRequestStreams } from '../http/requestStreams.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { logRequest, logRequestWithoutViewer } from '../telemetry/log.ts';
import { finalizeErrors } from './finalizeErrors.ts';
import type { GatewayOptions, ServerContext } from './gatewayOptions.ts';
import { mayIntrospect } from './introspection.ts';
import { maskError } from './maskError.ts';
import type { PersistedOperations } from './persistedQuery.ts';
import { untilExpiry } from './untilExpiry.ts';

/**
 * Everything that happens to an HTTP request around the engine. In this order: authentication (an invalid token is 401,
 * even for a public query), the body and its size, and afterwards the headers and the log.
 */
export function useHttpPlugin(options: GatewayOptions, requestContexts: RequestContexts): Plugin<ServerContext> {
  const { limiter, metrics, report, introspection, operations, queue, tracing } = options;
  const origins = originsOf(options);
  const clientOf = addressOf(options);
  const correlationIds = new WeakMap<Request, string>();
  const codes = new WeakMap<Request, readonly unknown[]>();
  const documentLengths = new WeakMap<Request, number>();
  const streams = createRequestStreams();

  return {
    async onRequest({ request, serverContext, endResponse, fetchAPI }) {
      const { headers, method } = request;
      const { begun } = serverContext as ServerContext;
      const correlationId = begun?.correlationId ?? correlationIdOf(headers.get(correlationHeader), tracing);
      correlationIds.set(request, correlationId);
      const refuse = (status: number, code: string, message: string, more: Record<string, string> = {}) => {
        codes.set(request, [code]);
        return endResponse(fetchAPI.Response.json(errorBody(code, message, correlationId), { status, headers: more }));
      };
      if (method === 'OPTIONS' || origins.refuses((name) => headers.get(name))) {
        try {
          requireAllowedOrigin(request, origins);
          return endResponse(asResponse(preflight(request, origins, ['GET', 'POST']), method));
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          return refuse(error.status, error.code, error.message, error.headers);
        }
      }
      try {
        const { req, res } = serverContext as ServerContext;
        const authorization = req?.headersDistinct.authorization?.join(', ') ?? headers.get('authorization');
        const address = clientOf(req?.socket.remoteAddress, (name) => headers.get(name));
        const requestContext = await (begun?.requestContext ??
          createRequestContext(options, { authorization, correlationId, address }));
        admitOperation(queue, requestContext.payer);
        requestContexts.begin(request, requestContext);
        if (res) releaseWhenSent(res, requestContext);
      } catch (error) {
        if (error instanceof RateLimited || error instanceof Overloaded) {
          // A large body is not read to its end for a caller who has to come back.
          const large = method === 'POST' && !(Number(headers.get('content-length') ?? Number.NaN) <= 65_536);
          return refuse(statusOf(error.code), error.code, error.message, {
            'retry-after': String(error.retryAfter),
            ...(large ? { connection: 'close' } : {}),
          });
        }
        if (!(error instanceof RequestError)) throw error;
        const { status, headers: more } = problemOf(error.code, error.message);
        return refuse(status, error.code, error.message, more);
      }
      if (method === 'POST' && !answerTypes.some((type) => accepts(headers.get('accept'), type))) {
        return refuse(406, 'BAD_USER_INPUT', notAcceptable);
      }
      if (method === 'POST' && !isGraphqlJson(headers.get('content-type'))) {
        return refuse(415, 'BAD_USER_INPUT', 'Send `Content-Type: application/json`, in UTF-8.');
      }
      if (method === 'POST' && !/^(identity)?$/i.test(headers.get('content-encoding') ?? '')) {
        return refuse(415, 'BAD_USER_INPUT', 'Send the body as it is, without a content encoding.');
      }
    },

    onRequestParse({ request, serverContext, setRequestParser }) {
      const requestContext = requestContexts.ofRequest(request);
      if (!requestContext) return;
      if (request.method === 'GET') setRequestParser(() => parametersIn(request.url, operations));
      if (request.method === 'POST') {
        const limit = bodyLimit(requestContext);
        const pay = (bytes: number) => chargeInput(limiter, requestContext.payer, bodyCost(bytes));
        const { begun, req } = serverContext as ServerContext;
        setRequestParser(async () =>
          asParameters(
            begun?.body ? jsonIn(await begun.body, pay) : await readJson(req ?? request, limit, pay),
            operations,
          ),
        );
      }
    },

    onParams({ context, request, params, setResult }) {
      documentLengths.set(request, params.query?.length ?? 0);
      const result = (context as ServerContext).begun?.result;
      if (result) setResult(result);
    },

    onSubscribe: ({ args }) => ({
      onSubscribeResult({ result, setResult }) {
        if (!(Symbol.asyncIterator in result)) return;
        const { request } = args.contextValue as ServerContext;
        const requestContext = requestContexts.of(args.contextValue);
        const counted: AsyncIterableIterator<ExecutionResult> = metrics?.subscribed(result) ?? result;
        if (!request || !requestContext) return void setResult(counted); // A WebSocket, or REST: they finish what they started.
        const { expiresAt, caller } = requestContext;
        const values = expiresAt === null ? counted : untilExpiry(counted, expiresAt, caller.correlationId);
        setResult(streams.opened(request, values));
      },
    }),

    onResultProcess({ request, result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || !result.errors) return;
      const requestContext = requestContexts.ofRequest(request);
      const correlationId = correlationIds.get(request) ?? correlationIdOf(null);
      const errors = finalizeErrors(
        result.errors.map((error) => maskError(error, correlationId, report)),
        correlationId,
        requestContext !== undefined && mayIntrospect(introspection, requestContext.caller.viewer),
      );
      if (requestContext && !requestContext.operation)
        chargeInput(limiter, requestContext.payer, refusedDocumentCost(documentLengths.get(request) ?? 0));
      codes.set(request, [...new Set(errors.map(({ extensions }) => extensions.code))]);
      setResult({ ...result, errors });
    },

    onResponse({ request, response: given, setResponse, fetchAPI, serverContext }) {
      if (!given.headers.get('content-type')?.startsWith('text/event-stream')) streams.end(request);
      const correlationId = correlationIds.get(request);
      // The engine answers 406 with an empty body when no type in `Accept` is available.
      const response =
        given.status === 406 && !given.body
          ? fetchAPI.Response.json(errorBody('BAD_USER_INPUT', notAcceptable, correlationId), { status: 406 })
          : given;
      if (response !== given) setResponse(response);
      const { headers, status } = response;
      if (correlationId) headers.set(correlationHeader, correlationId);
      for (const [name, value] of Object.entries(corsHeaders(request, origins))) {
        if (name === 'vary') appendVary(headers, value);
        else headers.set(name, value);
      }
      for (const [name, value] of Object.entries(securityHeaders(headers.get('content-type')))) {
        if (!headers.has(name)) headers.set(name, value);
      }
      if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
      const requestContext = requestContexts.ofRequest(request);
      if (!(serverContext as ServerContext).res) releaseWhenTaken(headers.get('content-type'), requestContext);
      const method = /^[A-Z]{1,10}$/.test(request.method) ? request.method : 'OTHER';
      const found = codes.get(request);
      const answered = {
        transport: 'http',
        method,
        route: '/graphql',
        status,
        ...(found ? { codes: found } : {}),
      } as const;
      if (requestContext) logRequest(options, requestContext, answered);
      else if (correlationId) logRequestWithoutViewer(options, correlationId, answered, 'info');
    },
  };
}

/** The content types of a response: an event stream for a subscription, JSON for anything else. */
const answerTypes = ['application/graphql-response+json', 'application/json', 'text/event-stream', 'multipart/mixed'];

const notAcceptable =
  'No type in `Accept` is available. Send `application/graphql-response+json` or `application/json`; for a subscription, `text/event-stream`.';

const errorBody = (code: string, message: string, correlationId: string | undefined) => ({
  errors: [{ message, extensions: { code, correlationId } }],
});

/** Only an object can be the parameters of a request; its contents are checked next. */
function asParameters(body: unknown, operations: PersistedOperations): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return withQuery(body, operations);
  throw refusal('BAD_USER_INPUT', 'The body is not one request of GraphQL.', 400);
}

/** The parameters in a URL: `query`, `operationName`, and `variables` and `extensions` as JSON. */
function parametersIn(url: string, operations: PersistedOperations) {
  const given = new URLSearchParams(url.slice(url.indexOf('?') + 1 || url.length));
  const twice = parameterNames.find((name) => given.getAll(name).length > 1);
  if (twice) throw refusal('BAD_USER_INPUT', `\`${twice}\` is in the address twice. Remove one.`, 400);
  const json = (name: string) => {
    const text = given.get(name);
    if (!text) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw refusal('BAD_USER_INPUT', `\`${name}\` is not JSON.`, 400);
    }
    const loss = lossOf(text, `\`${name}\``);
    if (loss) throw loss;
    return value;
  };
  return withQuery(
    {
      query: given.get('query') || undefined,
      operationName: given.get('operationName') || undefined,
      variables: json('variables'),
      extensions: json('extensions'),
    },
    operations,
  );
}

const parameterNames = ['query', 'operationName', 'variables', 'extensions'];

function withQuery(
  parameters: { query?: unknown; operationName?: unknown; variables?: unknown; extensions?: unknown },
  operations: PersistedOperations,
) {
  const { operationName } = parameters;
  const query = operations.documentOf(parameters);
  if (typeof query !== 'string') throw refusal('BAD_USER_INPUT', '`query` is required and must be a string.', 400);
  if (typeof (operationName ?? '') !== 'string')
    throw refusal('BAD_USER_INPUT', '`operationName` must be a string.', 400);
  // Clients without an operation name send an empty one.
  return { ...parameters, query, operationName: operationName || undefined } as Record<string, unknown>;
}
