import type { ErrorObject } from 'ajv';
import type { IssueLocation, Issues } from '../contract/issue.ts';
import { clip, formatPath, type Path } from '../contract/path.ts';
import { ajvPath, describeError, type ValueIssue } from '../jsonSchema/ajvError.ts';
import { compileSchema, errorsOf } from '../jsonSchema/compileSchema.ts';
import { eachSchema } from '../jsonSchema/schemaWalk.ts';
import { own } from '../read/jsonValue.ts';

const tooMuch = 'Checking this value against its schema takes too many steps. Simplify the schema.';

/** Every `default` of a schema must match the schema that it stands in. The schema is usable. */
export function checkDefaults(root: unknown, place: IssueLocation, issues: Issues): void {
  const compiled = compileSchema(root);
  const at = (path: Path): IssueLocation => ({ file: place.file, path: [...place.path, ...path] });
  const before = issues.count;
  eachSchema(root, (schema, path) => {
    if (!Object.hasOwn(schema, 'default') || issues.count - before >= 20) return;
    const value = structuredClone(own(schema, 'default'));
    for (const wrong of tried(() => errorsOf(compiled, value, path))) {
      const where = wrong.path.length > 0 ? `"${clip(formatPath(wrong.path))}": ` : '';
      issues.error(
        at([...path, 'default']),
        'invalid_default',
        `The default does not match its schema. ${where}${wrong.message}`,
      );
    }
  });
  if (issues.count > before) return;
  // Together: what one part of the schema fills in, another may refuse.
  for (const { path, message } of problemsOfGiven(root, {})) {
    const name = path[0];
    const property = typeof name === 'string' && own(own(root, 'properties'), name) !== undefined;
    const where = property ? ['properties', name, 'default'] : [];
    issues.error(
      at(where),
      'invalid_default',
      `With the defaults filled in, "${clip(formatPath(path))}" does not match the schema: ${message}`,
    );
  }
}

/** Keywords by which the whole of the variables may be refused for what is not given yet. */
const aboutTheWhole = new Set(['anyOf', 'oneOf', 'not', 'if', 'dependentRequired', 'dependentSchemas', 'dependencies']);

/**
 * What is wrong with values of which more are given later: those that are there must match, together with the defaults.
 * What is missing at the top, and what only the values that come later can settle, is no problem.
 */
export function problemsOfGiven(schema: unknown, given: Record<string, unknown>): ValueIssue[] {
  const values = structuredClone(given);
  return tried(() => {
    const errors = errorsOf(compileSchema(schema), values, []);
    const open = errors.some((error) => error.instancePath === '' && aboutTheWhole.has(error.keyword));
    const about = errors.filter((error) => error.instancePath !== '' && !(open && isUndecided(schema, values, error)));
    return about;
  });
}

/** Whether the property is fine by its own schema, so that only a branch which is not chosen yet refuses it. */
function isUndecided(schema: unknown, values: Record<string, unknown>, error: ErrorObject): boolean {
  const [name] = ajvPath(error);
  const property = own(own(schema, 'properties'), String(name));
  if (property === undefined) return true;
  return (
    errorsOf(compileSchema(schema), structuredClone(values[String(name)]), ['properties', String(name)]).length === 0
  );
}

function tried(work: () => ErrorObject[]): ValueIssue[] {
  try {
    return work().slice(0, 5).map(describeError);
  } catch {
    return [{ path: [], code: 'too_complex', message: tooMuch }];
  }
}
