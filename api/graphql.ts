import { door } from '../src/server/functions/door.ts';

/** Queries, mutations, and subscriptions over SSE. */
export default door(({ gateway }, request) => gateway.fetch(request, {}));
