import { kinds } from '../../../packages/manifest/index.ts';
import { maxQueryLength } from '../../../src/resolvers/search.ts';
import type { ReadRoute } from '../operationRoute.ts';
import { flag, integer, oneOf, someOf, text } from '../parameters.ts';
import * as select from '../selections.ts';
import { entryFilter, filterOf, pageOf, pages } from './entries.ts';

const reportFilter = {
  kind: oneOf('Only reports about this kind of entry.', kinds),
  entryId: text('Only reports about this agentId or templateId.'),
  valid: flag('Only reports about valid definitions (true) or invalid definitions (false).'),
};

/** Reads that are about both kinds. */
export const registryRoutes: ReadRoute[] = [
  {
    method: 'GET',
    pattern: '/api/search',
    id: 'search',
    tag: 'Search',
    summary: 'Search agents and templates, best match first. Tolerates typos.',
    result: 'A page of search results.',
    parameters: {
      q: text('Search terms. Without them, everything is found.', maxQueryLength),
      kinds: someOf('Only entries of these kinds.', kinds),
      ...entryFilter,
      ...pages,
    },
    document: `query Search($q: String!, $kinds: [RegistryKind!], $filter: RegistryFilter, $first: Int, $after: String, $last: Int, $before: String) { search(query: $q, kinds: $kinds, filter: $filter, first: $first, after: $after, last: $last, before: $before) { totalCount totalCountIsExact facets { kinds { value count } tags { value count } categories { value count } } edges { score highlight node { type: __typename ...AgentMatch ...TemplateMatch } } ${select.page} } } ${select.matches}`,
    variables: ({ query: { q = '', kinds, first, after, last, before, ...filter } }) => ({
      q,
      kinds,
      first,
      after,
      last,
      before,
      ...filterOf(filter, entryFilter),
    }),
    at: ['search'],
    isPage: true,
    caching: 'public',
  },
  {
    method: 'GET',
    pattern: '/api/drafts',
    id: 'listDrafts',
    tag: 'Publishing',
    summary: 'List the drafts of your namespace, latest upload first. For publishers.',
    result: 'A page of drafts.',
    parameters: { kind: oneOf('Only drafts of this kind.', kinds), ...pages },
    document: `query ListDrafts($kind: RegistryKind, $first: Int, $after: String, $last: Int, $before: String) { drafts(kind: $kind, first: $first, after: $after, last: $last, before: $before) { edges { node { type: __typename ...AgentDraft ...TemplateDraft } } ${select.page} } } ${select.drafts}`,
    variables: ({ query }) => ({ kind: query.kind, ...pageOf(query) }),
    at: ['drafts'],
    isPage: true,
    caching: 'private',
  },
  {
    method: 'GET',
    pattern: '/api/stats',
    id: 'getStats',
    tag: 'Search',
    summary: 'Get numbers for a dashboard: what you can see, counted.',
    result: 'Counts of entries, versions, publishes, ratings and runs, and the entries that your namespace uses most.',
    parameters: {
      days: integer('Number of days that the most used entries are counted over. Defaults to 30.', 1, 365),
    },
    document:
      'query GetStats($days: Int) { registryStats { agents { ...Entries } templates { ...Entries } agentVersions { ...Versions } templateVersions { ...Versions } ratings published { days count } runs { days total queued running succeeded failed cancelled } mostUsed(days: $days) { entry { type: __typename slug namespace name } runs succeeded failed } isExact } } fragment Entries on EntryStats { total active deprecated disabled public } fragment Versions on VersionStats { total drafts archived }',
    variables: ({ query }) => ({ days: query.days }),
    at: ['registryStats'],
    caching: 'private',
  },
  {
    method: 'GET',
    pattern: '/api/usage/summary',
    id: 'getNamespaceUsage',
    tag: 'Usage',
    summary: 'Get what your namespace uses now, and its quotas. For admins.',
    result: 'The total of each meter, and the quotas with what is used of them.',
    parameters: {},
    document:
      'query GetNamespaceUsage { namespaceUsage { namespace totals { meter total } quotas { quota limit used resetsAt } } }',
    variables: () => ({}),
    at: ['namespaceUsage'],
    caching: 'private',
  },
  {
    method: 'GET',
    pattern: '/api/validation-reports',
    id: 'listValidationReports',
    tag: 'Validation reports',
    summary: 'List the validation reports of your namespace, newest first. For publishers.',
    result: 'A page of validation reports.',
    parameters: { ...reportFilter, ...pages },
    document: `query ListValidationReports($first: Int, $after: String, $last: Int, $before: String, $filter: ValidationReportFilter) { validationReports(first: $first, after: $after, last: $last, before: $before, filter: $filter) { edges { node { ...ValidationReport } } ${select.page} } } ${select.report}`,
    variables: ({ query }) => ({ ...pageOf(query), ...filterOf(query, reportFilter) }),
    at: ['validationReports'],
    isPage: true,
    caching: 'private',
  },
];
