import { asItIs, graphql, rest, type Scenario } from './scenario.ts';

const unknownWords = 'zzz qqq xxx';

const searches = [
  'kubernetes',
  'invoice',
  'security audit',
  'invoice reconciler',
  'release',
  'payment auditor',
  'monitoring doctor',
  'documentation writer',
  'incident',
  'storage optimizer',
  'migration planner',
  'database',
  'certificate',
  'pricing forecaster',
  'kubernets',
  'reveiwer',
  'onbording',
  unknownWords,
];

interface Hit {
  score: number;
  highlight: string;
  node: { __typename: string; slug: string; namespace: string; name: string };
}

export const search: Scenario<{ query: string }, { totalCount: number; hits: object[] }> = {
  name: 'search',
  description: 'words over both registries: 20 hits with highlights, the number of all hits, and facets over them',
  variables: `select query from unnest(array[${searches.map((query) => `'${query}'`)}]) query`,
  isRight: ({ totalCount, hits }, { query }) =>
    query === unknownWords ? totalCount === 0 : totalCount > 0 && hits.length === Math.min(totalCount, 20),
  calls: {
    handwritten: { request: rest('search'), read: asItIs },
    gateway: {
      request: graphql(`query Search($query: String!) {
        search(query: $query, first: 20) {
          totalCount
          facets { kinds { value count } tags { value count } categories { value count } }
          edges { score highlight node { __typename ... on RegistryEntry { slug namespace name } } }
        }
      }`),
      read: ({ data }: { data: { search: { totalCount: number; facets: unknown; edges: Hit[] } } }) => ({
        totalCount: data.search.totalCount,
        facets: data.search.facets,
        hits: data.search.edges.map(({ score, highlight, node: { __typename, ...entry } }) => ({
          kind: __typename.toUpperCase(),
          ...entry,
          score,
          highlight,
        })),
      }),
    },
    postgraphile: {
      request: graphql(`query Search($query: String!) {
        benchSearch(query: $query) { totalCount facets hits { kind slug namespace name score highlight } }
      }`),
      read: ({ data }: { data: { benchSearch: { totalCount: number; hits: unknown[] } } }) => data.benchSearch,
    },
  },
};
