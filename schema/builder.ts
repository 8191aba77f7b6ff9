import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import { type GraphQLField, getNullableType, isListType } from 'graphql';
import { DateTimeISOResolver, SafeIntResolver } from 'graphql-scalars';
import type { Context } from '../src/resolvers/context.ts';
import { ExactJson } from './exactJson.ts';

/** Makes every type of the schema; knows none of them. A field is non-null unless it says so. */
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
    nodeFieldOptions: { nullable: false, description: 'The node itself.' },
    cursorType: 'String',
    nodeTypeOptions: { description: 'An object that is found by its global id: `node(id)`.' },
    idFieldOptions: { description: 'Unique in the registry, for `node(id)` and for caches. Opaque.' },
    pageInfoTypeOptions: { description: 'What is before and after a page of a list.' },
    firstArgOptions: { description: 'Size of the page, from the start of the list: 1 to 100. Defaults to 20.' },
    afterArgOptions: { description: 'A cursor: the page begins after it.' },
    lastArgOptions: { description: 'Size of the page, from the end of the list: 1 to 100. Not together with `first`.' },
    beforeArgOptions: { description: 'A cursor: the page ends before it.' },
    edgesFieldOptions: { nullable: false, description: 'The nodes of the page, each with its cursor.' },
    cursorFieldOptions: { description: 'The place of the node in the list, for `after` and `before`.' },
    hasNextPageFieldOptions: { description: 'Whether the list goes on after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is something before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first edge; null for an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last edge; null for an empty page.' },
  },
  errors: { directResult: true },
  // Only the costs are said here: the gateway adds them up before anything runs, subscriptions too (server/graphql/cost.ts).
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
const oncePerPage = new Set(['pageInfo', 'facets']);

builder.queryType({ description: 'Reads.' });
builder.mutationType({ description: 'Writes. Each takes an idempotency key, so that a retry has one effect.' });
builder.subscriptionType({ description: 'What changes, as it changes.' });
builder.addScalarType('JSON', ExactJson);
builder.addScalarType('DateTime', DateTimeISOResolver);
builder.addScalarType('SafeInt', SafeIntResolver);
