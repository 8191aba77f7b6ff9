import { errors } from 'jose';
import type { ZodError } from 'zod';

/*
 * Why a token is refused: which claim, and what it must be. The content of the token is never repeated.
 */

const expected: Readonly<Record<string, string>> = {
  sub: 'must be the uuid of a user',
  role: 'must be "authenticated"',
  aud: 'must be "authenticated", or a list that contains it',
  exp: 'must be a time in seconds since 1970',
  nbf: 'must be a time in seconds since 1970',
  iat: 'must be a time in seconds since 1970',
  app_metadata: 'must be an object',
  'app_metadata.registry_role': 'must be "viewer", "publisher" or "admin"',
  'app_metadata.namespace': 'must be 1 to 63 of a-z, 0-9 and hyphens, and begin with a letter or a digit',
  'app_metadata.tenant_id': 'must be 1 to 63 of a-z, 0-9 and hyphens, and begin with a letter or a digit',
};

const invalidClaim = (name: string, problem: string) => `The token is invalid: the claim "${name}" ${problem}.`;

/** The first invalid claim. */
export function claimProblem({ issues }: ZodError): string {
  const path = issues[0]?.path.map(String) ?? [];
  const name = expected[path.join('.')] ? path.join('.') : (path[0] ?? '');
  return invalidClaim(name, expected[name] ?? 'is not as expected');
}

/** The first header parameter that the registry does not accept. */
export function headerProblem({ issues }: ZodError): string {
  const name = String(issues[0]?.path[0] ?? '');
  const problem = name === 'typ' ? 'must be "JWT"' : name === 'kid' ? 'must be a short text' : 'is not allowed';
  return `The token is invalid: "${name}" in its header ${problem}.`;
}

/** The problem that jose found: the time, the issuer, the audience, the algorithm, the key or the signature. */
export function tokenProblem(
  error: unknown,
  trust: { algorithms: readonly string[]; issuer?: string | undefined },
): string {
  if (error instanceof errors.JWTExpired)
    return 'The token has expired: the claim "exp" is in the past. Get a new one.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    const { claim, reason } = error;
    if (claim === 'iss') return invalidClaim('iss', `must be "${trust.issuer ?? ''}"`);
    if (claim === 'nbf' && reason === 'check_failed') return invalidClaim('nbf', 'is in the future');
    const problem = expected[claim] ?? 'is not as expected';
    return invalidClaim(claim, reason === 'missing' ? `is required and ${problem}` : problem);
  }
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return `The token is invalid: "alg" in its header must be ${trust.algorithms.join(' or ')}.`;
  }
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'The token is invalid: "kid" in its header names no key of the identity provider.';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return 'The token is invalid: its signature is not by the key of this registry.';
  }
  return 'The token is invalid: it is not a signed JSON Web Token that this registry can read.';
}
