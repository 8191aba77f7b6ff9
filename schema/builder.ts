import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { type GraphQLField, getNullableType, isListType } from 'graphql';
import { DateTimeISOResolver, JSONResolver } from 'graphql-scalars';
import type { Context } from '../src/resolvers/context.ts';

/** Makes every type of the schema; knows none of them. A field is non-null unless it says so. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    JSON: { Input: unknown; Output: unknown };
    DateTime: { Input: Date; Output: Date };
    ID: { Input: string; Output: string };
  };
}>({
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
    cursorType: 'String',
  },
  errors: { directResult: true },
  // Only the costs are said here: the gateway adds them up before anything runs, subscriptions too (src/server/cost.ts).
  complexity: { disabled: true, fieldComplexity },
});

/**
 * What a field costs: 1, and what is in it as often as it may be there. A page holds as many as were asked for (20
 * unless told) and takes a statement of its own; a plain list has about five.
 */
function fieldComplexity(
  args: Record<string, unknown>,
  _: unknown,
  field: Pick<GraphQLField<unknown, unknown>, 'name' | 'args' | 'type'>,
) {
  if (oncePerPage.has(field.name)) return { field: 0, multiplier: 0 };
  if (field.args.some(({ name }) => name === 'first')) {
    return { field: 5, multiplier: Number(args.first ?? args.last ?? 20) };
  }
  if (Array.isArray(args.ids)) return { field: 1, multiplier: args.ids.length };
  const isList = isListType(getNullableType(field.type));
  return { field: 1, multiplier: isList && field.name !== 'edges' ? 5 : 1 };
}

/** Comes with its page, once: the page has paid for it. */
const oncePerPage = new Set(['pageInfo', 'totalCount', 'facets']);

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
builder.addScalarType('JSON', JSONResolver);
builder.addScalarType('DateTime', DateTimeISOResolver);
