import { assertInterfaceType, getOperationAST, isInputType, type TypeNode, typeFromAST } from 'graphql';
import { schema } from '../../schema/index.ts';
import { openMutations } from '../../src/registry/leastRoles.ts';
import { badInput, Problem, problemOf } from '../access/problem.ts';
import { bodyCost, bodyLimit, chargeInput, type RequestContext, refusedCost } from '../access/requestContext.ts';

import type { GatewayOptions } from '../graphql/gatewayOptions.ts';
import { mayIntrospect } from '../graphql/introspection.ts';
import { requireAccepted } from '../http/accept.ts';
import { type Answer, json, validated } from '../http/answer.ts';
import { etagOf } from '../http/etag.ts';
import { securityHeaders } from '../http/securityHeaders.ts';
import { checkInput, readObject, withKey } from './body.ts';
import { cacheControl, varies } from './caching.ts';
import { type Data, documentOf, type Engine } from './engine.ts';
import { type PageInfo, pageLinks } from './links.ts';
import type { CreatedBody, OperationRoute, ReadRoute, WriteRoute } from './operationRoute.ts';
import { readParameters } from './parameters.ts';
import type { Call, Route } from './route.ts';

type Options = Pick<GatewayOptions, 'limiter' | 'introspection'>;

/** A route that runs an operation. */
export function operationRoute(operation: OperationRoute, engine: Engine, options: Options): Route {
  const { method, pattern } = operation;
  const answer = operation.method === 'GET' ? reading(operation, engine) : writing(operation, engine, options);
  return {
    method,
    pattern,
    async answer(call) {
      const requestContext = await call.enter();
      try {
        requireAccepted(call.request.headers.get('accept'), 'application/json');
        return await answer(call, requestContext);
      } catch (error) {
        // A refused request costs its caller too.
        if (error instanceof Problem && !requestContext.operation)
          chargeInput(options.limiter, requestContext.payer, refusedCost);
        throw error;
      }
    },
  };
}

const reading = (route: ReadRoute, engine: Engine) => {
  const document = documentOf(route.document);
  return async ({ request, target, path }: Call, requestContext: RequestContext): Promise<Answer> => {
    requestContext.engagement = route.engagement ?? null;
    const query = readParameters(target.query, route.parameters);
    const data = await engine.run(requestContext, document, route.variables({ path, query }));
    const holder = valueAt(data, route.at.slice(0, -1));
    const value = valueAt(holder, route.at.slice(-1));
    if (!isObject(value)) throw problemOf('NOT_FOUND', 'Not found, or you do not have access to it.');
    const links = route.isPage ? pageLinks(target, value.pageInfo as PageInfo, 'before' in route.parameters) : '';
    const answer = json(200, route.isPage ? asPage(value) : value, {
      'cache-control': cacheControl(
        route.caching,
        requestContext.caller.viewer,
        cacheContextOf(holder, query.namespace),
      ),
      vary: varies,
      ...(links ? { link: links } : {}),
    });
    keep(answer, requestContext);
    return validated(answer, request.headers.get('if-none-match'));
  };
};

/** Keeps an answer that may be kept, with its ETag, so that it need not be made for a 304 either. */
function keep(answer: Answer, { keeping, operation, engagement, engaged }: RequestContext): void {
  if (!keeping || operation?.type !== 'query' || !operation.isKeepable) return;
  const body = Buffer.from(answer.body as string);
  keeping.keep({
    headers: {
      ...securityHeaders(null),
      ...answer.headers,
      etag: etagOf(body),
      'content-length': String(body.length),
    },
    body,
    operation: { type: 'query', name: operation.name, cost: operation.cost },
    engagement,
    engaged: [...engaged],
  });
}

const writing = (route: WriteRoute, engine: Engine, { limiter, introspection }: Options) => {
  const document = documentOf(route.document);
  const [variable] = getOperationAST(document)?.variableDefinitions ?? [];
  const type = variable && typeFromAST(schema, variable.type as TypeNode);
  if (!isInputType(type)) throw new Error(`${route.id} takes no input object.`);

  return async ({ request, arrival, target, path }: Call, requestContext: RequestContext): Promise<Answer> => {
    const { viewer } = requestContext.caller;
    if (viewer.kind === 'anonymous' && !openMutations.includes(route.id))
      throw problemOf('UNAUTHENTICATED', 'A token is required: send `Authorization: Bearer <JWT>`.');
    readParameters(target.query, {});
    const limit = bodyLimit(requestContext);
    const body = await readObject(request, arrival, limit, (bytes) =>
      chargeInput(limiter, requestContext.payer, bodyCost(bytes)),
    );
    const input: Data = withKey(body, route.takesKey === false ? null : request.headers.get('idempotency-key'));
    for (const [field, name] of Object.entries(route.fromPath ?? {})) {
      if (Object.hasOwn(body, field)) throw badInput(`\`${field}\` is part of the path. Omit it in the body.`);
      input[field] = path[name];
    }
    checkInput(input, type, mayIntrospect(introspection, viewer));
    const [result] = Object.values(await engine.run(requestContext, document, { input }));
    if (!isObject(result)) throw new Error(`${route.id} returned no result.`);
    const { __typename, ...payload } = result;
    if (isError(__typename)) throw asProblem(payload);
    const location = input.dryRun === true ? null : (route.made?.(payload as CreatedBody) ?? null);
    const headers = { 'cache-control': 'no-store', vary: varies };
    return location === null ? json(200, payload, headers) : json(201, payload, { ...headers, location });
  };
};

const isObject = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const valueAt = (data: unknown, at: readonly string[]): unknown =>
  at.reduce<unknown>((value, name) => (isObject(value) ? value[name] : null), data);

/** `{edges, …}` as `{items, …}`: each item is the node, or the edge if that has more fields. */
function asPage({ edges, ...rest }: Data): Data {
  const items = (edges as Data[]).map((edge) => (Object.keys(edge).length === 1 ? edge.node : edge));
  return { items, ...rest };
}

/** What the caching of an exact version depends on. */
function cacheContextOf(entry: unknown, asked: unknown) {
  if (!isObject(entry) || !isObject(entry._version)) return undefined;
  return {
    asked,
    namespace: String(entry.namespace),
    visibility: String(entry.visibility),
    status: String(entry.status),
    isDraft: entry._version.status === 'DRAFT',
  };
}

const errorTypes = new Set(
  schema.getPossibleTypes(assertInterfaceType(schema.getType('Error'))).map(({ name }) => name),
);
const isError = (typename: unknown): boolean => errorTypes.has(String(typename));

function asProblem({ code, message, ...members }: Data): Problem {
  return problemOf(
    String(code),
    String(message),
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name.replace(/^_/, ''), value])),
  );
}
