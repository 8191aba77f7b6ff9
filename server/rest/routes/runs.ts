import type { OperationRoute } from '../operationRoute.ts';
import { instant, oneOf, text } from '../parameters.ts';
import * as select from '../selections.ts';
import { filterOf, pageOf, pages } from './entries.ts';

const runFilter = {
  status: oneOf('Only runs with this status.', ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  templateId: text('Only runs of templates with this templateId.'),
  version: text('Only runs of template versions with this number, such as 1.2.0.'),
  createdBy: text('Only runs that the user with this id created.'),
  createdAfter: instant('Only runs created at this time or later.'),
  createdBefore: instant('Only runs created before this time.'),
};

export const runRoutes: OperationRoute[] = [
  {
    method: 'GET',
    pattern: '/api/runs',
    id: 'listRuns',
    tag: 'Runs',
    summary: 'List the runs of your namespace, newest first.',
    result: 'A page of runs, without their steps.',
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
    summary: 'Get a run with its steps.',
    result: 'The run with its steps.',
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
    summary: 'Claim steps for a worker. An empty list means that no step can be claimed now.',
    result: 'The new claims, with their claim tokens.',
    document: `mutation ClaimSteps($input: ClaimStepsInput!) { claimSteps(input: $input) { __typename ... on ClaimStepsPayload { claims { token claimedUntil inputs outputs run { id status namespace environment createdAt } step { ...RunStep } } } ${select.errors()} } } ${select.step}`,
  },
  {
    method: 'POST',
    pattern: '/api/runs/:id/retry',
    id: 'retryRun',
    tag: 'Runs',
    summary: 'Retry a failed run from the failed steps or from the start.',
    result: 'The run with its steps.',
    fromPath: { runId: 'id' },
    document: `mutation RetryRun($input: RetryRunInput!) { retryRun(input: $input) { __typename ... on RetryRunPayload { run { ...Run } } ${select.errors('StaleClaim')} } } ${select.run}`,
  },
  {
    method: 'POST',
    pattern: '/api/runs/:id/cancel',
    id: 'cancelRun',
    tag: 'Runs',
    summary: 'Cancel a run, with a reason.',
    result: 'The run with its steps.',
    fromPath: { runId: 'id' },
    document: `mutation CancelRun($input: CancelRunInput!) { cancelRun(input: $input) { __typename ... on CancelRunPayload { run { ...Run } } ${select.errors('StaleClaim')} } } ${select.run}`,
  },
  {
    method: 'POST',
    pattern: '/api/runs/:id/report',
    id: 'reportRun',
    tag: 'Runs',
    summary: 'Report the state of a step, or cancel the run. Repeating a report has no further effect.',
    result: 'The run and the step after the report.',
    fromPath: { runId: 'id' },
    document: `mutation ReportRun($input: ReportRunInput!) { reportRun(input: $input) { __typename ... on ReportRunPayload { redacted run { ...Run } step { ...RunStep } } ${select.errors('StaleClaim', 'OutputsInvalid')} } } ${select.run}`,
  },
];
