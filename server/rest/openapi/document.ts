import type { GraphQLSchema } from 'graphql';
import { leastRoles, openMutations } from '../../../src/registry/leastRoles.ts';
import { version } from '../../open/build.ts';
import type { OperationRoute, ReadRoute, WriteRoute } from '../operationRoute.ts';
import { readRoles } from '../readRoles.ts';
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
  notModified,
  pathParameters,
  queryParameters,
} from './parts.ts';
import { problemSchema, usual } from './problems.ts';

/** The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html) of all paths, derived from their routes. */
export function createOpenApiDocument(schema: GraphQLSchema, routes: readonly OperationRoute[]) {
  const components = createComponents();
  const operations = readOperations(schema, components);
  const answers = createAnswers(components);
  const { usually, otherwise, problemContent } = answers;

  const read = (route: ReadRoute) => ({
    ...common(route),
    description: readRoles[route.id] ? `Requires the role "${readRoles[route.id]}".` : withToken[route.caching],
    security: readRoles[route.id] ? [{ token: [] }] : [{}, { token: [] }],
    parameters: [
      ...pathParameters(route.pattern),
      ...queryParameters(route.parameters),
      header.ifNoneMatch,
      header.correlationId,
    ],
    responses: {
      200: {
        description: route.result,
        headers: { ETag: etag, 'Cache-Control': cacheControl, ...(route.isPage ? { Link: link } : {}) },
        content: { 'application/json': { schema: operations.answerOfRead(route) } },
      },
      304: { description: notModified, headers: { ETag: etag, 'Cache-Control': cacheControl } },
      ...(readRoles[route.id] ? usually(403) : {}),
      ...usually(400, 401, 404, 406, 429, 503),
      ...otherwise,
    },
  });

  function write(route: WriteRoute) {
    const { payload, problems, meanings, input } = operations.outcomesOf(route);
    const content = { 'application/json': { schema: payload } };
    const responses: Record<string, Content | { $ref: string }> = {
      200: { description: route.made ? nothingCreated : route.result, content },
      ...(route.made ? { 201: { description: route.result, headers: { Location: location }, content } } : {}),
      ...usually(400, 401, 406, 408, 409, 413, 415, 429, 503),
      ...otherwise,
    };
    for (const [status, schemas] of problems) {
      responses[status] = {
        description: describeProblems(status, meanings.get(status) ?? []),
        content: problemContent(status === 409 ? [...schemas, problemSchema(components)] : schemas),
      };
    }
    return {
      ...common(route),
      ...(openMutations.includes(route.id)
        ? { description: 'Requires no token.', security: [{}] }
        : {
            description: `Requires the role "${leastRoles[route.id] ?? 'publisher'}".`,
            security: [{ token: [] }],
          }),
      parameters: [
        ...pathParameters(route.pattern),
        ...(route.takesKey === false ? [] : [header.idempotencyKey]),
        header.correlationId,
      ],
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
      version,
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
        metrics: { type: 'http', scheme: 'bearer', description: 'The token for metrics, set by the operator.' },
      },
    },
  };
}

const nothingCreated = 'Nothing new was created: the content already exists, or it was a dry run.';

const aboutTokens =
  'A JWT, sent as `Authorization: Bearer <token>`. On your own machine, get one with `npm run -s registry -- token --role publisher` (or `viewer`, `admin`). If the registry uses Supabase Auth, use the access token of the signed-in user.';

const about = `The operations of the GraphQL endpoint as a REST API, with the same permissions and error codes.

**Tokens.** Public data needs no token. Writes and private data need one. ${aboutTokens}

**Examples.** The example bodies work unchanged if you send them in the order of this page: first agents, then templates, then runs. Writes go to your own namespace.

**Streams.** \`/api/events\` never ends, so it cannot be tried out on this page. Use an \`EventSource\` or \`curl -N\`.`;

/** A status that several errors have is described by their codes. Any write can also meet a conflict. */
function describeProblems(status: number, meanings: readonly string[]): string {
  const [first = ''] = meanings;
  if (status === 404 || (status === 403 && meanings.length === 1 && first.includes('FORBIDDEN'))) return usual[status];
  const all = status === 409 ? [...meanings, `\`CONFLICT\`: ${usual[409]}`] : meanings;
  return all.length === 1 ? (all[0] ?? '') : all.map((meaning) => `- ${meaning}`).join('\n');
}

/** What a read returns with and without a token. */
const withToken = {
  version: 'Public versions need no token. Private versions need a token of their namespace.',
  public: 'Public entries need no token. With a token, the private entries of its namespace are included.',
  private: 'Returns only what belongs to the namespace of the token. Without a token there are no results.',
} as const;

const referredTo = (schemas: Readonly<Record<string, JsonSchema>>, text: string) =>
  Object.fromEntries(Object.entries(schemas).filter(([name]) => text.includes(`"#/components/schemas/${name}"`)));

const tags = [
  ['Agents', 'Agents and their versions: a prompt, a model, skills, MCP servers and limits.'],
  ['Templates', 'Templates and their versions: plans of steps for agents.'],
  ['Runs', 'Instantiated templates: list, claim, report and retry.'],
  ['Search', 'Full-text search over agents and templates.'],
  ['Events', 'Changes in the registry, in order.'],
  ['Validation reports', 'Stored results of validations.'],
  ['Usage', 'What a namespace uses, for billing.'],
  ['Webhooks', 'Events that are sent to a URL, signed. For admins.'],
  ['Files', 'Files of versions.'],
  ['Console', 'Links that sign in to the web console once.'],
  ['Administration', 'Import, and changes of many entries at once. For admins.'],
  ['Operations', 'Health and metrics, for operators.'],
] as const;

const common = ({ id, tag, summary }: OperationRoute) => ({ operationId: id, tags: [tag], summary });

const inBraces = (pattern: string) => pattern.replace(/:(\w+)/g, '{$1}');
