import type { OperationRoute, WriteRoute } from '../operationRoute.ts';
import * as select from '../selections.ts';
import { namespace, pageOf, pages } from './entries.ts';

const tag = 'Templates';

const hiding = (verb: 'hide' | 'show', summary: string, result: string): WriteRoute => {
  const name = verb === 'hide' ? 'HideComment' : 'ShowComment';
  return {
    method: 'POST',
    pattern: `/api/comments/:id/${verb}`,
    id: `${verb}Comment`,
    tag,
    summary,
    result,
    fromPath: { id: 'id' },
    document: `mutation ${name}($input: HideCommentInput!) { ${verb}Comment(input: $input) { __typename ... on ${name}Payload { comment { ...RatingComment } event { ...RegistryEvent } } ${select.errors()} } } ${select.ratingComment} ${select.event}`,
  };
};

/** Comments of the ratings of templates. */
export const commentRoutes: OperationRoute[] = [
  {
    method: 'GET',
    pattern: '/api/templates/:id/ratings',
    id: 'listRatings',
    tag,
    summary: 'List the ratings of a template that have a comment, newest first.',
    result: 'A page of ratings with a comment.',
    parameters: { ...namespace, ...pages },
    document: `query ListRatings($id: String!, $namespace: String, $first: Int, $after: String, $last: Int, $before: String) { template(templateId: $id, namespace: $namespace) { ratings(first: $first, after: $after, last: $last, before: $before) { edges { node { ...RatingComment } } ${select.page} } } } ${select.ratingComment}`,
    variables: ({ path, query }) => ({ id: path.id, namespace: query.namespace, ...pageOf(query) }),
    at: ['template', 'ratings'],
    isPage: true,
    caching: 'private',
  },
  {
    method: 'POST',
    pattern: '/api/comments/:id/report',
    id: 'reportComment',
    tag,
    summary: "Report a comment to the admins of its template's namespace. Each reader can report it once.",
    result: 'The reported comment.',
    fromPath: { id: 'id' },
    document: `mutation ReportComment($input: ReportCommentInput!) { reportComment(input: $input) { __typename ... on ReportCommentPayload { _created: created comment { ...RatingComment } } ${select.errors()} } } ${select.ratingComment}`,
  },
  hiding(
    'hide',
    'Hide a comment from all but its author and the admins. Its stars still count.',
    'The hidden comment.',
  ),
  hiding('show', 'Show a hidden comment again.', 'The comment that is shown again.'),
];
