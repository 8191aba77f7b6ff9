import { kinds } from '../../../packages/manifest/index.ts';
import type { ReadRoute } from '../operationRoute.ts';
import { flag, oneOf, someOf, text } from '../parameters.ts';
import * as select from '../selections.ts';
import { entryFilter, filterOf, pageOf, pages } from './entries.ts';

const reportFilter = {
  kind: oneOf('Only of agents, or of templates.', kinds),
  entryId: text('Only of this agentId or templateId.'),
  valid: flag('Only of what was valid, or was not.'),
};

/** What is about both kinds. */
export const registryRoutes: ReadRoute[] = [
  {
    method: 'GET',
    pattern: '/api/search',
    id: 'search',
    tag: 'Search',
    summary: 'Agents and templates by words, forgiving typing errors; the best first.',
    parameters: {
      q: text('Words; everything is found without any.'),
      kinds: someOf('Only of these kinds.', kinds),
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
    pattern: '/api/validation-reports',
    id: 'listValidationReports',
    tag: 'Validation reports',
    summary: 'What was found in definitions of your namespace, the latest first. For publishers.',
    parameters: { ...reportFilter, ...pages },
    document: `query ListValidationReports($first: Int, $after: String, $last: Int, $before: String, $filter: ValidationReportFilter) { validationReports(first: $first, after: $after, last: $last, before: $before, filter: $filter) { edges { node { ...ValidationReport } } ${select.page} } } ${select.report}`,
    variables: ({ query }) => ({ ...pageOf(query), ...filterOf(query, reportFilter) }),
    at: ['validationReports'],
    isPage: true,
    caching: 'private',
  },
];
