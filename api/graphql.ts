import { createFunctionHandler } from '../server/functions/functionHandler.ts';

/** Queries, mutations, and subscriptions over SSE. */
export default createFunctionHandler(({ gateway }, request) => gateway.fetch(request, {}));
