import { createHmac, randomUUID } from 'node:crypto';
import { exportPKCS8, exportSPKI, generateKeyPair, SignJWT } from 'jose';

/** A header value that must be refused with 401, and what is wrong with it. */
export type InvalidToken = readonly [what: string, authorization: string];

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with exactly these parts, as no library would create it. */
export function forge(header: unknown, payload: unknown, secret: Uint8Array | string): string {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const now = () => Math.floor(Date.now() / 1_000);

/** Valid claims with overrides; `undefined` removes one. */
export const claims = (other: Record<string, unknown> = {}): Record<string, unknown> => ({
  sub: randomUUID(),
  role: 'authenticated',
  aud: 'authenticated',
  iat: now(),
  exp: now() + 3_600,
  app_metadata: { registry_role: 'admin', namespace: 'default' },
  ...other,
});

const HS256 = { alg: 'HS256', typ: 'JWT' };
const metadata = (other: Record<string, unknown>) => ({ app_metadata: { registry_role: 'admin', ...other } });

/** For a registry that verifies HS256 with this secret: every one of them must be refused. */
export async function invalidTokens(secret: Uint8Array): Promise<InvalidToken[]> {
  const signed = (payload: Record<string, unknown>, header: Record<string, unknown> = HS256) =>
    `Bearer ${forge(header, payload, secret)}`;
  const good = forge(HS256, claims(), secret);
  const [header = '', payload = '', signature = ''] = good.split('.');
  const rsa = await generateKeyPair('RS256', { extractable: true });
  const ec = await generateKeyPair('ES256', { extractable: true });
  const signedBy = (key: CryptoKey, alg: string) =>
    new SignJWT(claims()).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
  const publicPem = await exportSPKI(rsa.publicKey);
  const resigned = `${header}.${part(claims({ role: 'service_role' }))}.${signature}`;

  const shapes: InvalidToken[] = [
    ['nothing after the scheme', 'Bearer'],
    ['only a space after it', 'Bearer '],
    ['an empty header', ''],
    ['no scheme', good],
    ['Basic', `Basic ${Buffer.from('admin:admin').toString('base64')}`],
    ['another scheme', `Token ${good}`],
    ['two spaces', `Bearer  ${good}`],
    ['a tab', `Bearer\t${good}`],
    ['a quoted token', `Bearer "${good}"`],
    ['two tokens', `Bearer ${good} ${good}`],
    ['two values', `Bearer ${good}, Bearer ${good}`],
    ['a second value of another scheme', `Bearer ${good}, Basic YTpi`],
    ['a word', 'Bearer nonsense'],
    ['null', 'Bearer null'],
    ['undefined', 'Bearer undefined'],
    ['two parts', `Bearer ${header}.${payload}`],
    ['two parts and a dot', `Bearer ${header}.${payload}.`],
    ['four parts', `Bearer ${good}.x`],
    ['five parts, as an encrypted token', `Bearer ${header}.${payload}.${signature}.x.y`],
    ['only dots', 'Bearer ..'],
    ['padding', `Bearer ${good}=`],
    ['the other base64', `Bearer ${good.slice(0, -1)}+`],
    ['a header that is not JSON', `Bearer ${Buffer.from('{').toString('base64url')}.${payload}.${signature}`],
    ['a header that is a list', `Bearer ${forge([], claims(), secret)}`],
    ['a header that is null', `Bearer ${forge(null, claims(), secret)}`],
    ['a payload that is a list', `Bearer ${forge(HS256, [], secret)}`],
    ['a payload that is a string', `Bearer ${forge(HS256, 'admin', secret)}`],
    ['a payload that is null', `Bearer ${forge(HS256, null, secret)}`],
    ['more than 8 kB', signed(claims({ padding: 'x'.repeat(8_192) }))],
  ];

  const signatures: InvalidToken[] = [
    ['another secret', `Bearer ${forge(HS256, claims(), 'another-secret-of-32-characters!!')}`],
    ['an empty secret', `Bearer ${forge(HS256, claims(), '')}`],
    ['the word secret as the secret', `Bearer ${forge(HS256, claims(), 'secret')}`],
    ['the signature of other claims', `Bearer ${resigned}`],
    ['half a signature', `Bearer ${header}.${payload}.${signature.slice(0, 20)}`],
    [
      'a changed signature',
      `Bearer ${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    ],
    ['another encoding of the signature', `Bearer ${good.slice(0, -1)}${nextSpelling(good.at(-1) ?? 'A')}`],
    ['no signature, and the same header', `Bearer ${header}.${payload}.AA`],
  ];

  const algorithms: InvalidToken[] = [
    ...['none', 'None', 'NONE', 'nOnE', '', 'HS512', 'HS384', 'hs256', 'HS256 ', 'PS256', 'EdDSA', 'dir'].map(
      (alg): InvalidToken => [`alg ${JSON.stringify(alg)}`, signed(claims(), { alg, typ: 'JWT' })],
    ),
    ['alg none without a signature', `Bearer ${part({ alg: 'none' })}.${part(claims())}.`],
    ['no alg', signed(claims(), { typ: 'JWT' })],
    ['alg null', signed(claims(), { alg: null })],
    ['alg as a list', signed(claims(), { alg: ['HS256'] })],
    ['alg as an object', signed(claims(), { alg: { name: 'HS256' } })],
    ['RS256 by a key of its own', `Bearer ${await signedBy(rsa.privateKey, 'RS256')}`],
    ['ES256 by a key of its own', `Bearer ${await signedBy(ec.privateKey, 'ES256')}`],
    ['HS256 by a public key as the secret', `Bearer ${forge(HS256, claims(), publicPem)}`],
    ['HS256 by a private key as the secret', `Bearer ${forge(HS256, claims(), await exportPKCS8(ec.privateKey))}`],
  ];

  const headers: InvalidToken[] = [
    ...Object.entries({
      crit: ['exp'],
      'crit ': ['b64'],
      b64: false,
      jwk: { kty: 'oct', k: Buffer.from(secret).toString('base64url') },
      jku: 'http://127.0.0.1:1/jwks.json',
      x5u: 'http://127.0.0.1:1/cert.pem',
      x5c: ['MIIB'],
      zip: 'DEF',
      enc: 'A256GCM',
      typ: 'dpop+jwt',
      'typ ': 'at+jwt',
      kid: 7,
      'kid ': ['a'],
      'kid  ': 'k'.repeat(300),
    }).map(([name, value]): InvalidToken => {
      return [
        `${name.trim()} ${JSON.stringify(value).slice(0, 30)}`,
        signed(claims(), { ...HS256, [name.trim()]: value }),
      ];
    }),
  ];

  const wrong: Record<string, unknown[]> = {
    exp: [undefined, null, String(now() + 3_600), now() - 6, 0, -1, [now() + 3_600], true, {}],
    nbf: [now() + 60, String(now()), null, {}],
    iat: ['now', null, {}],
    sub: [
      undefined,
      null,
      '',
      'admin',
      7,
      [randomUUID()],
      { id: randomUUID() },
      `${randomUUID()}x`,
      ` ${randomUUID()}`,
    ],
    role: [
      undefined,
      null,
      '',
      'anon',
      'service_role',
      'supabase_admin',
      'postgres',
      'Authenticated',
      ['authenticated'],
      7,
      {},
    ],
    aud: [
      undefined,
      null,
      '',
      'anon',
      'service_role',
      'Authenticated',
      [],
      ['other'],
      ['Authenticated', 'other'],
      7,
      {},
    ],
    app_metadata: [null, 'admin', 7, [], [{ registry_role: 'admin' }], true],
  };
  const wrongMetadata: Record<string, unknown[]> = {
    registry_role: [null, '', 'owner', 'Admin', 'admin ', 'superuser', ['admin'], 7, true, { admin: true }],
    namespace: [
      null,
      '',
      'Acme',
      '-acme',
      'a b',
      '../acme',
      'a/b',
      'a'.repeat(64),
      'acme\n',
      "a'; drop",
      ['acme'],
      7,
      {},
    ],
    tenant_id: [null, '', 'Acme', 7, ['acme'], '*', 'a\u0000'],
  };
  const named = (name: string, value: unknown) => `${name}: ${JSON.stringify(value) ?? 'missing'}`.slice(0, 60);
  return [
    ...shapes,
    ...signatures,
    ...algorithms,
    ...headers,
    ...Object.entries(wrong).flatMap(([name, values]) =>
      values.map((value): InvalidToken => [named(name, value), signed(claims({ [name]: value }))]),
    ),
    ...Object.entries(wrongMetadata).flatMap(([name, values]) =>
      values.map((value): InvalidToken => [named(name, value), signed(claims(metadata({ [name]: value })))]),
    ),
    ['the registry itself', signed(claims({ sub: '00000000-0000-4000-8000-000000000000' }))],
    ['an infinite exp', `Bearer ${withText('"exp":1e999', secret)}`],
  ];
}

/** The last character of 32 bytes contains two unused bits. */
function nextSpelling(char: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet[alphabet.indexOf(char) ^ 1] ?? 'A';
}

function withText(exp: string, secret: Uint8Array): string {
  const text = JSON.stringify(claims({ exp: undefined })).replace('{', `{${exp},`);
  const signed = `${part(HS256)}.${Buffer.from(text).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
