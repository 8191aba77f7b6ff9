import { type JWTVerifyGetKey, type JWTVerifyOptions, jwtVerify } from 'jose';
import { z } from 'zod';
import { localSecret } from '../../packages/node/localSecret.ts';
import { RequestError } from '../../src/errors.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { anonymous, type Viewer } from '../../src/viewer.ts';
import type { Env } from '../open/env.ts';
import { type JwksOptions, remoteKeys } from './jwks.ts';
import { claimProblem, headerProblem, tokenProblem } from './tokenProblem.ts';

/** Turns the `Authorization` header (or its replacement on a WebSocket) into a viewer. Throws UNAUTHENTICATED. */
export type Authenticate = (authorization: string | null | undefined) => Promise<Identified>;

export interface Identified {
  viewer: Viewer;
  /** When the token expires, in seconds since 1970; null without a token. */
  expiresAt: number | null;
}

const maxCharacters = 8_192;
const toleranceSeconds = 5;

/** The key and the issuer of tokens, from configuration only. */
interface Trust {
  key: Uint8Array | JWTVerifyGetKey;
  algorithms: string[];
  issuer: string | undefined;
}

/** Nothing that would let the token itself choose the key or its meaning. */
const Header = z.object({
  alg: z.string(),
  typ: z
    .string()
    .regex(/^(application\/)?jwt$/i)
    .optional(),
  kid: z.string().max(256).optional(),
  crit: z.never().optional(),
  b64: z.never().optional(),
  zip: z.never().optional(),
  enc: z.never().optional(),
  jwk: z.never().optional(),
  jku: z.never().optional(),
  x5c: z.never().optional(),
  x5u: z.never().optional(),
});

const Namespace = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

/** A missing claim is undefined; one of another type makes the token invalid. */
const Claims = z.object({
  sub: z
    .guid()
    .transform((id) => id.toLowerCase())
    .refine((id) => id !== systemUser.id),
  role: z.literal('authenticated'),
  aud: z.union([z.literal('authenticated'), z.array(z.string()).refine((all) => all.includes('authenticated'))]),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  app_metadata: z
    .object({
      registry_role: z.enum(['viewer', 'publisher', 'admin']).optional(),
      namespace: Namespace.optional(),
      tenant_id: Namespace.optional(),
    })
    .optional(),
});

/** The verifier is chosen by configuration, never by the content of a token. */
export async function openAuthenticate(env: Env, jwks: JwksOptions = {}): Promise<Authenticate> {
  const trust = await trustOf(env, jwks);
  return async (authorization) => {
    if (authorization === null || authorization === undefined) return { viewer: anonymous, expiresAt: null };
    const token = tokenIn(authorization);
    if (token === null) throw refused('Send `Authorization: Bearer <JWT>`.');
    const { sub, exp, app_metadata: metadata } = await verified(token, trust);
    const namespace = metadata?.namespace ?? metadata?.tenant_id ?? 'default';
    return {
      viewer: { kind: 'user', id: sub, role: metadata?.registry_role ?? null, namespace },
      expiresAt: exp,
    };
  };
}

async function trustOf(env: Env, jwks: JwksOptions): Promise<Trust> {
  const issuer = env.SUPABASE_JWT_ISSUER;
  if (env.SUPABASE_JWT_SECRET) {
    return { key: new TextEncoder().encode(env.SUPABASE_JWT_SECRET), algorithms: ['HS256'], issuer };
  }
  if (env.SUPABASE_URL) {
    const origin = env.SUPABASE_URL.replace(/(?<!\/)\/+$/, '');
    return {
      key: remoteKeys(new URL(`${origin}/auth/v1/.well-known/jwks.json`), jwks),
      algorithms: ['ES256', 'RS256'],
      issuer: issuer ?? `${origin}/auth/v1`,
    };
  }
  return { key: await localSecret(env.REGISTRY_DATA_DIR), algorithms: ['HS256'], issuer };
}

/** The token of a Bearer header; null for any other. Two headers arrive as one with a comma, which no token has. */
function tokenIn(authorization: string): string | null {
  if (authorization.length > maxCharacters) return null;
  const token = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization)?.[1];
  return token?.split('.').every(isCanonical) ? token : null;
}

/** Decoders ignore the unused bits of the last character; then one token would have several encodings. */
const isCanonical = (part: string) => Buffer.from(part, 'base64url').toString('base64url') === part;

async function verified(token: string, trust: Trust) {
  const { key, algorithms, issuer } = trust;
  const options: JWTVerifyOptions = {
    algorithms,
    audience: 'authenticated',
    requiredClaims: ['exp', 'sub', 'role', 'aud'],
    clockTolerance: toleranceSeconds,
    ...(issuer === undefined ? {} : { issuer }),
  };
  const { payload, protectedHeader } = await (typeof key === 'function'
    ? jwtVerify(token, key, options)
    : jwtVerify(token, key, options)
  ).catch((error) => explain(error, trust));
  const header = Header.safeParse(protectedHeader);
  if (!header.success) throw refused(headerProblem(header.error));
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw refused(claimProblem(claims.error));
  return claims.data;
}

/** Why jose refused a token, in the words of `tokenProblem`. */
function explain(error: unknown, { algorithms, issuer }: Trust): never {
  if (error instanceof RequestError) throw error;
  throw refused(tokenProblem(error, { algorithms, issuer }));
}

const refused = (message: string) => new RequestError('UNAUTHENTICATED', message);
