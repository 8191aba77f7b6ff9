import { readFileSync } from 'node:fs';
import { isInputObjectType } from 'graphql';
import { schema } from '../../schema/index.ts';
import { operationRoutes } from '../../server/rest/routes.ts';
import { mismatches } from './inputOracle.ts';

/** A parameter according to the OpenAPI document. */
interface Schema {
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
}

interface Operation {
  operationId: string;
  parameters?: { name?: string; in?: string; schema?: Schema }[];
}

const description = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};

/** The one right result of a read: its status, its code, and the places that a refusal names. */
export interface Expected {
  status: number;
  code?: string;
  places?: string[];
}

const notFound: Expected = { status: 404, code: 'NOT_FOUND' };
const refused = (...places: string[]): Expected => ({ status: 400, code: 'BAD_USER_INPUT', places });

/** The decoded part of a path; null if it is malformed. */
function decoded(part: string): string | null {
  try {
    const text = decodeURIComponent(part);
    return text === '' || /\p{Cc}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

function matchPath(pattern: string, path: string): Record<string, string> | null {
  const names = pattern.split('/');
  const parts = path.split('/');
  if (names.at(-1) === '{path}') parts.push(parts.splice(names.length - 1).join('/'));
  if (names.length !== parts.length) return null;
  const values: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index] ?? '';
    if (!name.startsWith('{')) {
      if (name !== part) return null;
      continue;
    }
    const value = decoded(part);
    if (value === null) return null;
    values[name.slice(1, -1)] = value;
  }
  return values;
}

function takes(schema: Schema, text: string): boolean {
  if (schema.enum) return schema.enum.includes(text);
  if (schema.type === 'boolean') return text === 'true' || text === 'false';
  if (schema.type === 'integer')
    return /^-?\d{1,9}$/.test(text) && Number(text) >= (schema.minimum ?? 0) && Number(text) <= (schema.maximum ?? 0);
  return text.length >= 1 && text.length <= (schema.maxLength ?? 0) && !/\p{Cc}/u.test(text);
}

/** The parameters that are wrong according to the document alone, and the values of the others. */
function readQuery(operation: Operation, query: URLSearchParams) {
  const known = new Map(
    (operation.parameters ?? []).flatMap(({ name, in: where, schema }) =>
      name && where === 'query' ? [[name, schema ?? {}] as const] : [],
    ),
  );
  const wrong: string[] = [];
  const values = new Map<string, string[]>();
  for (const name of new Set(query.keys())) {
    const schema = known.get(name);
    const all = query.getAll(name);
    const list = schema?.items ? all.flatMap((each) => each.split(',').map((one) => one.trim())) : all;
    const fits =
      schema !== undefined &&
      list.length <= (schema.items ? (schema.maxItems ?? 0) : 1) &&
      list.every((each) => takes(schema.items ?? schema, each));
    if (fits) values.set(name, list);
    else wrong.push(name.replace(/[^\w.-]/g, '?').slice(0, 40));
  }
  return { wrong, values };
}

/** The operation at a URL, or the refusal if there is none; null for a URL that is not documented. */
function findOperation(url: URL, method: 'get' | 'post') {
  const path = url.pathname;
  if (path.length + url.search.length > 4_096) return { status: 414, code: 'BAD_USER_INPUT' } satisfies Expected;
  const matching = Object.entries(description.paths).flatMap(([pattern, methods]) => {
    const inPath = matchPath(pattern, path);
    return inPath ? [{ inPath, methods }] : [];
  });
  if (matching.length === 0) return path.startsWith('/api/') && !/^\/api\/(docs|openapi)/.test(path) ? notFound : null;
  for (const { inPath, methods } of matching) if (methods[method]) return { inPath, operation: methods[method] };
  return { status: 405, code: 'BAD_USER_INPUT' } satisfies Expected;
}

/** The contents: the slugs of `default`, each with its published versions. */
export type Contents = Record<'agents' | 'templates', Record<string, string[]>>;

/**
 * The result of a read, derived from the document and the contents alone; null if that is not sufficient, such as for
 * a URL that is not documented. There are no private entries, and no cursors were issued.
 */
export function expectedRead(url: URL, contents: Contents): Expected | null {
  const found = findOperation(url, 'get');
  if (!found || 'status' in found) return found;
  const { inPath, operation } = found;
  const { operationId } = operation;
  const [, kind, more] = /^(?:get|list)(Agent|Template)(s|Versions?|Depende(?:ncies|nts))?$/.exec(operationId) ?? [];
  if (
    !kind &&
    !['search', 'listRuns', 'getRun', 'getRunUpgrade', 'listDrafts', 'listValidationReports'].includes(operationId)
  )
    return null;
  const { wrong, values } = readQuery(operation, url.searchParams);
  if (wrong.length > 0) return refused(...wrong);

  const blank = (name: string) => values.get(name)?.some((each) => each.trim() === '') ?? false;
  const page = (): Expected => {
    if (values.has('first') && values.has('last')) return refused('first', 'last');
    const cursor = ['after', 'before'].find((name) => values.has(name));
    return cursor ? refused(cursor) : { status: 200 };
  };
  if (operationId === 'getRun' || operationId === 'getRunUpgrade') return refused('id');
  if (kind && inPath.id !== undefined) {
    if (blank('namespace')) return refused('namespace');
    const [namespace = 'default'] = values.get('namespace') ?? [];
    const entries = kind === 'Agent' ? contents.agents : contents.templates;
    const versions = namespace === 'default' && Object.hasOwn(entries, inPath.id) ? entries[inPath.id] : undefined;
    if (!versions) return notFound;
    if (inPath.version !== undefined) return versions.includes(inPath.version) ? { status: 200 } : notFound;
    return more === undefined || more === 'Version' ? { status: 200 } : page();
  }
  const wrongly = (name: string, form: RegExp) => values.get(name)?.some((each) => !form.test(each)) ?? false;
  if (operationId === 'listRuns' && wrongly('version', versionForm)) return refused('filter.version');
  if (operationId === 'listRuns' && wrongly('createdBy', uuidForm)) return refused('filter.createdBy');
  const filter = ['category', 'entryId', 'namespace', 'templateId'].find(blank);
  return filter ? refused(`filter.${filter}`) : page();
}

/** Enough of a version number for what this oracle sees: https://semver.org */
const versionForm = /^\d+\.\d+\.\d+$/;
const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The input type of the mutation behind each write. */
const inputTypes = new Map(
  operationRoutes.flatMap(({ id, document, ...route }) => {
    const type = schema.getType(/\$input: (\w+)!/.exec(document)?.[1] ?? '');
    if (!isInputObjectType(type)) return [];
    return [[id, { type, fromPath: 'fromPath' in route ? (route.fromPath ?? {}) : {} }] as const];
  }),
);

/** The refusal of a write that does not match its input type; null if the operation itself decides. */
export function expectedWrite(url: URL, body: string): Expected | null {
  const found = findOperation(url, 'post');
  if (!found || 'status' in found) return found;
  const input = inputTypes.get(found.operation.operationId);
  if (!input) return null;
  const { wrong } = readQuery(found.operation, url.searchParams);
  if (wrong.length > 0) return refused(...wrong);
  const value = parsed(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused();
  const given = { ...value } as Record<string, unknown>;
  for (const [field, name] of Object.entries(input.fromPath)) {
    if (Object.hasOwn(given, field)) return refused(field);
    given[field] = found.inPath[name];
  }
  const places = mismatches(given, input.type);
  return places.length === 0 ? null : refused(...places);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
