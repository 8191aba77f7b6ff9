import { door } from '../server/functions/functionHandler.ts';

/** Queries, mutations, and subscriptions over SSE. */
export default door(({ gateway }, request) => gateway.fetch(request, {}));
