import { type Issue, Issues } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { isRecord, toJsonValue } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { describeError, type ValueIssue } from './ajvError.ts';
import { compileSchema, errorsOf, OutOfSteps } from './compileSchema.ts';

/** The schema of a template that has none. */
export const noVariables = { type: 'object', additionalProperties: false };

/**
 * Checks the values for the variables of a template against their schema (checked before by `parseTemplate`).
 * Returns them with the schema's defaults filled in; the input is not changed. Issues name a place in the values
 * (file `variables`), never a value.
 */
export function validateVariables(
  schema: unknown,
  values: unknown,
): { values: Record<string, unknown>; issues: Issue[] } {
  const issues = new Issues();
  const checked = checkValues(schema, values);
  for (const { path, code, message } of checked.wrong) issues.error({ file: 'variables', path }, code, message);
  return { values: checked.values, issues: issues.list() };
}

/** `validateVariables` with unformatted paths. */
export function checkValues(
  schema: unknown,
  values: unknown,
): { values: Record<string, unknown>; wrong: ValueIssue[] } {
  const wrong: ValueIssue[] = [];
  const report = (path: Path, code: IssueCode, message: string): unknown =>
    wrong.push({ path: [...path], code, message });
  const plain = toJsonValue(values ?? {}, report, { nodes: 5_000, characters: 262_144, lenientText: true });
  if (wrong.length > 0) return { values: {}, wrong };
  if (!isRecord(plain))
    return { values: {}, wrong: [{ path: [], code: 'invalid_type', message: 'Must be an object.' }] };
  return { values: plain, wrong: run(schema ?? noVariables, plain) };
}

function run(schema: unknown, values: Record<string, unknown>): ValueIssue[] {
  try {
    return errorsOf(compileSchema(schema), values, []).slice(0, 200).map(describeError);
  } catch (error) {
    const endless = error instanceof OutOfSteps || error instanceof RangeError;
    const message = endless
      ? 'Checking the variables against the schema takes too long. Use smaller values.'
      : 'The schema of the variables is invalid.';
    return [{ path: [], code: endless ? 'too_complex' : 'invalid_schema', message }];
  }
}
