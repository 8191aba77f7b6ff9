import type * as z from 'zod';
import type { IssueCode } from '../values/issueCodes.ts';
import { codeOf } from './fields.ts';

type Described = [code: IssueCode, message: string];

const article: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'an array',
};

const nameOf = (type: string): string => article[type] ?? type;
const unit = (origin: string): string => (origin === 'string' ? 'characters' : 'entries');
const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int';

/** The code and message of a zod issue. The message never contains the value. */
export function describe(issue: z.core.$ZodIssue): Described {
  const code = codeOf(issue.message);
  if (code !== undefined) return [code, issue.message];
  switch (issue.code) {
    case 'invalid_type':
      return ['invalid_type', `Must be ${nameOf(issue.expected)}.`];
    case 'invalid_value':
      return ['invalid_value', expected(issue.values)];
    case 'too_small':
      if (isNumber(issue.origin)) return ['too_small', `Must be at least ${issue.minimum}.`];
      if (issue.minimum === 1) return ['too_short', 'Must not be empty.'];
      return ['too_short', `Must contain at least ${issue.minimum} ${unit(issue.origin)}.`];
    case 'too_big':
      if (isNumber(issue.origin)) return ['too_big', `Must be at most ${issue.maximum}.`];
      return ['too_long', `Must contain at most ${issue.maximum} ${unit(issue.origin)}.`];
    case 'invalid_union':
      return ['invalid_type', ofUnion(issue)];
    default:
      return ['invalid_value', 'This value is not allowed here.'];
  }
}

const written = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : String(value));

function expected(values: readonly unknown[]): string {
  const list = values.map(written);
  return list.length === 1 ? `Must be ${list[0]}.` : `Must be one of ${list.join(', ')}.`;
}

/** `a string, an array or an object`. */
const either = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** `Must be a string or an object.`: the types and values that the branches of a union accept. */
function ofUnion(issue: z.core.$ZodIssueInvalidUnion): string {
  const wanted = issue.errors.flatMap((branch) =>
    branch.flatMap((inner) => {
      if (inner.path.length > 0) return [];
      if (inner.code === 'invalid_value') return inner.values.map(written);
      return inner.code === 'invalid_type' ? [nameOf(inner.expected)] : [];
    }),
  );
  return wanted.length === 0 ? 'This value is not allowed here.' : `Must be ${either([...new Set(wanted)])}.`;
}
