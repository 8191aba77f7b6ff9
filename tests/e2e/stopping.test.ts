import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const json = { 'content-type': 'application/json' };
const subscription = 'subscription { registryEvents { cursor } }';

describe('a gateway that is stopped', { timeout: 120_000 }, () => {
  let folder: string;
  let gateway: GatewayProcess;
  let ended: Promise<number | null>;
  /** The response to a request of which half has arrived when the signal comes, and half after sockets are closed. */
  let response: Promise<IncomingMessage>;
  /** Both follow the log when the signal comes. */
  let stream: Promise<string>;
  let isCut = false;
  let closed: Promise<number>;
  const received: string[] = [];

  const ready = () => fetch(new URL('/health/ready', gateway.url));
  const body = '{"query":"{ __typename }"}';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-stopping-'));
    gateway = await startGateway(folder, { REGISTRY_DRAIN_SECONDS: '3', REGISTRY_STOP_SECONDS: '60' });

    const followed = await fetch(gateway.url, {
      method: 'POST',
      headers: { ...json, accept: 'text/event-stream' },
      body: JSON.stringify({ query: subscription }),
    });
    stream = followed.text();
    stream.catch(() => {
      isCut = true;
    });

    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('message', (data) => received.push(JSON.parse(String(data)).type));
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }));
    socket.send('{"type":"ping"}');
    await once(socket, 'message');

    const sending = request(gateway.url, { method: 'POST', headers: { ...json, 'content-length': body.length } });
    response = once(sending, 'response').then(([each]) => each);
    closed = once(socket, 'close').then(([code]) => {
      sending.end(body.slice(10));
      return code;
    });
    sending.write(body.slice(0, 10));
    expect((await ready()).status).toBe(200);
    ended = gateway.end('SIGTERM');
  }, 120_000);
  afterAll(async () => {
    gateway?.process.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  it('is first not ready, and serves until its load balancer has noticed', async () => {
    await expect.poll(async () => (await ready()).status).toBe(503);
    expect(await (await ready()).json()).toMatchObject({ code: 'UNAVAILABLE', detail: 'The gateway is stopping.' });
    const answer = await fetch(gateway.url, { method: 'POST', headers: json, body });
    expect(await answer.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('closes sockets with 1001 and without the end of their subscriptions, so that clients resume', async () => {
    expect([await closed, ...received]).toEqual([1001, 'connection_ack', 'pong']);
  });

  it('cuts event streams without their end, so that clients resume', async () => {
    await expect.poll(() => isCut, { timeout: 30_000 }).toBe(true); // Not when the 60 s for other requests are over.
    await expect(stream).rejects.toThrow('terminated');
  });

  it('answers the request that was still arriving, and takes no new connection', async () => {
    const message = await response;
    expect([message.statusCode, await text(message), message.headers.connection]).toEqual([
      200,
      '{"data":{"__typename":"Query"}}',
      'close',
    ]);
    expect(await ended).toBe(0);
    await expect(ready()).rejects.toThrow('fetch failed');
  });
});

it.skipIf(process.platform === 'win32')(
  'a gateway that npm started ends with npm',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-orphan-'));
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, PORT: '0', REGISTRY_DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      let printed = '';
      const url = await new Promise<string>((resolve, reject) => {
        npm.stdout.on('data', (chunk) => {
          printed += chunk;
          const found = /(http:\S+)\/health\/ready/.exec(printed)?.[1];
          if (found && printed.includes('Ctrl-C')) resolve(found);
        });
        npm.once('exit', (code) => reject(new Error(`exit ${code}: ${printed}`)));
      });
      npm.kill('SIGTERM');
      const isServing = () =>
        fetch(`${url}/health/live`).then(
          () => true,
          () => false,
        );
      await expect.poll(isServing, { timeout: 30_000 }).toBe(false);
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
  120_000,
);
