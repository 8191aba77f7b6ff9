import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openPage } from '../support/browser.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { restClient } from '../support/rest.ts';
import { tokenFor } from '../support/token.ts';

describe.skipIf(!hasBrowser)('the REST API in Chromium', () => {
  let folder: string;
  let gateway: GatewayProcess;
  let page: Page;
  let close: () => Promise<void>;
  const elsewhere: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-rest-'));
    gateway = await startGateway(folder);
    ({ page, close } = await openPage());
    page.on('request', (request) => {
      if (!request.url().startsWith(new URL(gateway.url).origin) && !/^(data|blob):/.test(request.url()))
        elsewhere.push(request.url());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // Chromium also reports what it did not let other pages read.
      if (message.type() === 'error' && page.url().startsWith(at('/'))) complaints.push(message.text());
    });
  });
  afterAll(async () => {
    await close?.();
    await gateway?.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  const at = (path: string) => new URL(path, gateway.url).href;

  it('accepts a page of another port of this machine, and no other site', async () => {
    const ask = () =>
      page.evaluate(async (address) => {
        const headers = { 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: '{"query":"{ __typename }"}' };
        const graphql = await fetch(address, init).then(
          (response) => response.text(),
          () => 'blocked',
        );
        const list = await fetch(new URL('/api/agents?first=1', address)).then(
          (response) => response.headers.get('link'),
          () => 'blocked',
        );
        const socket = await new Promise<string>((resolve) => {
          const opened = new WebSocket(address.replace('http', 'ws'), 'graphql-transport-ws');
          opened.onopen = () => resolve('open');
          opened.onerror = () => resolve('blocked');
        });
        const events = await new Promise<string>((resolve) => {
          const source = new EventSource(new URL('/api/events?after=0', address));
          source.addEventListener('agent.added', () => {
            source.close();
            resolve('event');
          });
          source.onerror = () => {
            source.close();
            resolve('blocked');
          };
        });
        return { graphql, list, socket, events };
      }, gateway.url);
    const other = createServer((request, response) => {
      const headers: Record<string, string> =
        request.url === '/sandboxed' ? { 'content-security-policy': 'sandbox allow-scripts' } : {};
      response.writeHead(200, { 'content-type': 'text/html', ...headers }).end('<!doctype html><title>page</title>');
    });
    await once(other.listen(0, 'localhost'), 'listening');
    const { port } = other.address() as AddressInfo;
    await page.goto(`http://localhost:${port}/`);
    const allowed = await ask();
    await page.goto(`http://localhost:${port}/sandboxed`); // Its origin is "null".
    const refused = await ask();
    other.closeAllConnections();
    other.close();
    expect(allowed).toEqual({
      graphql: '{"data":{"__typename":"Query"}}',
      list: expect.stringContaining('rel="next"'),
      socket: 'open',
      events: 'event',
    });
    expect(refused).toEqual({ graphql: 'blocked', list: 'blocked', socket: 'blocked', events: 'blocked' });
    elsewhere.splice(0);
  });

  it('has a documentation page where it can be tried out', async () => {
    await page.goto(at('/api/docs'));
    await page.getByText('List agents.').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/agents');
    await page.getByRole('button', { name: 'Execute' }).click();
    expect((await answer).status()).toBe(200);
    await page.getByText('code-reviewer').first().waitFor();
    await page.locator('#operations-Events-followEvents').getByRole('button').first().click();
    await page
      .locator('#operations-Events-followEvents')
      .getByText('x-streaming')
      .or(page.getByText('An endless stream of events'))
      .first()
      .waitFor();
    expect(
      await page.locator('#operations-Events-followEvents').getByRole('button', { name: 'Try it out' }).count(),
    ).toBe(0);
    if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT });
  });

  it('sends events to an EventSource, which reconnects where it stopped', async () => {
    await page.goto(at('/api/docs'));
    await page.evaluate(() => {
      const heard: string[] = [];
      const source = new EventSource('/api/events?after=0&entryId=browsed');
      const hear = (event: MessageEvent) => heard.push(JSON.parse(event.data).version);
      source.addEventListener('agent.added', hear);
      source.addEventListener('agent.updated', hear);
      Object.assign(globalThis, { heard });
    });
    const heard = (count: number) =>
      page.waitForFunction((most) => (globalThis as unknown as { heard: string[] }).heard.length >= most, count);
    const publish = async (version: string) => {
      const alice = restClient(gateway.url, await tokenFor(folder));
      expect((await alice.post('/api/agents/publish', agent({ agentId: 'browsed', version }))).status).toBe(201);
    };
    await publish('1.0.0');
    await publish('1.1.0');
    await heard(2);
    const { port } = new URL(gateway.url);
    await gateway.end('SIGKILL');
    gateway = await startGateway(folder, { PORT: port });
    await publish('1.2.0');
    await heard(3);
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([
      '1.0.0',
      '1.1.0',
      '1.2.0',
    ]);
  });

  it('made no request to another host, and violated no policy', () => {
    expect(elsewhere).toEqual([]);
    expect(complaints.filter((each) => !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)/.test(each))).toEqual([]);
  });
});
