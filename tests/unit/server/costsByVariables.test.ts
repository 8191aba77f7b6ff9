import { type GraphQLField, getOperationAST, isInterfaceType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../schema/index.ts';
import { costArguments, costOf } from '../../../server/graphql/cost.ts';
import { parseWithin } from '../../../server/graphql/limits.ts';

/** The costs of one document for these variables, one after the other. */
function costsOf(text: string, ...asked: Record<string, unknown>[]): (number | null)[] {
  const document = parseWithin(text);
  const operation = getOperationAST(document);
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
