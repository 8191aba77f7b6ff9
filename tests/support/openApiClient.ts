import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RestResponse } from './rest.ts';
import { restClient } from './rest.ts';

// biome-ignore lint/suspicious/noExplicitAny: a description of an API, as it came
type Json = any;

export interface CallOptions {
  path?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  token?: string | null;
}

/** A client that uses only the OpenAPI document: it calls by operationId, and fails when a response differs from it. */
export interface OpenApiClient {
  operationIds: string[];
  /** The statuses that each operation has returned. */
  answered: Map<string, Set<number>>;
  call(operationId: string, asked?: CallOptions): Promise<RestResponse>;
  /** Throws if the value does not match the component. */
  checkAgainst(value: unknown, component: string): void;
}

export function openApiClient(description: Json, url: string): OpenApiClient {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
  ajv.addFormat('uri-reference', /^\S*$/);
  ajv.addSchema(description, 'api');
  const operations = new Map<string, { method: string; path: string; operation: Json }>();
  for (const [path, methods] of Object.entries<Json>(description.paths)) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      operations.set(operation.operationId, { method, path, operation });
    }
  }
  const answered = new Map<string, Set<number>>();
  const pointer = (...parts: string[]) =>
    `api#/${parts.map((each) => encodeURIComponent(each.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

  function check(value: unknown, where: string, what: string) {
    const validate = ajv.getSchema(where);
    if (!validate) throw new Error(`${what}: there is no schema at ${where}.`);
    if (!validate(value)) throw new Error(`${what}: ${ajv.errorsText(validate.errors)}`);
  }

  return {
    operationIds: [...operations.keys()],
    answered,
    checkAgainst: (value, component) => check(value, pointer('components', 'schemas', component), component),
    async call(operationId, { path: values = {}, query = {}, headers = {}, body, token = null } = {}) {
      const found = operations.get(operationId);
      if (!found) throw new Error(`There is no ${operationId}.`);
      const { method, path, operation } = found;
      const known = new Set((operation.parameters ?? []).map((each: Json) => each.name));
      for (const name of [...Object.keys(values), ...Object.keys(query)]) {
        if (!known.has(name)) throw new Error(`${operationId} has no ${name}.`);
      }
      const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
        encodeURIComponent(values[name] ?? '').replaceAll('%2F', '/'),
      );
      const told = await restClient(url, token).send(`${filled}?${new URLSearchParams(query)}`, {
        method: method.toUpperCase(),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const { status } = told;
      if (body !== undefined && status < 400) {
        check(
          body,
          pointer('paths', path, method, 'requestBody', 'content', 'application/json', 'schema'),
          `The body of ${operationId}`,
        );
      }
      const type = told.headers.get('content-type')?.split(';')[0] ?? '';
      const answers = operation.responses;
      const answer = answers[status] ?? answers.default;
      const at = answer.$ref
        ? answer.$ref.slice(2).split('/')
        : ['paths', path, method, 'responses', answers[status] ? String(status) : 'default'];
      const resolved = answer.$ref ? description.components.responses[answer.$ref.split('/').at(-1)] : answer;
      const shown = type in (resolved.content ?? {}) ? type : '*/*';
      if (/json/.test(type))
        check(told.body, pointer(...at, 'content', shown, 'schema'), `${status} of ${operationId}`);
      for (const name of Object.keys(resolved.headers ?? {})) {
        if (name !== 'Link' && !told.headers.has(name)) throw new Error(`${status} of ${operationId} has no ${name}.`);
      }
      answered.set(operationId, new Set([...(answered.get(operationId) ?? []), status]));
      return told;
    },
  };
}
