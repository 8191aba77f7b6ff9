import type * as z from 'zod';
import type { IssueLocation, Issues, Relocate } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { ownProperty } from '../values/jsonValue.ts';
import { clip, formatPath, type Path } from '../values/path.ts';
import { describe } from './shapeMessage.ts';
import { keysAt, suggestKey } from './suggestKey.ts';

/** Further issues are only counted. */
const maxReported = 200;

/** Checks a plain value against a contract; problems go to `issues`, at the place that `relocate` returns. */
export function checkShape(
  schema: z.ZodType,
  value: unknown,
  at: IssueLocation,
  issues: Issues,
  relocate: Relocate,
): void {
  const result = schema.safeParse(value);
  if (result.success) return;
  const report = (issue: z.core.$ZodIssue, inner: Path): void => {
    const error = (path: Path, code: IssueCode, message: string): void =>
      issues.error(relocate({ file: at.file, path: [...at.path, ...path] }), code, message);
    const meant = issue.code === 'invalid_union' ? meantBranch(issue) : null;
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, inner);
      for (const key of issue.keys.slice(0, maxReported)) error([...inner, key], 'unknown_key', unknownKey(key, known));
      issues.unlisted(issue.keys.length - maxReported);
    } else if (issue.code === 'invalid_key') {
      for (const one of issue.issues) report(one, inner);
    } else if (meant) {
      for (const one of meant) report(one, [...inner, ...pathOf(one)]);
    } else if (inner.length > 0 && valueAt(value, inner) === undefined) {
      const [, message] = describe(issue);
      error(inner, 'required', `"${formatPath(inner.slice(-1))}" is required. ${message}`);
    } else {
      const [code, message] = describe(issue);
      error(inner, code, message + suggestion(issue, valueAt(value, inner)));
    }
  };
  const found = oncePerPlace(result.error.issues);
  for (const issue of found.slice(0, maxReported)) report(issue, pathOf(issue));
  issues.unlisted(found.length - maxReported);
}

/** The issues of the one branch of a union that accepts a value of this type, if there is one. */
function meantBranch({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] | null {
  const isOtherType = (each: z.core.$ZodIssue): boolean =>
    each.path.length === 0 && (each.code === 'invalid_type' || each.code === 'invalid_value');
  const [meant, ...others] = errors.filter((branch) => !branch.some(isOtherType));
  return meant && others.length === 0 ? meant : null;
}

/** Drops issues that follow from another: the size of a value of the wrong type, and the wider of two bounds. */
function oncePerPlace(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const place = (issue: z.core.$ZodIssue, code: string = issue.code) =>
    JSON.stringify([code, ...issue.path.map(String)]);
  const last = new Map(issues.map((issue) => [place(issue), issue]));
  return issues.filter(
    (issue) =>
      (issue.code !== 'too_big' && issue.code !== 'too_small') ||
      (last.get(place(issue)) === issue && !last.has(place(issue, 'invalid_type'))),
  );
}

/** Suggests the allowed value that was probably meant, if there are several. */
function suggestion(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== 'invalid_value' || issue.values.length === 1 || typeof value !== 'string') return '';
  const probably = suggestKey(
    value,
    issue.values.filter((each) => typeof each === 'string'),
  );
  return probably === null ? '' : ` Did you mean "${probably}"?`;
}

/** The path of an issue: in JSON, no key is a symbol. */
const pathOf = (issue: z.core.$ZodIssue): Path => issue.path as Path;

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner, part) => (Array.isArray(inner) ? inner[Number(part)] : ownProperty(inner, String(part))), value);

function unknownKey(key: string, known: readonly string[]): string {
  const probably = suggestKey(key, known);
  if (probably !== null) return `"${clip(key)}" is not part of the contract. Did you mean "${probably}"?`;
  const advice = known.includes('metadata') ? 'Remove it, or move it to "metadata"' : 'Remove it';
  return `"${clip(key)}" is not part of the contract. ${advice}.`;
}
