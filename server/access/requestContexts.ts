import type { Visit } from './requestContext.ts';

/** Finds the visit that something in the engine belongs to: by its request, or carried along from a socket. */
export interface Visits {
  of(context: unknown): Visit | undefined;
  ofRequest(request: Request): Visit | undefined;
  begin(request: Request, visit: Visit): void;
}

export function createVisits(): Visits {
  const byRequest = new WeakMap<Request, Visit>();
  return {
    of(context) {
      const { visit, request } = context as { visit?: Visit; request?: Request };
      return visit ?? (request && byRequest.get(request));
    },
    ofRequest: (request) => byRequest.get(request),
    begin: (request, visit) => void byRequest.set(request, visit),
  };
}
