import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { type GraphQLField, GraphQLScalarType, getNullableType, isListType } from 'graphql';
import { DateTimeISOResolver, SafeIntResolver } from 'graphql-scalars';
import type { Context } from '../src/resolvers/context.ts';
import { ExactJson } from './exactJson.ts';

/** The builder of every type of the schema. A field is non-null by default. */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  Scalars: {
    JSON: { Input: unknown; Output: unknown };
    DateTime: { Input: Date; Output: Date };
    SafeInt: { Input: number; Output: number };
    ID: { Input: string; Output: string };
  };
}>({
  plugins: [ErrorsPlugin, RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeFieldOptions: { nullable: false, description: 'The item itself.' },
    cursorType: 'String',
    nodeTypeOptions: { description: 'An object with a global id, by which `node(id)` finds it.' },
    idFieldOptions: {
      description: 'Global id: an opaque string, unique in the registry, for `node(id)` and for client caches.',
    },
    pageInfoTypeOptions: {
      description:
        'Position of a page in its list: whether there are items before and after it, and the cursors to continue with.',
    },
    firstArgOptions: { description: 'Number of items from the start of the list: 1 to 100. Defaults to 20.' },
    afterArgOptions: { description: 'Return only items after this cursor.' },
    lastArgOptions: {
      description: 'Number of items from the end of the list: 1 to 100. Cannot be combined with `first`.',
    },
    beforeArgOptions: { description: 'Return only items before this cursor.' },
    edgesFieldOptions: { nullable: false, description: 'Items of the page, each with its cursor.' },
    pageInfoFieldOptions: { description: 'Position of this page in the list.' },
    cursorFieldOptions: { description: 'Opaque position of the item in the list, for `after` and `before`.' },
    hasNextPageFieldOptions: { description: 'Whether there are items after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there are items before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first edge. Null for an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last edge. Null for an empty page.' },
  },
  errors: { directResult: true },
  // Only the costs are defined here. The gateway adds them up before an operation runs (server/graphql/cost.ts).
  complexity: { disabled: true, fieldComplexity },
});

/**
 * The cost of a field: 1, plus the cost of its selection for each item. A page has as many items as were requested (20
 * by default) and takes a separate statement; a plain list has about five items.
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

/** Fields that come once with their page: the cost of the page includes them. */
const oncePerPage = new Set(['pageInfo', 'facets']);

builder.queryType({ description: 'Read operations.' });
builder.mutationType({
  description: 'Write operations. Each takes an idempotency key, so that a retry takes effect only once.',
});
builder.subscriptionType({ description: 'Live updates.' });
builder.addScalarType('JSON', ExactJson);
builder.addScalarType(
  'DateTime',
  new GraphQLScalarType({
    ...DateTimeISOResolver.toConfig(),
    description: 'A date and time in UTC, in the format of RFC 3339, such as 2026-11-22T10:15:30.000Z.',
  }),
);
builder.addScalarType(
  'SafeInt',
  new GraphQLScalarType({
    ...SafeIntResolver.toConfig(),
    description: 'A whole number from -(2^53 - 1) to 2^53 - 1, which JSON parsers read without loss.',
  }),
);
