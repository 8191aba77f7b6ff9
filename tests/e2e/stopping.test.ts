import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** A request of which half has arrived when the signal comes. */
  let sending: ClientRequest;
  /** Both follow the log when the signal comes. */
  let stream: Promise<string>;
  let socket: WebSocket;
  const received: string[] = [];

  const ready = () => fetch(new URL('/health/ready', gateway.url));
  const body = '{"query":"{ __typename }"}';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-stopping-'));
    gateway = await startGateway(folder, { REGISTRY_DRAIN_SECONDS: '3' });

    const response = await fetch(gateway.url, {
      method: 'POST',
      headers: { ...json, accept: 'text/event-stream' },
      body: JSON.stringify({ query: subscription }),
    });
    stream = response.text();
    stream.catch(() => {});

    socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('message', (data) => received.push(JSON.parse(String(data)).type));
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }));
    socket.send('{"type":"ping"}');
    await once(socket, 'message');

    sending = request(gateway.url, { method: 'POST', headers: { ...json, 'content-length': body.length } });
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
    const [code] = await once(socket, 'close');
    expect([code, ...received]).toEqual([1001, 'connection_ack', 'pong']);
  });

  it('cuts event streams without their end, so that clients resume', () =>
    expect(stream).rejects.toThrow('terminated'));

  it('answers the request that was still arriving, and takes no new connection', async () => {
    await expect(ready()).rejects.toThrow('fetch failed');
    sending.end(body.slice(10));
    const [response] = await once(sending, 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    expect([response.statusCode, text, response.headers.connection]).toEqual([
      200,
      '{"data":{"__typename":"Query"}}',
      'close',
    ]);
    expect(await ended).toBe(0);
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
