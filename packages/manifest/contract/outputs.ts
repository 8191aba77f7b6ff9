import { describeError, type ValueIssue } from '../jsonSchema/ajvError.ts';
import { compileSchema, errorsOf, OutOfSteps } from '../jsonSchema/compileSchema.ts';
import { isUsableSchema } from '../jsonSchema/variablesSchema.ts';
import { redactSecrets } from '../secrets/secrets.ts';
import { type Issue, Issues } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { entries, isRecord, ownProperty, toJsonValue } from '../values/jsonValue.ts';
import { formatPath, type Path } from '../values/path.ts';
import { redactTokens } from '../values/redactSecrets.ts';

/** The maximum size of a step's outputs, as JSON in UTF-8. */
export const maxOutputsBytes = 262_144;

const utf8 = new TextEncoder();

/**
 * Checks the outputs of a step against those that its plan declares: each must be present, and what is declared
 * with a JSON Schema must match it. A string, or an object that is not a usable JSON Schema, only describes an output.
 * Other outputs are allowed. The value is checked as it was sent; then each well-known form of a secret is
 * replaced with `(hidden)`, because outputs are stored, shown and passed on.
 *
 * @returns a plain copy, with the defaults of the schemas; `redacted` and issues name places (file `outputs`), never
 *   values
 */
export function checkOutputs(
  declared: unknown,
  outputs: unknown,
): { outputs: Record<string, unknown>; redacted: string[]; issues: Issue[] } {
  const issues = new Issues();
  const wrong: ValueIssue[] = [];
  const report = (path: Path, code: IssueCode, message: string): unknown =>
    wrong.push({ path: [...path], code, message });
  const plain = toJsonValue(outputs ?? {}, report, { characters: maxOutputsBytes, lenientText: true });
  if (wrong.length === 0) wrong.push(...checkPlain(declared, plain));
  for (const { path, code, message } of wrong) {
    const shown = path.map((part) => (typeof part === 'string' ? redactSecrets(part) : part));
    issues.error({ file: 'outputs', path: shown }, code, redactSecrets(message));
  }
  const { value, places } = redactTokens(plain);
  return { outputs: isRecord(value) ? value : {}, redacted: places.map(formatPath), issues: issues.list() };
}

function checkPlain(declared: unknown, plain: unknown): ValueIssue[] {
  if (!isRecord(plain)) return [{ path: [], code: 'invalid_type', message: 'Must be an object.' }];
  if (utf8.encode(JSON.stringify(plain)).length > maxOutputsBytes) return [tooLarge];
  const wrong = entries(declared).flatMap(([name, schema]) => checkOne(name, schema, plain));
  // The defaults of the schemas were added.
  return wrong.length === 0 && utf8.encode(JSON.stringify(plain)).length > maxOutputsBytes ? [tooLarge] : wrong;
}

const tooLarge: ValueIssue = {
  path: [],
  code: 'too_large',
  message: 'The outputs of a step must have at most 256 KiB as JSON.',
};

function checkOne(name: string, schema: unknown, outputs: Record<string, unknown>): ValueIssue[] {
  const value = ownProperty(outputs, name);
  if (value === undefined) {
    return [{ path: [name], code: 'required', message: 'Missing: the plan declares this output.' }];
  }
  if (!isUsableSchema(schema)) return [];
  try {
    return errorsOf(compileSchema(schema), value, [])
      .slice(0, 50)
      .map((error) => {
        const { path, code, message } = describeError(error);
        return code === 'unknown_variable'
          ? { path: [name, ...path], code: 'unknown_property', message: "Not part of the output's schema." }
          : { path: [name, ...path], code, message };
      });
  } catch (error) {
    if (!(error instanceof OutOfSteps || error instanceof RangeError)) throw error;
    return [{ path: [name], code: 'too_complex', message: 'Checking this value against its schema takes too long.' }];
  }
}
