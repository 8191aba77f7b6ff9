import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRateLimiter } from '../../server/access/rateLimiter.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { cleanUp } from '../../src/registry/cleanUp.ts';
import { hashOfCode, openToken, sealToken } from '../../src/registry/sealedToken.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';

const create = `mutation ($input: CreateConsoleLinkInput!) {
  createConsoleLink(input: $input) { __typename ... on Error { code message }
    ... on CreateConsoleLinkPayload { linkCode expiresAt } }
}`;
const redeem = `mutation ($input: RedeemConsoleLinkInput!) {
  redeemConsoleLink(input: $input) { __typename ... on Error { code message } ... on RedeemConsoleLinkPayload { token } }
}`;
const perMinute = { anonymous: 6_000, user: 6_000, writes: 600 };
const unknown = 'The link was already used, has expired, or never existed. Make another with `registry console`.';

describe.skipIf(!hasEngine)('a link to the console', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const take = (linkCode: string) => registry.anyone.do(redeem, { input: { linkCode } });
  const linkFor = async (token: string, input: object = {}) => {
    const { status, body } = await restClient(registry.url, token).post('/api/console-links', input);
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ linkCode: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    ]);
    return body as { linkCode: string; expiresAt: string };
  };

  it('gives the token that it was made with, once', async () => {
    const token = await registry.token({ role: 'viewer' });
    const { linkCode } = await linkFor(token);
    expect(await take(linkCode)).toEqual({ __typename: 'RedeemConsoleLinkPayload', token });
    expect(await take(linkCode)).toEqual({ __typename: 'NotFound', code: 'NOT_FOUND', message: unknown });
  });

  it('is given to one of twenty that ask at once', async () => {
    const { linkCode } = await linkFor(await registry.token());
    const answers = await Promise.all(Array.from({ length: 20 }, () => take(linkCode)));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      ...Array.from({ length: 19 }, () => 'NotFound'),
      'RedeemConsoleLinkPayload',
    ]);
  });

  it('expires, and is then removed by the cleanup', async () => {
    const { linkCode } = await linkFor(await registry.token(), { expiresInSeconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await take(linkCode)).toMatchObject({ code: 'NOT_FOUND', message: unknown });
    await cleanUp(registry.services);
    expect(await take(linkCode)).toMatchObject({ code: 'NOT_FOUND', message: unknown });
  });

  it('is refused with another code, and with what is not a code', async () => {
    const { linkCode } = await linkFor(await registry.token());
    const other = linkCode.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(await take(other)).toMatchObject({ code: 'NOT_FOUND', message: unknown });
    const { errors } = await registry.anyone.ask(redeem, { input: { linkCode: 'x' } });
    expect(errors).toMatchObject([
      {
        message: '`linkCode` must be the 64 hexadecimal digits after "#code=" in the link.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
    expect(await take(linkCode)).toMatchObject({ __typename: 'RedeemConsoleLinkPayload' });
  });

  it('is made for two minutes at most', async () => {
    const before = Date.now();
    const { expiresAt } = await linkFor(await registry.token());
    expect(Date.parse(expiresAt)).toBeGreaterThan(before);
    for (const expiresInSeconds of [0, 121]) {
      const { errors } = await (await registry.actor()).ask(create, { input: { expiresInSeconds } });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('of a user is kept with the nine before it, and no more', async () => {
    const token = await registry.token();
    const codes: string[] = [];
    for (let count = 0; count < 11; count += 1) codes.push((await linkFor(token)).linkCode);
    expect(await take(codes[0] ?? '')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await take(codes[1] ?? '')).toEqual({ __typename: 'RedeemConsoleLinkPayload', token });
  });

  it('is redeemed over REST without a token, and no cache keeps the answer', async () => {
    const token = await registry.token();
    const { linkCode } = await linkFor(token);
    const answer = await restClient(registry.url, null).post('/api/console-links/redeem', { linkCode });
    expect([answer.status, answer.body]).toEqual([200, { token }]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const again = await restClient(registry.url, null).post('/api/console-links/redeem', { linkCode });
    expect([again.status, again.body.code]).toEqual([404, 'NOT_FOUND']);
  });
});

describe.skipIf(!hasEngine)('links to the console, as the operator sees them', () => {
  const lines: string[] = [];
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry(() => ({
      log: openLog('debug', { write: (line: string) => void lines.push(line) }),
      limiter: openRateLimiter({ perMinute, settleWith: async () => [], now: () => 1_000_000_000 }),
    }));
  });
  afterAll(() => registry?.close());

  it('are not in the logs, neither codes nor tokens', async () => {
    const token = await registry.token();
    const user = restClient(registry.url, token);
    const { linkCode } = (await user.post('/api/console-links', {})).body;
    const anyone = restClient(registry.url, null);
    expect((await anyone.post('/api/console-links/redeem', { linkCode })).status).toBe(200);
    expect((await anyone.post('/api/console-links/redeem', { linkCode })).status).toBe(404);
    const other = (await user.post('/api/console-links', {})).body.linkCode;
    expect(await registry.anyone.do(redeem, { input: { linkCode: other } })).toMatchObject({ token });
    const log = lines.join('');
    expect(log).toContain('RedeemConsoleLink');
    for (const secret of [linkCode, other, token, token.split('.')[2]]) expect(log).not.toContain(secret);
  });

  it('are guessed a few times, and then refused', async () => {
    const answers: number[] = [];
    for (let guess = 0; guess < 60 && answers.at(-1) !== 429; guess += 1) {
      const linkCode = guess.toString(16).padStart(64, '0');
      answers.push((await restClient(registry.url, null).post('/api/console-links/redeem', { linkCode })).status);
    }
    expect(answers.at(-1)).toBe(429);
    expect(answers.slice(0, -1).every((status) => status === 404)).toBe(true);
  });
});

describe('a sealed token', () => {
  const code = 'a'.repeat(64);

  it('is opened by its code only, and contains neither the token nor the code', () => {
    const sealed = sealToken(code, 'header.claims.signature', 'console link');
    expect(openToken(code, sealed, 'console link')).toBe('header.claims.signature');
    expect(sealed.toString('latin1')).not.toContain('claims');
    expect(hashOfCode(code).toString('hex')).not.toContain(code);
    expect(() => openToken('b'.repeat(64), sealed, 'console link')).toThrow();
    // Nor by what is stored beside it.
    expect(() => openToken(hashOfCode(code).toString('hex'), sealed, 'console link')).toThrow();
    expect(() => openToken(code, Buffer.concat([sealed.subarray(0, -1), Buffer.from('x')]), 'console link')).toThrow();
    expect(() => openToken(code, sealed, 'claim')).toThrow();
  });
});
