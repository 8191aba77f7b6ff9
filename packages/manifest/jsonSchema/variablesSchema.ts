import { type IssueLocation, Issues } from '../values/issue.ts';
import type { IssueCode } from '../values/issueCodes.ts';
import { isRecord, ownProperty } from '../values/jsonValue.ts';
import { clip, type Path } from '../values/path.ts';
import { ajvPath, messageOf } from './ajvError.ts';
import { compileSchema, metaSchema, withoutNames } from './compileSchema.ts';
import { checkDefaults } from './defaultCheck.ts';
import { formats } from './formats.ts';
import { linearPattern, repetitions } from './linearPattern.ts';
import { checkRequired } from './requiredCheck.ts';
import { decoded, inPlaceKeywords, type LocatedSchema, referenceOf, referenceTargets } from './schemaReferences.ts';
import { eachSchema, subschemas } from './schemaWalk.ts';
import { checkWork } from './schemaWork.ts';

/** The maximum number of values in a schema. */
const maxSchemaNodes = 2_000;

const known = new Set(
  `$schema $id $anchor $comment $defs $ref definitions additionalItems additionalProperties allOf anyOf const contains
   contentEncoding contentMediaType contentSchema default dependencies dependentRequired dependentSchemas deprecated
   description else enum examples exclusiveMaximum exclusiveMinimum format if items maxContains maxItems maxLength
   maxProperties maximum minContains minItems minLength minProperties minimum multipleOf not oneOf pattern
   patternProperties prefixItems properties propertyNames readOnly required then title type unevaluatedItems
   unevaluatedProperties uniqueItems writeOnly`.split(/\s+/),
);

/** Reports every problem of the `variables` of a template as a JSON Schema, at `place`. */
export function checkVariablesSchema(schema: unknown, place: IssueLocation, issues: Issues): void {
  if (isRecord(schema) && ownProperty(schema, 'type') !== 'object') {
    const type = { file: place.file, path: [...place.path, 'type'] };
    issues.error(type, 'invalid_schema', 'Must be "object": the schema of variables describes an object.');
  }
  const before = issues.count;
  checkSchema(schema, place, issues);
  // What follows references takes time that grows with the square of the size.
  if (!isRecord(schema) || isTooLarge(schema)) return;
  const work = (path: Path, message: string): void =>
    issues.error({ file: place.file, path: [...place.path, ...path] }, 'schema_too_complex', message);
  if (issues.count === before) checkWork(schema, work);
  checkRequired(schema, (path, name) =>
    issues.error(
      { file: place.file, path: [...place.path, ...path] },
      'unknown_required',
      `"${clip(name)}" is required but not declared. Add it to "properties", or correct its spelling.`,
    ),
  );
  if (issues.count === before) checkDefaults(schema, place, issues);
}

/** True for a JSON Schema against which values can be checked with bounded effort. */
export function isUsableSchema(schema: unknown): boolean {
  const issues = new Issues();
  checkSchema(schema, { file: '', path: [] }, issues);
  return isRecord(schema) && !issues.failed;
}

const isTooLarge = (schema: object): boolean => countNodes(schema) > maxSchemaNodes;

function checkSchema(schema: unknown, place: IssueLocation, issues: Issues): void {
  const at = (path: Path): IssueLocation => ({ file: place.file, path: [...place.path, ...path] });
  if (!isRecord(schema)) return;
  const before = issues.count;
  if (isTooLarge(schema)) {
    issues.error(place, 'schema_too_large', `A schema must contain at most ${maxSchemaNodes} values.`);
    return;
  }
  const targets = referenceTargets(schema);
  let patterns = 0;
  let repeated = 0;
  eachSchema(schema, (inner, path) => {
    checkReferences(inner, path, targets, (code, message, key) => issues.error(at([...path, key]), code, message));
    for (const [key, pattern] of patternsOf(inner)) {
      patterns += 1;
      repeated += repetitions(pattern);
      const problem = patternProblem(pattern);
      if (problem) issues.error(at([...path, ...key]), 'invalid_pattern', problem);
    }
    const format = ownProperty(inner, 'format');
    if (typeof format === 'string' && !Object.hasOwn(formats, format)) {
      issues.warning(at([...path, 'format']), 'unknown_format', `Unknown format "${clip(format)}"; it is not checked.`);
    }
    for (const key of Object.keys(inner)) {
      if (known.has(key) || /^x-/.test(key) || key.startsWith('$')) continue;
      issues.warning(
        at([...path, key]),
        'unknown_keyword',
        `"${clip(key)}" is not a JSON Schema keyword; it is ignored.`,
      );
    }
  });
  if (refersToItself(schema, targets)) {
    issues.error(place, 'invalid_schema', 'The schema refers to itself without descending into a property or an item.');
  }
  if (patterns > 100 || repeated > 10_000) {
    issues.error(
      place,
      'schema_too_large',
      'A schema must contain at most 100 patterns, whose repetitions add up to at most 10000.',
    );
  }
  if (issues.count > before) return;
  checkAgainstMeta(schema, at, issues);
  if (issues.count > before) return;
  try {
    compileSchema(schema);
  } catch {
    issues.error(place, 'invalid_schema', 'The JSON Schema cannot be compiled.');
  }
}

function checkAgainstMeta(schema: object, at: (path: Path) => IssueLocation, issues: Issues): void {
  const ajv = metaSchema(schema);
  if (ajv.validateSchema(withoutNames(schema as Record<string, unknown>)) === true) return;
  for (const error of (ajv.errors ?? []).slice(0, 20)) {
    if (error.keyword === 'anyOf') continue; // The errors of its branches are there too.
    issues.error(at(ajvPath(error)), 'invalid_schema', `Not a valid JSON Schema. ${messageOf(error, ajvPath(error))}`);
  }
}

type Refuse = (code: IssueCode, message: string, key: string) => void;

function checkReferences(
  schema: Record<string, unknown>,
  path: Path,
  targets: ReadonlyMap<string, LocatedSchema>,
  refuse: Refuse,
): void {
  for (const key of [
    '$dynamicRef',
    '$recursiveRef',
    '$dynamicAnchor',
    '$recursiveAnchor',
    '$vocabulary',
    '$async',
    '$data',
    'id',
  ]) {
    if (Object.hasOwn(schema, key)) refuse('invalid_schema', `"${key}" is not supported; remove it.`, key);
  }
  if (path.length > 0 && Object.hasOwn(schema, '$id'))
    refuse('invalid_schema', '"$id" is allowed only at the top of a schema; remove it.', '$id');
  const target = ownProperty(schema, '$ref');
  if (target === undefined) return;
  if (typeof target !== 'string' || !target.startsWith('#')) {
    refuse('remote_ref', 'Must point into this schema, as "#/$defs/address" does.', '$ref');
  } else if (!targets.has(decoded(target))) {
    refuse('unknown_ref', 'This reference was not found in the schema.', '$ref');
  }
}

/** True when checking a value would not terminate: a cycle of references that stays on one value. */
function refersToItself(root: unknown, targets: ReadonlyMap<string, LocatedSchema>): boolean {
  const state = new Map<unknown, 'open' | 'done'>();
  const visit = (schema: unknown): boolean => {
    if (!isRecord(schema) || state.get(schema) === 'done') return false;
    if (state.get(schema) === 'open') return true;
    state.set(schema, 'open');
    const inner = subschemas(schema).filter(({ path }) => inPlaceKeywords.has(String(path[0])));
    const found = [...inner.map((one) => one.schema), referenceOf(schema, targets)?.schema].some(visit);
    state.set(schema, 'done');
    return found;
  };
  let found = visit(root);
  eachSchema(root, (schema) => {
    found ||= visit(schema);
  });
  return found;
}

function patternsOf(schema: Record<string, unknown>): [Path, string][] {
  const pattern = ownProperty(schema, 'pattern');
  const byPattern = ownProperty(schema, 'patternProperties');
  return [
    ...(typeof pattern === 'string' ? [[['pattern'], pattern] as [Path, string]] : []),
    ...(isRecord(byPattern) ? Object.keys(byPattern) : []).map((key): [Path, string] => [
      ['patternProperties', key],
      key,
    ]),
  ];
}

function patternProblem(pattern: string): string | null {
  try {
    linearPattern(pattern);
    return null;
  } catch (error) {
    return (error as RangeError).message;
  }
}

function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, item) => sum + countNodes(item), 1);
}
