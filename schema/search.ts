import type { FacetValue as Facet, Facets } from '../src/db/search.ts';
import * as resolvers from '../src/resolvers/search.ts';
import { builder } from './builder.ts';
import { RegistryFilter } from './entry.ts';
import { RegistryKind } from './enums.ts';
import { Agent, Template } from './refs.ts';

const SearchResult = builder.unionType('SearchResult', {
  description: 'An entry that a search found.',
  types: [Agent, Template],
  resolveType: ({ kind }) => (kind === 'AGENT' ? Agent : Template),
});

const FacetValue = builder.objectRef<Facet>('FacetValue').implement({
  description: 'A value of a facet, and the number of results that have it.',
  fields: (t) => ({
    value: t.exposeString('value', { description: 'The value.' }),
    count: t.exposeInt('count', { description: 'Number of results with this value.' }),
  }),
});

const SearchFacets = builder.objectRef<Facets>('SearchFacets').implement({
  description: 'Counts over all results, not only those of this page.',
  fields: (t) => ({
    kinds: t.expose('kinds', { type: [FacetValue], description: 'Results per kind.' }),
    tags: t.expose('tags', { type: [FacetValue], description: 'Results per tag: the 20 most frequent tags.' }),
    categories: t.expose('categories', {
      type: [FacetValue],
      description: 'Results per category: the 20 most frequent categories.',
    }),
  }),
});

type Found = Awaited<ReturnType<typeof resolvers.search>>;

const SearchConnection = builder.connectionObject(
  {
    type: SearchResult,
    name: 'SearchConnection',
    description: 'A page of search results, best match first.',
    fields: (t) => ({
      totalCountIsExact: t.boolean({
        description:
          'False when more than 2,000 entries match: `totalCount` and the facets are then lower bounds, and the list ends there.',
        resolve: (found) => (found as unknown as Found).totalCountIsExact,
      }),
      facets: t.field({
        type: SearchFacets,
        description: 'Counts by kind, tag and category.',
        resolve: (found) => (found as unknown as Found).facets,
      }),
    }),
  },
  {
    name: 'SearchEdge',
    description: 'One search result of a page, with its score and its cursor.',
    fields: (t) => ({
      score: t.float({
        description: 'Relevance: higher is better. Comparable only within one search.',
        resolve: (edge) => (edge as unknown as Found['edges'][number]).score,
      }),
      highlight: t.string({
        description: 'HTML excerpt, escaped, with the matches in <mark>.',
        resolve: (edge) => (edge as unknown as Found['edges'][number]).highlight,
      }),
    }),
  },
);

builder.queryField('search', (t) =>
  t.connection(
    {
      type: SearchResult,
      description: 'Full-text search over agents and templates, best match first. Tolerates typos.',
      args: {
        query: t.arg.string({
          required: true,
          description:
            'Search terms, up to 200 characters; `word*` matches words that begin with it. An empty string finds everything.',
        }),
        kinds: t.arg({ type: [RegistryKind], description: 'Only entries of these kinds. Defaults to both.' }),
        filter: t.arg({ type: RegistryFilter, description: 'Filter for the results.' }),
      },
      resolve: resolvers.search,
    },
    SearchConnection,
  ),
);
