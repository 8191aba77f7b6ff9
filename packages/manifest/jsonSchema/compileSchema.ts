import { _, Ajv, type ErrorObject, type Options, str, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { LRUCache } from 'lru-cache';
import { isMultipleOf } from '../values/decimal.ts';
import { canonicalJson } from '../values/digest.ts';
import { ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { formats } from './formats.ts';
import { type LinearPattern, linearPattern } from './linearPattern.ts';
import { createFillDefaults, type FillDefaults } from './schemaDefaults.ts';
import { pointerTo } from './schemaReferences.ts';
import { mapSchemas } from './schemaWalk.ts';

/** Checking a value takes more steps than one validation may use. */
export class OutOfSteps extends Error {}

const maxSteps = 200_000;

/**
 * The budget of one validation. Its checks are counted, because nested references can multiply them without
 * bound; its patterns are dropped afterwards, because each may have built an automaton of megabytes.
 */
class Effort {
  #left = maxSteps;
  readonly #patterns = new Map<string, LinearPattern>();

  end(): void {
    this.#left = maxSteps;
    this.#patterns.clear();
  }

  take(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OutOfSteps();
  }

  test(pattern: string, text: string): boolean {
    this.take(1 + text.length / 50);
    const known = this.#patterns.get(pattern) ?? linearPattern(pattern);
    this.#patterns.set(pattern, known);
    return known.test(text);
  }
}

export interface CompiledSchema {
  /** Checks a value against the whole schema, or the one at a path of it. */
  validatorAt(path?: Path): ValidateFunction;
  /** Fills in the defaults, in place: before a value is checked. */
  fillDefaults: FillDefaults;
  effort: Effort;
}

const compiled = new LRUCache<string, CompiledSchema>({ max: 100 });
const stepKeyword = 'x-registry-step';

const isDraft7 = (schema: unknown): boolean => /draft-0[467]/.test(String(ownProperty(schema, '$schema')));

const metaOptions: Options = { strict: false, validateFormats: false, logger: false, allErrors: true };
let metaSchemas: { draft7: Ajv; draft2020: Ajv2020 } | undefined;

/** The meta-schema of a schema's draft. No author's schema is ever added to it. */
export function metaSchema(schema: unknown): Ajv {
  metaSchemas ??= { draft7: new Ajv(metaOptions), draft2020: new Ajv2020(metaOptions) };
  return isDraft7(schema) ? metaSchemas.draft7 : metaSchemas.draft2020;
}

/** Compiles a schema in a separate instance, so that an unused schema does not take memory. */
export function compileSchema(schema: unknown): CompiledSchema {
  const key = canonicalJson(schema);
  const known = compiled.get(key);
  if (known) return known;
  const effort = new Effort();
  // Ajv keeps one compiled pattern for each text of `toString()`.
  const linear = (pattern: string) => ({
    test: (text: string) => effort.test(pattern, text),
    toString: () => pattern,
  });
  const regExp = Object.assign(linear, { code: 'linear' });
  // To optimize the code of a schema takes time that grows with the square of its size, and it is run a few times.
  const options: Options = {
    ...{ strict: false, allErrors: true, ownProperties: true, logger: false, validateSchema: false },
    ...{ formats, inlineRefs: false, messages: true, meta: false, code: { regExp, optimize: false } },
  };
  const ajv = isDraft7(schema) ? new Ajv(options) : new Ajv2020(options);
  ajv.addKeyword({
    keyword: stepKeyword,
    before: '$ref',
    errors: false,
    validate: () => {
      effort.take(1);
      return true;
    },
  });
  // Ajv compares every pair; this one looks each item up.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    errors: false,
    validate: hasUniqueItems(effort),
  });
  // Ajv calls the `toString` and `valueOf` of objects, and compares their `constructor`, which may be properties of a value.
  ajv.removeKeyword('const');
  ajv.addKeyword({
    keyword: 'const',
    error: { message: 'must be equal to constant', params: ({ schemaCode }) => _`{allowedValue: ${schemaCode}}` },
    compile: (allowed: unknown) => isOneOf([allowed], effort),
  });
  ajv.removeKeyword('enum');
  ajv.addKeyword({
    keyword: 'enum',
    schemaType: 'array',
    error: {
      message: 'must be equal to one of the allowed values',
      params: ({ schemaCode }) => _`{allowedValues: ${schemaCode}}`,
    },
    compile: (allowed: unknown[]) => isOneOf(allowed, effort),
  });
  ajv.removeKeyword('multipleOf');
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: { message: ({ schemaCode }) => str`must be a multiple of ${schemaCode}` },
    validate: (divisor: number, value: number) => isMultipleOf(value, divisor),
  });
  const counted = mapSchemas(schema, (inner) => ({ [stepKeyword]: true, ...withoutNames(inner) }));
  ajv.addSchema(counted as object, schemaKey);
  const validatorAt = (path: Path = []): ValidateFunction => {
    const validate = ajv.getSchema(`${schemaKey}${encoded(pointerTo(path))}`);
    if (!validate) throw new Error('No schema at this path.');
    return validate;
  };
  const fillDefaults = createFillDefaults(schema, {
    take: (steps) => effort.take(steps),
    matches: (pattern, key) => effort.test(pattern, key),
    accepts: (path, value) => validatorAt(path)(value) === true,
  });
  validatorAt();
  const result = { validatorAt, fillDefaults, effort };
  compiled.set(key, result);
  return result;
}

/**
 * The errors of a value by the schema at `path`, after its defaults were filled in, in place.
 *
 * @throws OutOfSteps, RangeError when the check exceeds its budget
 */
export function errorsOf(
  { validatorAt, fillDefaults, effort }: CompiledSchema,
  value: unknown,
  path: Path,
): ErrorObject[] {
  try {
    fillDefaults(value, path);
    const validate = validatorAt(path);
    const errors = validate(value) ? [] : (validate.errors ?? []);
    validate.errors = null;
    return errors;
  } finally {
    effort.end();
  }
}

const schemaKey = 'registry:/schema';

/** A JSON pointer as the fragment of a URI. */
const encoded = (pointer: string): string =>
  pointer
    .split('/')
    .map((part) => (part === '#' ? part : encodeURIComponent(part)))
    .join('/');

const hasUniqueItems = (effort: Effort) => (wanted: boolean, list: unknown[]) => {
  if (!wanted) return true;
  const texts = list.map((item) => canonicalJson(item));
  effort.take(texts.reduce((sum, text) => sum + 1 + text.length / 50, 0));
  return new Set(texts).size === list.length;
};

/** Compares numbers, strings and the like as such, and objects and arrays by their canonical JSON. */
function isOneOf(allowed: readonly unknown[], effort: Effort): (value: unknown) => boolean {
  if (allowed.length === 0) throw new Error('enum must have at least one item');
  const simple = new Set(allowed.filter((each) => !isComposite(each)));
  const composite = new Set(allowed.filter(isComposite).map(canonicalJson));
  return (value) => {
    if (!isComposite(value)) return simple.has(value);
    if (composite.size === 0) return false;
    const text = canonicalJson(value);
    effort.take(text.length / 50);
    return composite.has(text);
  };
}

const isComposite = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** Removes `$id`, which would change the meaning of `#`, and `$schema`, which would require a meta-schema. */
export function withoutNames({
  $id: _id,
  $schema: _schema,
  ...rest
}: Record<string, unknown>): Record<string, unknown> {
  return rest;
}
