import { redactSecrets } from '../../../packages/manifest/secrets/secrets.ts';
import { Problem, problemAnswer, problemOf } from '../../../server/access/problem.ts';
import {
  DependencyUnresolved,
  IncompatibleChange,
  ManifestInvalid,
  QuotaExceeded,
  RegistryError,
  RequestError,
  StaleVersion,
  VersionExists,
} from '../../../src/errors.ts';

const always = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export const json = (status: number, body: unknown): Response => Response.json(body, { status, headers: always });

/** An invalid request, whatever its purpose. */
export const refusal = (status: number, message: string, headers: Record<string, string> = {}): Problem =>
  new Problem(status, 'BAD_USER_INPUT', message, { headers });

/** Any error as RFC 9457 has it: with the gateway's codes and what a caller can act on; a fault of ours without its words. */
export function problemFor(error: unknown, correlationId: string): Response {
  const { status, headers, body } = problemAnswer(asProblem(error), correlationId);
  return new Response(String(body), { status, headers: { ...headers, ...always } });
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RequestError || error instanceof RegistryError) {
    return problemOf(error.code, redactSecrets(error.message), detailsOf(error));
  }
  return problemOf('INTERNAL_SERVER_ERROR', 'Internal error. Report it with the correlation id.');
}

function detailsOf(error: unknown): Record<string, unknown> {
  if (error instanceof ManifestInvalid) return { issues: error.issues };
  if (error instanceof VersionExists) return { version: error.version, digest: error.digest };
  if (error instanceof StaleVersion) return { expected: error.expected, actual: error.actual };
  if (error instanceof DependencyUnresolved) {
    return { unresolved: error.unresolved.map(({ slug, ...rest }) => ({ entryId: slug, ...rest })) };
  }
  if (error instanceof IncompatibleChange) return { changes: error.changes };
  if (error instanceof QuotaExceeded) {
    const { quota, limit, used, resetsAt } = error;
    return { quota, limit, used, resetsAt };
  }
  return {};
}
