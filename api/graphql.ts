/** Queries, mutations, and subscriptions over SSE. */
export { default } from '../server/functions/bundled/graphql.mjs';
