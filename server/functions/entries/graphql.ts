import { createFunctionHandler } from '../functionHandler.ts';

/** Queries, mutations, and subscriptions over SSE. */
export default createFunctionHandler(({ answers, gateway }, request) =>
  answers(request, 'http', '/graphql', (begun) => gateway.fetch(request, { begun })),
);
