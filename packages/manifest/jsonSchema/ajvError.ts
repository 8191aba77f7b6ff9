import type { ErrorObject } from 'ajv';
import type { IssueCode } from '../values/issueCodes.ts';
import { clip, formatPath, type Path } from '../values/path.ts';

/** A problem of a value, and where in it. */
export interface ValueIssue {
  path: Path;
  code: IssueCode;
  message: string;
}

const codes: Record<string, IssueCode> = {
  required: 'required',
  type: 'invalid_type',
  additionalProperties: 'unknown_variable',
  unevaluatedProperties: 'unknown_variable',
};

/** The issue of an Ajv error. The message contains limits and types of the schema, never the value. */
export function describeError(error: ErrorObject): ValueIssue {
  const path = [...ajvPath(error)];
  const { params } = error;
  if (error.keyword === 'required') path.push(String(params.missingProperty));
  if (error.keyword === 'additionalProperties') path.push(String(params.additionalProperty));
  if (error.keyword === 'unevaluatedProperties') path.push(String(params.unevaluatedProperty));
  const code = Object.hasOwn(codes, error.keyword) ? codes[error.keyword] : undefined;
  return { path, code: code ?? 'invalid_value', message: messageOf(error, path) };
}

const types: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  null: 'null',
};

/** `Must be a string or null.` */
const typeMessage = (type: unknown): string =>
  `Must be ${[type]
    .flat()
    .map((name) => types[String(name)] ?? String(name))
    .join(' or ')}.`;

const limits: Readonly<Record<string, [before: string, one: string, many: string]>> = {
  minimum: ['Must be at least', '', ''],
  maximum: ['Must be at most', '', ''],
  exclusiveMinimum: ['Must be greater than', '', ''],
  exclusiveMaximum: ['Must be less than', '', ''],
  minLength: ['Must contain at least', ' character', ' characters'],
  maxLength: ['Must contain at most', ' character', ' characters'],
  minItems: ['Must contain at least', ' item', ' items'],
  maxItems: ['Must contain at most', ' item', ' items'],
  minProperties: ['Must contain at least', ' property', ' properties'],
  maxProperties: ['Must contain at most', ' property', ' properties'],
};

/** What a value must be, by the keyword that refused it. */
export function messageOf(error: ErrorObject, path: Path): string {
  const { keyword, params } = error;
  if (keyword === 'required') return `"${formatPath(path.slice(-1))}" is required.`;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    return `"${formatPath(path.slice(-1))}" is not a variable of this template.`;
  }
  if (keyword === 'enum') {
    const allowed = (params.allowedValues as unknown[]).slice(0, 20).map((value) => clip(JSON.stringify(value), 40));
    return `Must be one of ${allowed.join(', ')}.`;
  }
  if (keyword === 'const') return `Must be ${clip(JSON.stringify(params.allowedValue))}.`;
  if (keyword === 'uniqueItems') return 'Must not contain duplicate items.';
  if (keyword === 'type') return typeMessage(params.type);
  const limit = Object.hasOwn(limits, keyword) ? limits[keyword] : undefined;
  if (limit) return `${limit[0]} ${params.limit}${params.limit === 1 ? limit[1] : limit[2]}.`;
  if (keyword === 'format') return `Must match the format ${clip(JSON.stringify(params.format), 40)}.`;
  return `${clip((error.message ?? 'must match the schema').replace(/^must/, 'Must'), 160)}.`;
}

/** The path of an Ajv error, whose numbers are indexes. */
export const ajvPath = (error: ErrorObject): Path =>
  error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
