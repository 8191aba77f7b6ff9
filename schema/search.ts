import type { FacetValue as Facet, Facets } from '../src/db/search.ts';
import * as resolvers from '../src/resolvers/search.ts';
import { builder } from './builder.ts';
import { RegistryFilter } from './entry.ts';
import { RegistryKind } from './enums.ts';
import { Agent, Template } from './refs.ts';

const SearchResult = builder.unionType('SearchResult', {
  description: 'What a search finds.',
  types: [Agent, Template],
  resolveType: ({ kind }) => (kind === 'AGENT' ? Agent : Template),
});

const FacetValue = builder.objectRef<Facet>('FacetValue').implement({
  description: 'A value, and how many of the results have it.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value.' }),
    count: t.exposeInt('count', { description: 'Number of results that have it.' }),
  }),
});

const SearchFacets = builder.objectRef<Facets>('SearchFacets').implement({
  description: 'Among everything that was found, not only this page.',
  fields: (t) => ({
    kinds: t.expose('kinds', { type: [FacetValue] }),
    tags: t.expose('tags', { type: [FacetValue], description: 'The 20 most frequent.' }),
    categories: t.expose('categories', { type: [FacetValue] }),
  }),
});

type Found = Awaited<ReturnType<typeof resolvers.search>>;

const SearchConnection = builder.connectionObject(
  {
    type: SearchResult,
    name: 'SearchConnection',
    description: 'A page of what was found, the best first.',
    fields: (t) => ({
      facets: t.field({ type: SearchFacets, resolve: (found) => (found as unknown as Found).facets }),
    }),
  },
  {
    name: 'SearchEdge',
    description: 'What was found, why, and the cursor of its place in the list.',
    fields: (t) => ({
      score: t.float({ resolve: (edge) => (edge as unknown as Found['edges'][number]).score }),
      highlight: t.string({
        description: 'Escaped HTML; what was found is in <mark>.',
        resolve: (edge) => (edge as unknown as Found['edges'][number]).highlight,
      }),
    }),
  },
);

builder.queryField('search', (t) =>
  t.connection(
    {
      type: SearchResult,
      description: 'Agents and templates by words, forgiving typing errors; the best first. An empty query finds all.',
      args: {
        query: t.arg.string({ required: true, description: 'Words, up to 200 characters. Empty finds everything.' }),
        kinds: t.arg({ type: [RegistryKind], description: 'Only these kinds. Defaults to both.' }),
        filter: t.arg({ type: RegistryFilter, description: 'Narrows the results.' }),
      },
      resolve: resolvers.search,
    },
    SearchConnection,
  ),
);
