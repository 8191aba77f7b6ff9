import { canonicalJson } from '../values/digest.ts';
import { entries, isRecord, items, ownProperty } from '../values/jsonValue.ts';
import type { Path } from '../values/path.ts';
import { type LocatedSchema, referenceOf, referenceTargets } from './schemaReferences.ts';
import { eachSchema, subschemas } from './schemaWalk.ts';

/** What filling in defaults needs from a compiled schema. */
interface Checks {
  /** Counts steps, and throws when there are too many. */
  take(steps: number): void;
  /** Whether a value matches the schema at a path. */
  accepts(path: Path, value: unknown): boolean;
  /** Whether a pattern of the schema matches a key. */
  matches(pattern: string, key: string): boolean;
}

/** Fills in the defaults for the schema at `path`, in place. */
export type FillDefaults = (value: unknown, path: Path) => void;

/**
 * Creates the function that applies the defaults of a schema. A missing property takes its own `default`, or else the
 * one behind its `$ref` and in its `allOf`, `anyOf` and `oneOf`, if these contain just one. Properties are found in a
 * schema, behind its `$ref`, in `allOf`, in `then` or `else` according to `if`, in `dependentSchemas` and
 * `dependencies` that apply, and in the branch of `anyOf` or `oneOf` that alone accepts the value with its own defaults.
 */
export function createFillDefaults(root: unknown, { take, accepts, matches }: Checks): FillDefaults {
  const targets = referenceTargets(root);
  const withDefaults = schemasWithDefaults(root, targets);
  if (withDefaults.size === 0) return () => {};
  const at = ({ schema, path }: LocatedSchema, ...more: (string | number)[]): LocatedSchema => ({
    path: [...path, ...more],
    schema: more.reduce<unknown>(
      (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : ownProperty(inner, String(key))),
      schema,
    ),
  });
  const list = (located: LocatedSchema, key: string): LocatedSchema[] =>
    items(ownProperty(located.schema, key)).map((_, index) => at(located, key, index));
  const present = (located: LocatedSchema): LocatedSchema[] => (isRecord(located.schema) ? [located] : []);

  /** The schemas that are applied to a value together. */
  function applied(value: unknown, schemas: readonly LocatedSchema[]): LocatedSchema[] {
    const found = new Map<unknown, LocatedSchema>();
    const visit = (located: LocatedSchema): void => {
      const { schema } = located;
      if (!isRecord(schema) || !withDefaults.has(schema) || found.has(schema)) return;
      take(1);
      found.set(schema, located);
      const target = referenceOf(schema, targets);
      if (target) visit(target);
      for (const each of list(located, 'allOf')) visit(each);
      for (const keyword of ['dependentSchemas', 'dependencies']) {
        for (const [key] of entries(ownProperty(schema, keyword)))
          if (isRecord(value) && Object.hasOwn(value, key)) visit(at(located, keyword, key));
      }
      if (ownProperty(schema, 'if') !== undefined)
        visit(at(located, accepts([...located.path, 'if'], value) ? 'then' : 'else'));
      for (const key of ['anyOf', 'oneOf']) {
        const branches = list(located, key);
        if (!branches.some((branch) => withDefaults.has(branch.schema))) continue;
        const accepting = branches.filter((branch) => acceptsFilled(branch, value));
        const [only] = accepting;
        if (only && accepting.length === 1) visit(only);
      }
    };
    for (const each of schemas) visit(each);
    return [...found.values()];
  }

  function acceptsFilled(branch: LocatedSchema, value: unknown): boolean {
    const copy = structuredClone(value);
    take(JSON.stringify(copy).length / 50);
    fill(copy, [branch]);
    return accepts(branch.path, copy);
  }

  function fill(value: unknown, schemas: readonly LocatedSchema[]): void {
    if (schemas.length === 0) return;
    take(1);
    if (Array.isArray(value)) fillItems(value, applied(value, schemas));
    else if (isRecord(value)) fillProperties(value, applied(value, schemas));
  }

  function fillItems(value: unknown[], schemas: readonly LocatedSchema[]): void {
    for (const [index, item] of value.entries()) {
      const inner = schemas.flatMap((located) => {
        for (const key of ['prefixItems', 'items']) {
          const tuple = ownProperty(located.schema, key);
          if (Array.isArray(tuple) && index < tuple.length) return [at(located, key, index)];
        }
        return present(at(located, Array.isArray(ownProperty(located.schema, 'items')) ? 'additionalItems' : 'items'));
      });
      fill(item, inner);
    }
  }

  function fillProperties(value: Record<string, unknown>, schemas: readonly LocatedSchema[]): void {
    const declared = new Set(
      schemas.flatMap(({ schema }) => entries(ownProperty(schema, 'properties')).map(([key]) => key)),
    );
    for (const key of declared) {
      if (Object.hasOwn(value, key)) continue;
      const found = nearestDefault(
        schemas.map(({ schema }) => ownProperty(ownProperty(schema, 'properties'), key)),
        targets,
        take,
      );
      if (found === undefined) continue;
      take(1 + JSON.stringify(found).length / 50);
      value[key] = structuredClone(found);
    }
    for (const [key, inner] of Object.entries(value)) {
      fill(
        inner,
        schemas.flatMap((located) => schemasOfProperty(located, key)),
      );
    }
  }

  function schemasOfProperty(located: LocatedSchema, key: string): LocatedSchema[] {
    const named = present(at(located, 'properties', key));
    const matching = entries(ownProperty(located.schema, 'patternProperties'))
      .filter(([pattern]) => matches(pattern, key))
      .map(([pattern]) => at(located, 'patternProperties', pattern));
    if (named.length + matching.length > 0 || ownProperty(ownProperty(located.schema, 'properties'), key) !== undefined)
      return [...named, ...matching];
    return present(at(located, 'additionalProperties'));
  }

  return (value, path) => fill(value, [at({ schema: root, path: [] }, ...path)]);
}

/** The default of a missing value: the nearest one in or behind its schemas, or undefined when two differ. */
export function nearestDefault(
  schemas: readonly unknown[],
  targets: ReadonlyMap<string, LocatedSchema>,
  take: (steps: number) => void = () => {},
  seen = new Set<unknown>(),
): unknown {
  const fresh = schemas.filter((schema) => isRecord(schema) && !seen.has(schema));
  if (fresh.length === 0) return undefined;
  take(fresh.length);
  for (const schema of fresh) seen.add(schema);
  const found = fresh.flatMap((schema) =>
    Object.hasOwn(schema as object, 'default') ? [ownProperty(schema, 'default')] : [],
  );
  if (found.length > 0) return new Set(found.map((each) => canonicalJson(each))).size === 1 ? found[0] : undefined;
  const behind = fresh.flatMap((schema) => [
    referenceOf(schema, targets)?.schema,
    ...['allOf', 'anyOf', 'oneOf'].flatMap((key) => items(ownProperty(schema, key))),
  ]);
  return nearestDefault(behind, targets, take, seen);
}

/** The schemas in which, or behind which, there is a default. */
function schemasWithDefaults(root: unknown, targets: ReturnType<typeof referenceTargets>): ReadonlySet<unknown> {
  const holders = new Map<unknown, Set<unknown>>();
  const open: unknown[] = [];
  eachSchema(root, (schema) => {
    if (Object.hasOwn(schema, 'default')) open.push(schema);
    const target = referenceOf(schema, targets)?.schema;
    for (const inner of [...subschemas(schema).map((each) => each.schema), target]) {
      holders.set(inner, (holders.get(inner) ?? new Set()).add(schema));
    }
  });
  const found = new Set<unknown>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    holders.get(next)?.forEach((holder) => void open.push(holder));
  }
  return found;
}
