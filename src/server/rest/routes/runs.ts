import type { OperationRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';

export const runRoutes: OperationRoute[] = [
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
    pattern: '/api/runs/:id/report',
    id: 'reportRun',
    tag: 'Runs',
    summary: 'Says how far a step is, or cancels the run. The same report again is the same answer.',
    fromPath: { runId: 'id' },
    document: `mutation ReportRun($input: ReportRunInput!) { reportRun(input: $input) { __typename ... on ReportRunPayload { run { ...Run } step { ...RunStep } } ${select.errors('StaleClaim', 'OutputsInvalid')} } } ${select.run}`,
  },
];
