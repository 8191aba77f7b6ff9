import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { post, retryAfterMs } from '../../src/webhooks/post.ts';
import { urlProblem } from '../../src/webhooks/urlProblem.ts';
import { openReceiver, type Receiver } from '../support/webhookReceiver.ts';

const resolvesTo =
  (...addresses: string[]): LookupFunction =>
  (_host, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('a message of a webhook', () => {
  let receiver: Receiver;
  let port: string;
  let path: string;
  const local = ['127.0.0.1'];
  const send = (
    url: string,
    {
      allowed = local,
      timeoutMs = 5_000,
      lookup,
    }: { allowed?: string[]; timeoutMs?: number; lookup?: LookupFunction } = {},
  ) => post(url, { 'content-type': 'application/json' }, '{}', { allowed, timeoutMs, ...(lookup ? { lookup } : {}) });

  beforeAll(async () => {
    receiver = await openReceiver();
    ({ port, pathname: path } = new URL(receiver.url));
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.respond(204);
  });
  afterAll(() => receiver?.close());

  it('is delivered with a 2xx status, and with no other', async () => {
    expect(await send(receiver.url)).toMatchObject({ statusCode: 204, error: null });
    receiver.respond((response) => response.writeHead(500).end('It broke.\n<b>\u202e</b>'));
    expect(await send(receiver.url)).toMatchObject({ statusCode: 500, error: 'HTTP 500: It broke. <b></b>' });
    receiver.respond((response) => response.writeHead(429, { 'retry-after': '7' }).end());
    expect(await send(receiver.url)).toMatchObject({ statusCode: 429, error: 'HTTP 429', retryAfterMs: 7_000 });
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['10.1.2.3', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['168.63.129.16', 'metadata'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['0.0.0.0', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['fd00:ec2::254', 'uniqueLocal'],
    ['64:ff9b::7f00:1', 'rfc6052'],
  ])('is not sent to %s (%s), by its address or by a name', async (address, kind) => {
    const literal = address.includes(':') ? `[${address}]` : address;
    const why = new RegExp(`is at an address that is not public \\(${kind}\\)\\.`);
    const refused = { statusCode: null, error: expect.stringMatching(why) };
    expect(await send(`http://${literal}:${port}${path}`, { allowed: [] })).toMatchObject(refused);
    expect(
      await send(`http://hooks.example.com:${port}${path}`, { allowed: [], lookup: resolvesTo(address) }),
    ).toMatchObject(refused);
    // One public address among them does not help.
    const both = resolvesTo('93.184.216.34', address);
    expect(await send(`http://hooks.example.com:${port}${path}`, { allowed: [], lookup: both })).toMatchObject(refused);
    expect(receiver.received).toEqual([]);
  });

  it('is not sent to this machine under its own name', async () => {
    expect(await send(`http://localhost:${port}${path}`, { allowed: [] })).toMatchObject({
      error: expect.stringMatching(/^localhost is at an address that is not public \(loopback\)\./),
    });
    expect(receiver.received).toEqual([]);
  });

  it('is sent where the gateway allows it', async () => {
    const named = { allowed: ['hooks.example.com'], lookup: resolvesTo('127.0.0.1') };
    expect(await send(`http://hooks.example.com:${port}${path}`, named)).toMatchObject({
      statusCode: 204,
    });
    expect(await send(receiver.url, { allowed: ['127.0.0.0/8'] })).toMatchObject({ statusCode: 204 });
  });

  it('does not follow a redirect', async () => {
    const other = await openReceiver();
    receiver.respond((response) => response.writeHead(307, { location: other.url }).end());
    expect(await send(receiver.url)).toMatchObject({
      statusCode: 307,
      error: 'HTTP 307: redirects are not followed.',
    });
    expect(other.received).toEqual([]);
    await other.close();
  });

  it('is given up when there is no response in time, or only its beginning', async () => {
    receiver.respond(() => {});
    const late = { statusCode: null, error: 'No response within 0.3 s.' };
    expect(await send(receiver.url, { timeoutMs: 300 })).toMatchObject(late);
    receiver.respond((response) => void response.writeHead(200).write('{'));
    expect(await send(receiver.url, { timeoutMs: 300 })).toMatchObject(late);
  });

  it('reads no more of a response than it shows', async () => {
    receiver.respond((response) => {
      response.writeHead(200);
      response.on('error', () => {});
      const more = () => {
        while (response.writable && response.write('x'.repeat(65_536)));
        if (response.writable) response.once('drain', more);
      };
      more();
    });
    expect(await send(receiver.url)).toMatchObject({ statusCode: 200, error: null });
  });

  it('says what failed without an address', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port: free } = silent.address() as AddressInfo;
    silent.close();
    await once(silent, 'close');
    expect(await send(`http://127.0.0.1:${free}/`)).toMatchObject({ error: 'The request failed (ECONNREFUSED).' });
  });

  it('understands Retry-After', () => {
    expect(retryAfterMs('120')).toBe(120_000);
    expect(retryAfterMs('Thu, 01 Jan 1970 00:01:00 GMT', 0)).toBe(60_000);
    expect(retryAfterMs('soon')).toBeNull();
    expect(retryAfterMs(undefined)).toBeNull();
  });
});

describe('the URL of a webhook', () => {
  it.each([
    ['https://hooks.example.com/a?b=c', [], null],
    ['http://hooks.example.com/', [], 'The URL must start with "https://" and a host name.'],
    ['https://127.0.0.1/', [], 'The host must be a public DNS name, not an IP address (loopback).'],
    ['https://metadata.google.internal/', [], 'The host must be a public DNS name; this one is private.'],
    [
      'https://user:word@hooks.example.com/',
      ['hooks.example.com'],
      'The URL must not contain a user name or password; send them in a header, as a reference.',
    ],
    ['http://127.0.0.1:4000/', ['127.0.0.0/8'], null],
    ['http://hooks.test/', ['hooks.test'], null],
    ['http://10.0.0.1/', ['127.0.0.0/8'], 'The URL must start with "https://" and a host name.'],
    ['ftp://hooks.test/', ['hooks.test'], 'The URL must start with "https://" and a host name.'],
  ] as const)('%s with %j allowed: %s', (url, allowed, problem) => {
    expect(urlProblem(url, allowed)).toBe(problem);
  });
});
