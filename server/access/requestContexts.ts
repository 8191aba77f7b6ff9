import type { RequestContext } from './requestContext.ts';

/** Finds the request context in the engine: by its request, or passed along from a WebSocket. */
export interface RequestContexts {
  of(context: unknown): RequestContext | undefined;
  ofRequest(request: Request): RequestContext | undefined;
  begin(request: Request, requestContext: RequestContext): void;
}

export function createRequestContexts(): RequestContexts {
  const byRequest = new WeakMap<Request, RequestContext>();
  return {
    of(context) {
      const { requestContext, request } = context as { requestContext?: RequestContext; request?: Request };
      return requestContext ?? (request && byRequest.get(request));
    },
    ofRequest: (request) => byRequest.get(request),
    begin: (request, requestContext) => void byRequest.set(request, requestContext),
  };
}
