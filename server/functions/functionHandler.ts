import { closeStreamAt } from './closeStreamAt.ts';
import { type Instance, openInstance } from './instance.ts';
import { unavailable } from './unavailable.ts';
import { withEdgeHeaders } from './withEdgeHeaders.ts';

/** A function as Vercel calls it: https://vercel.com/docs/functions/functions-api-reference */
export interface FunctionHandler {
  fetch(request: Request): Promise<Response>;
}

/** Answers requests with the services of the instance; opens them at the first one. */
export const createFunctionHandler = (
  answer: (instance: Instance, request: Request) => Response | Promise<Response>,
): FunctionHandler => ({
  async fetch(request) {
    const arrivedAt = performance.now();
    let instance: Instance;
    try {
      instance = await openInstance();
    } catch (error) {
      return unavailable(error, request);
    }
    const endsAt = arrivedAt + instance.env.REGISTRY_STREAM_SECONDS * 1_000;
    const response = withEdgeHeaders(request, await answer(instance, request));
    return closeStreamAt(response, endsAt, request.signal);
  },
});
