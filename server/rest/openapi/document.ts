import type { GraphQLSchema } from 'graphql';
import { leastRoles } from '../../../src/registry/leastRoles.ts';
import type { OperationRoute, ReadRoute, WriteRoute } from '../operationRoute.ts';
import { type Content, createAnswers } from './answers.ts';
import { createComponents } from './components.ts';
import { examplesOf } from './examples.ts';
import { extraPaths } from './extraPaths.ts';
import { bodySchema } from './input.ts';
import type { JsonSchema } from './jsonSchema.ts';
import { readOperations } from './operations.ts';
import {
  cacheControl,
  etag,
  header,
  headerParameters,
  link,
  location,
  pathParameters,
  queryParameters,
} from './parts.ts';
import { problemSchema, type UsualStatus, usual } from './problems.ts';

/** The description of every address, in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1.html), made of what answers there. */
export function createOpenApiDocument(schema: GraphQLSchema, routes: readonly OperationRoute[]) {
  const components = createComponents();
  const operations = readOperations(schema, components);
  const answers = createAnswers(components);
  const { usually, otherwise, problemContent } = answers;

  const read = (route: ReadRoute) => ({
    ...common(route),
    description: withToken[route.caching],
    security: [{}, { token: [] }],
    parameters: [
      ...pathParameters(route.pattern),
      ...queryParameters(route.parameters),
      header.ifNoneMatch,
      header.correlationId,
    ],
    responses: {
      200: {
        description: 'What was asked for.',
        headers: { ETag: etag, 'Cache-Control': cacheControl, ...(route.isPage ? { Link: link } : {}) },
        content: { 'application/json': { schema: operations.answerOfRead(route) } },
      },
      304: { description: 'You have it.', headers: { ETag: etag, 'Cache-Control': cacheControl } },
      ...usually(400, 401, 404, 406, 429, 503),
      ...otherwise,
    },
  });

  function write(route: WriteRoute) {
    const { payload, problems, input } = operations.outcomesOf(route);
    const content = { 'application/json': { schema: payload } };
    const responses: Record<string, Content | { $ref: string }> = {
      200: {
        description: route.made ? 'Nothing new was made: a repetition, or a rehearsal.' : 'What was done.',
        content,
      },
      ...(route.made ? { 201: { description: 'What was made.', headers: { Location: location }, content } } : {}),
      ...usually(400, 401, 406, 408, 409, 413, 415, 429, 503),
      ...otherwise,
    };
    for (const [status, schemas] of problems) {
      responses[status] = {
        description: usual[status as UsualStatus] ?? 'The request was understood and refused.',
        content: problemContent(status === 409 ? [...schemas, problemSchema(components)] : schemas),
      };
    }
    return {
      ...common(route),
      description: `Requires the role "${leastRoles[route.id] ?? 'publisher'}".`,
      security: [{ token: [] }],
      parameters: [...pathParameters(route.pattern), header.idempotencyKey, header.correlationId],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: bodySchema(input, Object.keys(route.fromPath ?? {}), components),
            examples: examplesOf(route.id),
          },
        },
      },
      responses,
    };
  }

  const paths: Record<string, Record<string, unknown>> = {};
  const add = (pattern: string, method: string, operation: object) => {
    paths[inBraces(pattern)] = { ...paths[inBraces(pattern)], [method.toLowerCase()]: operation };
  };
  for (const route of routes) add(route.pattern, route.method, route.method === 'GET' ? read(route) : write(route));
  for (const [pattern, operation] of extraPaths(operations, answers)) add(pattern, 'GET', operation);

  return {
    openapi: '3.1.1',
    info: {
      title: 'NOFX registry',
      version: '0.1.0', // That of package.json, which a function on Vercel does not have; a test compares them.
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: tags.map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: referredTo(components.schemas, JSON.stringify([paths, components.schemas])),
      responses: answers.responses,
      parameters: headerParameters,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: aboutTokens },
        metrics: { type: 'http', scheme: 'bearer', description: 'A token of its own, set by the operator.' },
      },
    },
  };
}

const aboutTokens =
  'A JWT, sent as `Authorization: Bearer <token>`. On your own machine, run `npm run -s registry -- token --role publisher` (or `viewer`, `admin`). Where the registry uses Supabase Auth, it is the access token of the signed-in user.';

const about = `The operations of the GraphQL endpoint as REST, with the same rights and error codes.

**Tokens.** Public data needs none. Writes, and whatever is private, need a token. ${aboutTokens}

**Examples.** The example bodies work as they are when they are sent in the order of this page: agents first, then templates, then runs. The namespace must be your own.

**Streams.** \`/api/events\` never ends, so it cannot be tried on this page; use an \`EventSource\` or \`curl -N\`.`;

/** What a token changes about a read. */
const withToken = {
  version: 'Public versions need no token; private ones need a token of their namespace.',
  public: 'Public entries need no token; a token adds the private ones of its namespace.',
  private: 'Only what belongs to the namespace of the token; nothing without a token.',
} as const;

const referredTo = (schemas: Readonly<Record<string, JsonSchema>>, text: string) =>
  Object.fromEntries(Object.entries(schemas).filter(([name]) => text.includes(`"#/components/schemas/${name}"`)));

const tags = [
  ['Agents', 'A prompt, a model, skills, MCP servers and limits, under one id.'],
  ['Templates', 'A plan of steps that agents carry out, under one id.'],
  ['Runs', 'Templates put to work.'],
  ['Search', 'Over both kinds.'],
  ['Events', 'What happened, in order.'],
  ['Validation reports', 'What was refused.'],
  ['Files', 'Of published versions.'],
  ['Operations', 'For those who run the gateway.'],
] as const;

const common = ({ id, tag, summary }: OperationRoute) => ({ operationId: id, tags: [tag], summary });

const inBraces = (pattern: string) => pattern.replace(/:(\w+)/g, '{$1}');
