import { RegistryError, RequestError } from '../../src/errors.ts';
import { addressOf } from '../access/clientAddress.ts';
import { correlationHeader, correlationIdOf } from '../access/correlation.ts';
import { anyOrigin, type Origins, originsOf } from '../access/origins.ts';
import { Overloaded } from '../access/overloaded.ts';
import { Problem, pathNotFound, problemAnswer, problemOf } from '../access/problem.ts';
import { RateLimited } from '../access/rateLimited.ts';
import {
  admitOperation,
  createRequestContext,
  type RequestContext,
  releaseWhenSent,
  releaseWhenTaken,
} from '../access/requestContext.ts';
import type { GatewayOptions, ServerContext } from '../graphql/gatewayOptions.ts';
import { isOutage } from '../graphql/maskError.ts';
import type { Gateway } from '../graphql/yoga.ts';
import { type Answer, asResponse } from '../http/answer.ts';
import { corsHeaders, preflight, requireAllowedOrigin } from '../http/cors.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { logRequest, logRequestWithoutViewer } from '../telemetry/log.ts';
import { type ConsoleSite, wantsConsole } from './console.ts';
import { descriptionRoute } from './description.ts';
import { createEngine } from './engine.ts';
import { fileRoute } from './file.ts';
import { healthRoutes } from './health.ts';
import { homeRoute } from './home.ts';
import { iconRoutes } from './icon.ts';
import { metricsRoutes } from './metrics.ts';
import { operationRoute } from './operation.ts';
import { createRouter, type Found, type Route } from './route.ts';
import { eventsRoute } from './routes/events.ts';
import { exportRoute } from './routes/export.ts';
import { usageRoute } from './routes/usage.ts';
import { operationRoutes } from './routes.ts';
import { schemaRoutes } from './schemas.ts';
import { type Target, targetOf } from './target.ts';

/** Everything that the gateway serves over HTTP, except `/graphql`. */
export interface Rest {
  /** Always responds, with a problem if necessary; never throws. */
  handle(request: Request, arrival: ServerContext): Promise<Response>;
}

/**
 * @param more routes that only some hosts serve, such as the assets of the REST reference
 * @param site the web console, where this host serves it
 */
export function createRest(
  gateway: Gateway,
  options: GatewayOptions,
  more: readonly Route[] = [],
  site: ConsoleSite | null = null,
): Rest {
  const { services, limiter, report, outage, queue, tracing } = options;
  const origins = originsOf(options);
  const clientOf = addressOf(options);
  const engine = createEngine(gateway);
  const find = createRouter([
    homeRoute(site?.page),
    ...iconRoutes(),
    ...schemaRoutes(),
    ...healthRoutes(options.readiness),
    ...metricsRoutes(options),
    ...operationRoutes.map((operation) => operationRoute(operation, engine, options)),
    eventsRoute(engine, report),
    usageRoute(engine),
    exportRoute(engine, options),
    descriptionRoute(),
    fileRoute(services, limiter),
    ...more,
    ...(site?.routes ?? []),
  ]);
  const consoleRoute: Route | null = site && {
    method: 'GET',
    pattern: '/*',
    quiet: true,
    answer: ({ request }) => site.page(request, {}),
  };

  async function answered(request: Request, arrival: ServerContext, seen: Seen): Promise<Answer> {
    const target = targetOf(request, arrival);
    const found = find(target.path);
    const { method } = request;
    const allow = [...new Set(found.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : ['POST'])))];
    if (allow.length === 0) {
      if (!consoleRoute || !wantsConsole(method, request.headers.get('accept'), target.path)) throw pathNotFound();
      seen.route = consoleRoute;
      return answerOf({ route: consoleRoute, path: {} }, target, request, arrival, seen);
    }
    if (found.some(({ route }) => route.anyOrigin)) seen.origins = anyOrigin;
    if (method === 'OPTIONS') return preflight(request, seen.origins, allow);
    const chosen = found.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method));
    if (!chosen) {
      throw new Problem(405, 'BAD_USER_INPUT', `Method not allowed. Use ${allow.join(' or ')}.`, {
        headers: { allow: allow.join(', ') },
      });
    }
    seen.route = chosen.route;
    requireAllowedOrigin(request, seen.origins);
    return answerOf(chosen, target, request, arrival, seen);
  }

  const answerOf = ({ route, path }: Found, target: Target, request: Request, arrival: ServerContext, seen: Seen) =>
    route.answer({
      request,
      arrival,
      target,
      path,
      correlationId: seen.correlationId,
      async enter() {
        const { req, res } = arrival;
        const { headers } = request;
        seen.requestContext = await (arrival.begun?.requestContext ??
          createRequestContext(options, {
            authorization: req?.headersDistinct.authorization?.join(', ') ?? headers.get('authorization'),
            correlationId: seen.correlationId,
            address: clientOf(req?.socket.remoteAddress, (name) => headers.get(name)),
          }));
        admitOperation(queue, seen.requestContext.payer);
        if (res) releaseWhenSent(res, seen.requestContext);
        return seen.requestContext;
      },
    });

  function explained(error: unknown, correlationId: string): Answer {
    if (error instanceof Problem) return problemAnswer(error, correlationId);
    if (isOutage(error)) outage?.(error, correlationId);
    if (error instanceof RequestError || error instanceof RegistryError) {
      return problemAnswer(problemOf(error.code, error.message), correlationId);
    }
    if (error instanceof RateLimited || error instanceof Overloaded) {
      return problemAnswer(problemOf(error.code, error.message, { retryAfter: error.retryAfter }), correlationId);
    }
    report(error, correlationId);
    return problemAnswer(
      problemOf('INTERNAL_SERVER_ERROR', 'Internal error. Report it with the correlation id.'),
      correlationId,
    );
  }

  function logged({ requestContext, route, correlationId }: Seen, method: string, { status, code }: Answer) {
    const line = { transport: 'rest', method: methodName(method), route: route?.pattern ?? 'none', status } as const;
    const codes = code === undefined ? {} : { codes: [code] };
    if (requestContext) logRequest(options, requestContext, { ...line, ...codes });
    else
      logRequestWithoutViewer(options, correlationId, { ...line, ...codes }, route && !route.quiet ? 'info' : 'debug');
  }

  return {
    async handle(request, arrival) {
      const correlationId =
        arrival.begun?.correlationId ?? correlationIdOf(request.headers.get(correlationHeader), tracing);
      const seen: Seen = { origins, correlationId };
      const answer = await answered(request, arrival, seen).catch((error) => explained(error, correlationId));
      logged(seen, request.method, answer);
      if (!arrival.res) releaseWhenTaken(answer.headers['content-type'], seen.requestContext);
      return asResponse(
        {
          ...answer,
          headers: {
            ...securityHeaders(null),
            ...corsHeaders(request, seen.origins),
            ...answer.headers,
            ...lastOfConnection(request, arrival, answer),
            [correlationHeader]: correlationId,
          },
        },
        request.method,
      );
    },
  };
}

/** What is known about a request while it is handled. */
interface Seen {
  origins: Origins;
  correlationId: string;
  route?: Route;
  requestContext?: RequestContext;
}

/** Closes the connection instead of reading the rest of a large body of a refused request. */
function lastOfConnection(
  { headers, body }: Request,
  { req }: ServerContext,
  { status }: Answer,
): Record<string, string> {
  if (status < 400 || !req || !body || req.complete) return {};
  return Number(headers.get('content-length') ?? Number.NaN) <= 65_536 ? {} : { connection: 'close' };
}

const methodName = (method: string) => (/^[A-Z]{1,10}$/.test(method) ? method : 'OTHER');
