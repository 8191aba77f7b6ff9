import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { localSecret } from '../../../packages/node/localSecret.ts';
import { type Authenticate, openAuthenticate } from '../../../server/access/authenticate.ts';
import { readEnv } from '../../../server/open/env.ts';
import { claims, forge, invalidTokens } from './invalidTokens.ts';

const unauthenticated = { code: 'UNAUTHENTICATED' };

describe('tokens signed with the secret of the registry (HS256)', () => {
  let folder: string;
  let secret: Uint8Array;
  let authenticate: Authenticate;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-auth-'));
    secret = await localSecret(folder);
    authenticate = await openAuthenticate(readEnv({ REGISTRY_DATA_DIR: folder }));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const bearer = (other: Record<string, unknown>, header: object = { alg: 'HS256' }) =>
    `Bearer ${forge(header, claims(other), secret)}`;

  it('are refused for each of many reasons', async () => {
    const invalid = await invalidTokens(secret);
    expect(invalid.length).toBeGreaterThan(80);
    expect(new Set(invalid.map(([, authorization]) => authorization)).size).toBe(invalid.length);
    const granted: string[] = [];
    for (const [what, authorization] of invalid) {
      const outcome = await authenticate(authorization).catch((error) => error);
      if (outcome?.code !== 'UNAUTHENTICATED') granted.push(what);
    }
    expect(granted).toEqual([]);
  });

  it('do not appear in their refusal', async () => {
    for (const [, authorization] of await invalidTokens(secret)) {
      const { message } = await authenticate(authorization).catch((error) => error);
      expect(message).not.toContain(authorization.slice(7) || 'nothing to repeat');
    }
  });

  it('are accepted when they are valid', async () => {
    const sub = '0C4D8C1E-7D0B-4B39-9D5C-0B8C8B0A0E11';
    const exp = Math.floor(Date.now() / 1_000) + 60;
    expect(await authenticate(bearer({ sub, exp }))).toEqual({
      viewer: { kind: 'user', id: sub.toLowerCase(), role: 'admin', namespace: 'default' },
      expiresAt: exp,
    });
    expect(await authenticate(bearer({}).replace('Bearer', 'bearer'))).toMatchObject({ viewer: { kind: 'user' } });
    expect(await authenticate(bearer({}, { alg: 'HS256', typ: 'jwt', kid: 'one' }))).toMatchObject({
      viewer: { role: 'admin' },
    });
    expect(await authenticate(null)).toEqual({ viewer: { kind: 'anonymous' }, expiresAt: null });
  });

  it.each([
    ['no app_metadata', {}, { role: null, namespace: 'default' }],
    ['no role', { app_metadata: { namespace: 'acme' } }, { role: null, namespace: 'acme' }],
    [
      'a tenant',
      { app_metadata: { registry_role: 'viewer', tenant_id: 'acme' } },
      { role: 'viewer', namespace: 'acme' },
    ],
    [
      'a namespace and a tenant',
      { app_metadata: { registry_role: 'viewer', namespace: 'one', tenant_id: 'two' } },
      { role: 'viewer', namespace: 'one' },
    ],
    [
      'user metadata',
      { app_metadata: { provider: 'email' }, user_metadata: { registry_role: 'admin', namespace: 'acme' } },
      { role: null, namespace: 'default' },
    ],
  ])('with %s', async (_, other, viewer) => {
    expect((await authenticate(bearer({ app_metadata: undefined, ...other }))).viewer).toMatchObject(viewer);
  });

  it('are accepted with a list of audiences that contains the right one, and with any issue time', async () => {
    const now = Math.floor(Date.now() / 1_000);
    expect(await authenticate(bearer({ aud: ['other', 'authenticated'] }))).toMatchObject({
      viewer: { role: 'admin' },
    });
    expect(await authenticate(bearer({ iat: now + 3_600 }))).toMatchObject({ viewer: { role: 'admin' } });
  });

  it.each([
    [{ aud: ['other'] }, /claim "aud" must be "authenticated", or a list that contains it/],
    [{ aud: 'anon' }, /claim "aud" must be "authenticated"/],
    [{ aud: undefined }, /claim "aud" is required and must be "authenticated"/],
    [{ role: 'anon' }, /claim "role" must be "authenticated"/],
    [{ role: undefined }, /claim "role" is required/],
    [{ sub: 'admin' }, /claim "sub" must be the uuid of a user/],
    [{ sub: undefined }, /claim "sub" is required/],
    [{ exp: 1 }, /has expired: the claim "exp" is in the past/],
    [{ exp: undefined }, /claim "exp" is required/],
    [{ nbf: Math.floor(Date.now() / 1_000) + 600 }, /claim "nbf" is in the future/],
    [{ iat: 'now' }, /claim "iat" must be a time/],
    [{ app_metadata: 'admin' }, /claim "app_metadata" must be an object/],
    [
      { app_metadata: { registry_role: 'owner' } },
      /"app_metadata.registry_role" must be "viewer", "publisher" or "admin"/,
    ],
    [{ app_metadata: { namespace: 'Acme Inc' } }, /"app_metadata.namespace" must be 1 to 63 of a-z/],
  ])('are refused with the wrong claim and what it must be: %j', async (other, message) => {
    await expect(authenticate(bearer(other))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(message),
    });
  });

  it('are refused with a message about the signature, the algorithm or the header', async () => {
    const messageOf = (authorization: string) => authenticate(authorization).catch(({ message }) => message);
    expect(await messageOf(`Bearer ${forge({ alg: 'HS256' }, claims(), 'another-secret-of-32-characters!!')}`)).toMatch(
      /signature is not by the key of this registry/,
    );
    expect(await messageOf(bearer({}, { alg: 'HS512' }))).toMatch(/"alg" in its header must be HS256/);
    expect(await messageOf(bearer({}, { alg: 'HS256', typ: 'at+jwt' }))).toMatch(/"typ" in its header must be "JWT"/);
  });

  it('are accepted with five seconds of tolerance', async () => {
    const now = Math.floor(Date.now() / 1_000);
    expect(await authenticate(bearer({ exp: now - 2, nbf: now + 2, iat: now + 2 }))).toMatchObject({
      expiresAt: now - 2,
    });
    await expect(authenticate(bearer({ exp: now - 6 }))).rejects.toMatchObject(unauthenticated);
    await expect(authenticate(bearer({ nbf: now + 30 }))).rejects.toMatchObject(unauthenticated);
  });

  it('must come from the configured issuer', async () => {
    const env = readEnv({ SUPABASE_JWT_SECRET: 'a-secret-of-32-characters-at-least', SUPABASE_JWT_ISSUER: 'us' });
    const strict = await openAuthenticate(env);
    const signed = (iss: unknown) =>
      `Bearer ${forge({ alg: 'HS256' }, claims({ iss }), env.SUPABASE_JWT_SECRET ?? '')}`;
    expect(await strict(signed('us'))).toMatchObject({ viewer: { kind: 'user' } });
    for (const iss of [undefined, null, '', 'them', ['us'], 7]) {
      await expect(strict(signed(iss))).rejects.toMatchObject(unauthenticated);
    }
  });
});

describe('tokens of an identity provider (JWKS)', () => {
  /** What the provider does with the next requests, and the number of requests. */
  const provider = { keys: [] as JWK[], broken: false as false | 'down' | 'nonsense' | 'gone', requests: 0 };
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      provider.requests += 1;
      expect(request.url).toBe('/auth/v1/.well-known/jwks.json');
      if (provider.broken === 'down') return void request.socket.destroy();
      if (provider.broken === 'gone') return void response.writeHead(500).end();
      response.setHeader('content-type', 'application/json');
      response.end(provider.broken === 'nonsense' ? '<html>' : JSON.stringify({ keys: provider.keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => Object.assign(provider, { keys: [], broken: false, requests: 0 }));
  afterAll(() => server.close());

  async function makeKey(kid: string, alg: 'ES256' | 'RS256' = 'ES256') {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const jwk: JWK = { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
    const token = (other: Record<string, unknown> = {}, header: Record<string, unknown> = {}) =>
      new SignJWT(claims({ iss: `${url}/auth/v1`, ...other }))
        .setProtectedHeader({ alg, kid, typ: 'JWT', ...header })
        .sign(privateKey)
        .then((text) => `Bearer ${text}`);
    return { jwk, token, publicKey };
  }
  const open = (jwks: object = {}, more: Record<string, string> = {}) =>
    openAuthenticate(readEnv({ SUPABASE_URL: url, ...more }), jwks);

  it.each(['ES256', 'RS256'] as const)('are accepted with %s, and the keys are fetched once', async (alg) => {
    const key = await makeKey('one', alg);
    provider.keys = [key.jwk];
    const authenticate = await open();
    await Promise.all([1, 2, 3].map(async () => authenticate(await key.token())));
    expect(await authenticate(await key.token())).toMatchObject({ viewer: { role: 'admin' } });
    expect(provider.requests).toBe(1);
  });

  it('are refused when the header or the issuer does not match', async () => {
    const key = await makeKey('one', 'RS256');
    const other = await makeKey('one', 'RS256');
    provider.keys = [key.jwk];
    const authenticate = await open();
    const confused = (secret: string) =>
      `Bearer ${forge({ alg: 'HS256', kid: 'one' }, claims({ iss: `${url}/auth/v1` }), secret)}`;
    const invalid = [
      await other.token(),
      await other.token({}, { jwk: other.jwk }),
      await key.token({}, { jwk: key.jwk }),
      await key.token({}, { jku: `${url}/mine.json` }),
      await key.token({}, { kid: 'two' }),
      await key.token({ iss: 'https://elsewhere.example/auth/v1' }),
      await key.token({ iss: undefined }),
      await key.token({ role: 'service_role' }),
      await key.token({ role: 'anon', sub: undefined }),
      confused(await exportSPKI(key.publicKey)),
      confused(JSON.stringify(key.jwk)),
      confused(key.jwk.n ?? ''),
      `Bearer ${Buffer.from('{"alg":"none","kid":"one"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.AA`,
    ];
    for (const authorization of invalid)
      await expect(authenticate(authorization)).rejects.toMatchObject(unauthenticated);
    expect(await authenticate(await key.token())).toMatchObject({ viewer: { role: 'admin' } });
  });

  it('cause no new request for keys before the cool-down is over, however many unknown keys are named', async () => {
    const key = await makeKey('one');
    const stranger = await makeKey('two');
    provider.keys = [key.jwk];
    const authenticate = await open();
    await authenticate(await key.token());
    for (let attempt = 0; attempt < 20; attempt += 1) {
      await expect(authenticate(await stranger.token({}, { kid: `k${attempt}` }))).rejects.toMatchObject(
        unauthenticated,
      );
    }
    expect(provider.requests).toBe(1);
  });

  it('follow a key rotation: the new key is found, the removed one is not', async () => {
    const [old, next] = [await makeKey('one'), await makeKey('two')];
    provider.keys = [old.jwk];
    const authenticate = await open({ cooldownMs: 0 });
    await authenticate(await old.token());
    await expect(authenticate(await next.token())).rejects.toMatchObject(unauthenticated);
    provider.keys = [next.jwk];
    expect(await authenticate(await next.token())).toMatchObject({ viewer: { role: 'admin' } });
    await expect(authenticate(await old.token())).rejects.toMatchObject(unauthenticated);
  });

  it.each(['down', 'gone', 'nonsense'] as const)(
    'are verified with the cached keys while the provider is %s',
    async (broken) => {
      const [key, stranger] = [await makeKey('one'), await makeKey('two')];
      provider.keys = [key.jwk];
      const authenticate = await open({ maxAgeMs: 0, cooldownMs: 0 });
      await authenticate(await key.token());
      provider.broken = broken;
      expect(await authenticate(await key.token())).toMatchObject({ viewer: { role: 'admin' } });
      await expect(authenticate(await stranger.token())).rejects.toMatchObject(unauthenticated);
      expect(provider.requests).toBeGreaterThan(1);
    },
  );

  it('cause at most one failed request for keys per cool-down', async () => {
    const [key, stranger] = [await makeKey('one'), await makeKey('two')];
    provider.keys = [key.jwk];
    const authenticate = await open({ cooldownMs: 60_000, maxAgeMs: 0 });
    await authenticate(await key.token());
    provider.broken = 'down';
    for (let attempt = 0; attempt < 20; attempt += 1) await authenticate(await stranger.token()).catch(() => {});
    expect(provider.requests).toBe(1);
  });

  it('cannot be verified before the keys were fetched, and can afterwards', async () => {
    const key = await makeKey('one');
    provider.broken = 'down';
    const authenticate = await open({ cooldownMs: 0 });
    await expect(authenticate(await key.token())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(authenticate('Bearer nonsense')).rejects.toMatchObject(unauthenticated);
    Object.assign(provider, { broken: false, keys: [key.jwk] });
    expect(await authenticate(await key.token())).toMatchObject({ viewer: { role: 'admin' } });
  });

  it('are not verified with the provider when a secret is set', async () => {
    const key = await makeKey('one');
    provider.keys = [key.jwk];
    const authenticate = await open({}, { SUPABASE_JWT_SECRET: 'a-secret-of-32-characters-at-least' });
    await expect(authenticate(await key.token())).rejects.toMatchObject(unauthenticated);
    expect(provider.requests).toBe(0);
  });
});
