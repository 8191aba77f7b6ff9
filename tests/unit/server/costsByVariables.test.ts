import { type GraphQLField, isInterfaceType, isObjectType, Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { costArguments, costOf } from '../../../server/graphql/cost.ts';
import { parseWithin } from '../../../server/graphql/limits.ts';

/** The costs of the first operation of a document for these variables, one after the other. */
function costsOf(text: string, ...asked: Record<string, unknown>[]): (number | null)[] {
  const document = parseWithin(text);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('There is no operation.');
  return asked.map((variables) => costOf(schema, document, operation, variables));
}

describe('the cost of a document that was asked before', () => {
  const page = 'query ($n: Int = 100) { agents(first: $n) { edges { node { agentId } } } }';

  it('is that of the default of a variable, whatever it was for null', () => {
    expect(costsOf(page, { n: null }, {}, { n: null })).toEqual([65, 305, 65]);
    expect(costsOf(page, {}, { n: null }, { n: 100 })).toEqual([305, 65, 305]);
  });

  it('is that of the number of days', () => {
    const text = 'query ($days: Int) { agents { edges { node { usage(days: $days) { lastUsedAt } } } } }';
    const [day, year] = costsOf(text, { days: 1 }, { days: 365 });
    expect((year ?? 0) - (day ?? 0)).toBe(20 * 24); // 2 and 26 for each of 20 agents.
  });
});

describe('the cost of what a directive leaves out', () => {
  const versions = 'versions(first: 100) { edges { node { version } } }';

  it('is nothing, by the value of its variable', () => {
    const included = `query ($all: Boolean = false) { agents { edges { node { agentId ... @include(if: $all) { ${versions} } } } } }`;
    expect(costsOf(included, { all: false }, { all: true }, {})).toEqual([65, 6_165, 65]);
    const skipped = `query ($no: Boolean!) { agents { edges { node { agentId ...V @skip(if: $no) } } } } fragment V on Agent { ${versions} }`;
    expect(costsOf(skipped, { no: true }, { no: false })).toEqual([65, 6_165]);
  });

  it('is nothing in a literal, in a fragment and in introspection', () => {
    expect(costsOf(`{ viewer { id } agents @skip(if: true) { edges { node { agentId } } } }`, {})).toEqual([2]);
    expect(costsOf('{ ...F } fragment F on Query { viewer { id namespace @include(if: false) } }', {})).toEqual([2]);
    const types = '{ viewer { id } __schema @include(if: false) { types { name fields { name } } } }';
    expect(costsOf(types, {})).toEqual([2]);
  });

  it('is counted where both directives let it in, and in another use of a fragment', () => {
    expect(costsOf('{ viewer { id namespace @include(if: true) @skip(if: false) } }', {})).toEqual([3]);
    expect(costsOf('{ viewer { id namespace @include(if: true) @skip(if: true) } }', {})).toEqual([2]);
    expect(
      costsOf('{ a: viewer { ...F @skip(if: true) } b: viewer { ...F } } fragment F on Viewer { id }', {}),
    ).toEqual([3]);
  });

  it('is counted where the variable has no value: in a fragment of another operation, or for null', () => {
    const others = `{ viewer { id } } query B($x: Boolean!) { ...F } fragment F on Query { viewer @include(if: $x) { id } }`;
    expect(costsOf(`query A ${others}`, {})).toEqual([2]);
    expect(costsOf('query ($x: Boolean = true) { viewer { id namespace @include(if: $x) } }', { x: null })).toEqual([
      3,
    ]);
  });
});

describe('the arguments that costs are kept by', () => {
  it('are all that the cost of a field reads', () => {
    const fields = Object.values(schema.getTypeMap())
      .filter((type) => isObjectType(type) || isInterfaceType(type))
      .flatMap((type) => Object.values(type.getFields()));
    const read = new Set(fields.flatMap(argumentsRead));
    expect([...read].sort()).toEqual([...costArguments].sort());
  });
});

/** The arguments of a field that its cost reads. */
function argumentsRead(field: GraphQLField<unknown, unknown>): string[] {
  const cost = field.extensions.complexity;
  if (typeof cost !== 'function') return [];
  const names = new Set<string>();
  const args = new Proxy({}, { get: (_, name) => void names.add(String(name)) });
  cost(args, {}, field);
  return [...names].filter((name) => field.args.some((each) => each.name === name));
}
