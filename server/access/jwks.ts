import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { RequestError } from '../../src/errors.ts';

export interface JwksOptions {
  /** How long a fetched set is used before it is fetched again. */
  maxAgeMs?: number;
  /** The minimum time between two attempts, whatever their outcome: unknown key ids must not flood the provider. */
  cooldownMs?: number;
  timeoutMs?: number;
}

/**
 * The cached keys of an identity provider: fetched again when they are old or a token names an unknown one, at most
 * once per cool-down. While the provider is down the old set remains in use.
 *
 * @throws (the returned function) UNAVAILABLE when there was never a set, jose's errors for a key that is not in it
 */
export function remoteKeys(url: URL, options: JwksOptions = {}): JWTVerifyGetKey {
  const { maxAgeMs = 600_000, cooldownMs = 30_000, timeoutMs = 3_000 } = options;
  let attempted = Number.NEGATIVE_INFINITY;
  let fetched = Number.NEGATIVE_INFINITY;

  const paced: FetchImplementation = async (address, init) => {
    const now = Date.now();
    // Without any key set, wait a second only: no token can be verified until there is one.
    if (now < attempted + (keys.jwks() ? cooldownMs : Math.min(cooldownMs, 1_000))) throw new Error('Tried just now.');
    attempted = now;
    const response = await fetch(address, init);
    if (response.status === 200) fetched = now;
    return response;
  };
  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: Number.POSITIVE_INFINITY,
    cooldownDuration: cooldownMs,
    timeoutDuration: timeoutMs,
    [customFetch]: paced,
  });

  return async (header, token) => {
    if (Date.now() > fetched + maxAgeMs) await keys.reload().catch(() => {});
    try {
      return await keys(header, token);
    } catch (error) {
      if (keys.jwks()) throw error;
      throw new RequestError('UNAVAILABLE', 'The keys that tokens are signed with cannot be fetched right now.');
    }
  };
}
