import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, execute, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { schema } from '../../../schema/index.ts';
import type { Context } from '../../../src/resolvers/context.ts';
import { addressOf } from '../../access/clientAddress.ts';
import { correlationHeader, correlationIdOf } from '../../access/correlation.ts';
import { originsOf } from '../../access/origins.ts';
import { createRequestContext, type RequestContext, releaseWhenSent } from '../../access/requestContext.ts';
import { corsHeadersFor } from '../../http/cors.ts';
import { isGraphqlJson } from '../../http/jsonType.ts';
import { jsonIn, readBytes } from '../../http/readBody.ts';
import { securityHeaders } from '../../http/securityHeaders.ts';
import { logRequest } from '../../telemetry/log.ts';
import type { Begun } from '../answers/begun.ts';
import { keep } from '../answers/useAnswerCache.ts';
import type { GatewayOptions } from '../gatewayOptions.ts';
import { mayIntrospect } from '../introspection.ts';
import { maskResult } from '../masking.ts';
import type { OperationGuard } from '../operationGuard.ts';
import { executeSelection } from './executeSelection.ts';
import { createPlans, type Plan } from './plan.ts';
import { type ResponseType, responseTypeFor } from './responseType.ts';

/** Answers a plain query over HTTP; anything else goes on to the engine, with what was begun for it. */
export type DirectAnswers = (
  request: IncomingMessage,
  response: ServerResponse,
  begun: Begun | undefined,
  otherwise: (begun: Begun | undefined) => void,
) => void;

/** Larger bodies are left to the engine, which counts them while they arrive. */
const maxBodyBytes = 16_384;

/** What is sent in a body of GraphQL over HTTP, if it is nothing unusual. */
interface Parameters {
  query: string;
  variables: Record<string, unknown> | undefined;
  operationName: string | undefined;
}

/**
 * The short way of an ordinary query: the same authentication, limits, guard, masking and log as in the engine, without
 * the objects and hooks that it makes for each request. A request that it would refuse, and an answer with errors, is
 * left to the engine, so that there is one place that words refusals.
 */
export function createDirectAnswers(
  options: GatewayOptions,
  operationGuard: OperationGuard,
  contextOf: (requestContext: RequestContext) => Context,
): DirectAnswers {
  const { introspection, report, outage, tracing } = options;
  const origins = originsOf(options);
  const clientOf = addressOf(options);
  const planOf = createPlans();
  /** Where only listed operations are, the engine refuses the others. */
  const isAllowed = (query: string): boolean => {
    try {
      return options.operations.documentOf({ query }) === query;
    } catch {
      return false;
    }
  };

  const begin = (request: IncomingMessage): Omit<Begun, 'body'> => {
    const correlationId = correlationIdOf(request.headers[correlationHeader]?.toString(), tracing);
    const requestContext = createRequestContext(options, {
      authorization: request.headersDistinct.authorization?.join(', '),
      correlationId,
      address: clientOf(request.socket.remoteAddress, (name) => request.headers[name]?.toString()),
    });
    return { correlationId, requestContext };
  };

  function run(
    requestContext: RequestContext,
    plan: Plan,
    { operationName, variables }: Parameters,
    coerced: Variables,
  ) {
    const args = { schema, document: plan.document, operationName, variableValues: variables };
    const problem = operationGuard.admit(requestContext, args);
    if (problem) return { errors: [problem] };
    const contextValue = contextOf(requestContext);
    const selections = plan.query(operationName)?.selections;
    return operationGuard.run(requestContext, async () => {
      const executed = { ...args, contextValue };
      const result = selections ? executeSelection(selections, coerced, contextValue) : execute(executed);
      return maskResult(executed, await result, report, outage);
    });
  }

  function send(
    { headers: { origin } }: IncomingMessage,
    response: ServerResponse,
    type: ResponseType,
    requestContext: RequestContext,
    result: ExecutionResult,
  ): void {
    const text = JSON.stringify(result);
    const contentType = `${type}; charset=utf-8`;
    if (requestContext.operation?.isKeepable)
      keep(requestContext, text, { 'content-type': contentType, 'cache-control': 'no-store' });
    response.writeHead(200, {
      ...securityHeaders(contentType),
      'content-type': contentType,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      [correlationHeader]: requestContext.caller.correlationId,
      ...corsHeadersFor(origin ?? null, origins),
    });
    response.end(text);
    logRequest(options, requestContext, { transport: 'http', method: 'POST', route: '/graphql', status: 200 });
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    given: Begun | undefined,
  ): Promise<Begun | undefined | typeof answered> {
    const type = responseTypeFor(request.headers.accept);
    if (type === null || !isPlain(request) || origins.refuses((name) => request.headers[name]?.toString()))
      return given;
    const begun: Omit<Begun, 'body'> = given ?? begin(request);
    const requestContext = await begun.requestContext.catch(() => undefined);
    if (!requestContext) return { ...begun, body: undefined };
    const body = given?.body ?? readBytes(request, maxBodyBytes);
    const parameters = parametersIn(await body.catch(() => undefined));
    const isOpen = mayIntrospect(introspection, requestContext.caller.viewer);
    const plan = parameters && isAllowed(parameters.query) ? planOf(parameters.query, isOpen) : null;
    const query = plan?.query(parameters?.operationName);
    const variables = parameters && query ? coercedVariables(query.operation, parameters.variables) : null;
    if (!parameters || !plan || !variables) return { ...begun, body };

    releaseWhenSent(response, requestContext);
    const result = await run(requestContext, plan, parameters, variables);
    if (result.errors) return { ...begun, body, result };
    send(request, response, type, requestContext, result);
    return answered;
  }

  return (request, response, begun, otherwise) => {
    answer(request, response, begun).then(
      (left) => {
        if (left !== answered) otherwise(left);
      },
      (error) => {
        report(error, begun?.correlationId ?? correlationIdOf(null));
        response.destroy();
      },
    );
  };
}

type Variables = Record<string, unknown>;

/** The values of the variables. Null where they do not match their types: the engine reports where. */
const coercedVariables = (
  { variableDefinitions }: OperationDefinitionNode,
  variables: Parameters['variables'],
): Variables | null =>
  getVariableValues(schema, variableDefinitions ?? [], variables ?? {}, { maxErrors: 1 }).coerced ?? null;

/** There is nothing left to do. */
const answered = Symbol('answered');

const isPlain = ({ method, url, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  url === '/graphql' &&
  Number(headers['content-length'] ?? Number.NaN) <= maxBodyBytes &&
  headers['content-encoding'] === undefined &&
  isGraphqlJson(headers['content-type']);

/** Null for a body that is refused, or that has anything but a query, its variables and its name. */
function parametersIn(bytes: Uint8Array | undefined): Parameters | null {
  const body = bytes && jsonOrNull(bytes);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return null;
  const { query, variables, operationName, ...others } = body as Record<string, unknown>;
  if (typeof query !== 'string' || Object.keys(others).length > 0) return null;
  if (typeof (operationName ?? '') !== 'string') return null;
  if (typeof (variables ?? {}) !== 'object' || Array.isArray(variables)) return null;
  return {
    query,
    variables: (variables ?? undefined) as Parameters['variables'],
    operationName: (operationName as string | null | undefined) || undefined,
  };
}

function jsonOrNull(bytes: Uint8Array): unknown {
  try {
    return jsonIn(bytes, () => {});
  } catch {
    return null;
  }
}
