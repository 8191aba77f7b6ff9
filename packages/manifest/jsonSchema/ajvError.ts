import type { ErrorObject } from 'ajv';
import type { IssueCode } from '../contract/issueCodes.ts';
import { clip, formatPath, type Path } from '../contract/path.ts';

/** What is wrong with a value, where in it. */
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

/** Ajv's messages name limits and types, not values; `enum` and `const` would, so theirs are written here. */
export function describeError(error: ErrorObject): ValueIssue {
  const path = [...ajvPath(error)];
  const { params } = error;
  if (error.keyword === 'required') path.push(String(params.missingProperty));
  if (error.keyword === 'additionalProperties') path.push(String(params.additionalProperty));
  if (error.keyword === 'unevaluatedProperties') path.push(String(params.unevaluatedProperty));
  const code = Object.hasOwn(codes, error.keyword) ? codes[error.keyword] : 'invalid_value';
  return { path, code: code ?? 'invalid_value', message: messageOf(error, path) };
}

function messageOf(error: ErrorObject, path: Path): string {
  if (error.keyword === 'required') return `"${formatPath(path.slice(-1))}" is missing.`;
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    return `"${formatPath(path.slice(-1))}" is no variable of this template.`;
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params.allowedValues as unknown[])
      .slice(0, 20)
      .map((value) => clip(JSON.stringify(value), 40));
    return `Expected one of ${allowed.join(', ')}.`;
  }
  if (error.keyword === 'const') return `Expected ${clip(JSON.stringify(error.params.allowedValue))}.`;
  const message = error.keyword === 'uniqueItems' ? 'must not hold an item twice' : (error.message ?? 'is wrong');
  return `It ${clip(message, 160)}.`;
}

/** The path of an Ajv error, whose numbers are indexes. */
export const ajvPath = (error: ErrorObject): Path =>
  error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : part));
