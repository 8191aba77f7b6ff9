import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import { localSecret } from '../../packages/shared/node/localSecret.ts';
import { RequestError } from '../errors.ts';
import { anonymous, type Viewer } from '../viewer.ts';
import type { Env } from './env.ts';

/** From the `Authorization` header (or what stands for it on a socket) to a viewer. Throws UNAUTHENTICATED. */
export type Authenticate = (
  authorization: string | null | undefined,
) => Promise<{ viewer: Viewer; expiresAt: number | null }>;

const mostCharacters = 8_192;

const AppMetadata = z.object({
  registry_role: z.enum(['viewer', 'publisher', 'admin']).nullish(),
  namespace: z.string().nullish(),
  tenant_id: z.string().nullish(),
});

const Claims = z.object({
  sub: z.uuid(),
  role: z.literal('authenticated'),
  exp: z.number(),
  app_metadata: AppMetadata.nullish(),
});

const Namespace = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const checks: JWTVerifyOptions = {
  audience: 'authenticated',
  requiredClaims: ['exp', 'sub', 'role', 'aud'],
  clockTolerance: 5,
};

/** The verifier is chosen here, by configuration: never by what a token says of itself. */
export async function openAuthenticate(env: Env): Promise<Authenticate> {
  const verify = await verifierFor(env);
  return async (authorization) => {
    if (authorization === null || authorization === undefined) return { viewer: anonymous, expiresAt: null };
    const token = /^Bearer ([A-Za-z0-9_.-]+)$/i.exec(authorization.slice(0, mostCharacters + 1))?.[1];
    if (!token || authorization.length > mostCharacters) throw refused('Send `Authorization: Bearer <JWT>`.');
    const payload = await verify(token).catch(explain);
    return { viewer: viewerOf(payload), expiresAt: payload.exp ?? null };
  };
}

async function verifierFor(env: Env): Promise<(token: string) => Promise<JWTPayload>> {
  if (env.SUPABASE_JWT_SECRET) return withSecret(new TextEncoder().encode(env.SUPABASE_JWT_SECRET));
  if (env.SUPABASE_URL) {
    const keys = createRemoteJWKSet(new URL('/auth/v1/.well-known/jwks.json', env.SUPABASE_URL));
    return async (token) => (await jwtVerify(token, keys, { ...checks, algorithms: ['ES256', 'RS256'] })).payload;
  }
  return withSecret(await localSecret(env.REGISTRY_DATA_DIR));
}

const withSecret = (secret: Uint8Array) => async (token: string) =>
  (await jwtVerify(token, secret, { ...checks, algorithms: ['HS256'] })).payload;

function viewerOf(payload: JWTPayload): Viewer {
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw refused('The token’s claims are not those of a registry user.');
  const { sub, app_metadata: metadata } = claims.data;
  const namespace = Namespace.safeParse(metadata?.namespace ?? metadata?.tenant_id ?? 'default');
  if (!namespace.success) throw refused('The token’s namespace is not a namespace.');
  return { kind: 'user', id: sub, role: metadata?.registry_role ?? null, namespace: namespace.data };
}

function explain(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw refused('The token has expired.');
  if (error instanceof errors.JWKSTimeout) {
    throw new RequestError('UNAVAILABLE', 'The keys that tokens are signed with cannot be fetched right now.');
  }
  throw refused('The token does not verify.');
}

const refused = (message: string) => new RequestError('UNAUTHENTICATED', message);
