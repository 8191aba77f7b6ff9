import type { OperationRoute } from '../operationRoute.ts';
import { oneOf, text } from '../parameters.ts';
import * as select from '../selections.ts';
import { filterOf, pageOf, pages } from './entries.ts';

const runFilter = {
  status: oneOf('Only runs with this status.', ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  templateId: text('Only runs of this template.'),
};

export const runRoutes: OperationRoute[] = [
  {
    method: 'GET',
    pattern: '/api/runs',
    id: 'listRuns',
    tag: 'Runs',
    summary: 'The runs of your namespace, the latest first.',
    parameters: { ...runFilter, ...pages },
    document: `query ListRuns($first: Int, $after: String, $last: Int, $before: String, $filter: RunFilter) { runs(first: $first, after: $after, last: $last, before: $before, filter: $filter) { edges { node { ...RunSummary } } ${select.page} } } ${select.runSummary}`,
    variables: ({ query }) => ({ ...pageOf(query), ...filterOf(query, runFilter) }),
    at: ['runs'],
    isPage: true,
    caching: 'private',
  },
  {
    method: 'GET',
    pattern: '/api/runs/:id',
    id: 'getRun',
    tag: 'Runs',
    summary: 'A template put to work, and how far it is.',
    parameters: {},
    document: `query GetRun($id: ID!) { run(id: $id) { ...Run } } ${select.run}`,
    variables: ({ path }) => ({ id: path.id }),
    at: ['run'],
    caching: 'private',
  },
  {
    method: 'POST',
    pattern: '/api/runs/claim',
    id: 'claimSteps',
    tag: 'Runs',
    summary: 'Takes steps whose turn it is, for a worker to carry out. None is no error: ask again later.',
    document: `mutation ClaimSteps($input: ClaimStepsInput!) { claimSteps(input: $input) { __typename ... on ClaimStepsPayload { claims { token claimedUntil inputs outputs run { id status namespace environment createdAt } step { ...RunStep } } } ${select.errors()} } } ${select.step}`,
  },
  {
    method: 'POST',
    pattern: '/api/runs/:id/retry',
    id: 'retryRun',
    tag: 'Runs',
    summary: 'Retries a run that has failed: from the steps that failed, or from the start.',
    fromPath: { runId: 'id' },
    document: `mutation RetryRun($input: RetryRunInput!) { retryRun(input: $input) { __typename ... on RetryRunPayload { run { ...Run } } ${select.errors('StaleClaim')} } } ${select.run}`,
  },
  {
    method: 'POST',
    pattern: '/api/runs/:id/report',
    id: 'reportRun',
    tag: 'Runs',
    summary: 'Says how far a step is, or cancels the run. The same report again is the same answer.',
    fromPath: { runId: 'id' },
    document: `mutation ReportRun($input: ReportRunInput!) { reportRun(input: $input) { __typename ... on ReportRunPayload { redacted run { ...Run } step { ...RunStep } } ${select.errors('StaleClaim', 'OutputsInvalid')} } } ${select.run}`,
  },
];
