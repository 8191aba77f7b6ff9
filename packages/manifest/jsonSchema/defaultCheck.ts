import type { ErrorObject } from 'ajv';
import type { IssueLocation, Issues } from '../values/issue.ts';
import { ownProperty } from '../values/jsonValue.ts';
import { clip, formatPath, type Path } from '../values/path.ts';
import { ajvPath, describeError, type ValueIssue } from './ajvError.ts';
import { compileSchema, errorsOf } from './compileSchema.ts';
import { eachSchema } from './schemaWalk.ts';

const tooComplex = 'Checking this value against its schema takes too many steps. Simplify the schema.';

/** Reports each `default` that does not match the schema it is in. The schema must be usable. */
export function checkDefaults(root: unknown, place: IssueLocation, issues: Issues): void {
  const compiled = compileSchema(root);
  const at = (path: Path): IssueLocation => ({ file: place.file, path: [...place.path, ...path] });
  const before = issues.count;
  eachSchema(root, (schema, path) => {
    if (!Object.hasOwn(schema, 'default') || issues.count - before >= 20) return;
    const value = structuredClone(ownProperty(schema, 'default'));
    for (const wrong of valueIssuesOf(() => errorsOf(compiled, value, path))) {
      const where = wrong.path.length > 0 ? `"${clip(formatPath(wrong.path))}": ` : '';
      issues.error(
        at([...path, 'default']),
        'invalid_default',
        `The default does not match its schema. ${where}${wrong.message}`,
      );
    }
  });
  if (issues.count > before) return;
  // All defaults together: one part of the schema may refuse what another one fills in.
  for (const { path, message } of problemsOfPartialValues(root, {})) {
    const where = path
      .slice(0, 1)
      .map(String)
      .filter((name) => ownProperty(ownProperty(root, 'properties'), name) !== undefined)
      .flatMap((name) => ['properties', name, 'default']);
    issues.error(
      at(where),
      'invalid_default',
      `With the defaults filled in, "${clip(formatPath(path))}" does not match the schema: ${message}`,
    );
  }
}

/** Keywords that may refuse the whole object because of values that are given later. */
const wholeObjectKeywords = new Set([
  'anyOf',
  'oneOf',
  'not',
  'if',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
]);

/**
 * What is wrong with values to which others are added later: those present must match, together with the defaults.
 * A missing value at the top level is not a problem, nor is what depends on values that are added later.
 */
export function problemsOfPartialValues(schema: unknown, given: Record<string, unknown>): ValueIssue[] {
  const values = structuredClone(given);
  return valueIssuesOf(() => {
    const errors = errorsOf(compileSchema(schema), values, []);
    const open = errors.some((error) => error.instancePath === '' && wholeObjectKeywords.has(error.keyword));
    const remaining = errors.filter(
      (error) => error.instancePath !== '' && !(open && isUndecided(schema, values, error)),
    );
    return remaining;
  });
}

/** Whether the property matches its own schema, so that only a branch which is not chosen yet refuses it. */
function isUndecided(schema: unknown, values: Record<string, unknown>, error: ErrorObject): boolean {
  const [name] = ajvPath(error);
  const property = ownProperty(ownProperty(schema, 'properties'), String(name));
  if (property === undefined) return true;
  return (
    errorsOf(compileSchema(schema), structuredClone(values[String(name)]), ['properties', String(name)]).length === 0
  );
}

function valueIssuesOf(work: () => ErrorObject[]): ValueIssue[] {
  try {
    return work().slice(0, 5).map(describeError);
  } catch {
    return [{ path: [], code: 'too_complex', message: tooComplex }];
  }
}
