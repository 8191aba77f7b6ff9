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

const searchFor = (
  name: string,
  what: string,
  queries: readonly string[],
): Scenario<{ query: string }, { totalCount: number; hits: object[] }> => ({
  name,
  description: `${what} over both registries: 20 hits with highlights, the number of all hits, and facets over them`,
  variables: `select query from unnest(array[${queries.map((query) => `'${query}'`)}]) query`,
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
});

export const search = searchFor('search', 'words', searches);

/** One sort of words each, since they cost differently and differently much with the number of entries. */
export const searchesByWord = [
  searchFor('search-common', 'a word of one entry in forty, or of all', [
    'kubernetes',
    'invoice',
    'release',
    'reviewer',
  ]),
  searchFor('search-rare', 'two words of a few entries', [
    'invoice reconciler',
    'payment auditor',
    'latency detective',
  ]),
  searchFor('search-typo', 'mistyped words', ['kuberntes', 'reveiwer', 'onbording', 'certifcate auditor']),
  searchFor('search-absent', 'words that are nowhere', [unknownWords]),
];
