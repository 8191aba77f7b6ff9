import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { redactorOf } from '../../../packages/worker/document/redact.ts';
import { endpointExecutor, retryAfter } from '../../../packages/worker/executors/endpoint.ts';
import { StepFailure } from '../../../packages/worker/stepFailure.ts';
import { document, execution } from './execution.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => unknown;

describe('an endpoint', () => {
  let server: Server;
  const seen: { headers: IncomingMessage['headers']; body: string }[] = [];
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    seen.splice(0);
  });

  /** The n-th request gets the n-th response; the last one is repeated. */
  async function endpoint(...answers: Answer[]) {
    server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      seen.push({ headers: request.headers, body });
      await (answers[seen.length - 1] ?? answers.at(-1))?.(request, response, body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/steps`;
  }
  const outputs = { findings: ['ä'] };
  const good: Answer = (_, response) => response.end(JSON.stringify({ outputs }));
  const status =
    (code: number, headers = {}, text = 'not now'): Answer =>
    (_, response) =>
      response.writeHead(code, headers).end(text);

  it('receives the document and returns outputs', async () => {
    const url = await endpoint(good);
    expect(await execution(endpointExecutor({ url, token: 'abc' })).run()).toEqual(outputs);
    expect(seen).toMatchObject([
      {
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer abc',
          'idempotency-key': 'run-1:first:2',
        },
      },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(document);
  });

  it.each([429, 500, 503])('is called again after HTTP %i, with the same key', async (code) => {
    const url = await endpoint(status(code, { 'retry-after': '0' }), good);
    const { run, said } = execution(endpointExecutor({ url }));
    expect(await run()).toEqual(outputs);
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['run-1:first:2', 'run-1:first:2']);
    expect(said).toEqual([expect.stringMatching(new RegExp(`HTTP ${code}: not now\\. Retrying in`))]);
  });

  it('passes on the tokens of every response, also of an error', async () => {
    const body = (inputTokens: number) => ({ usage: { inputTokens, outputTokens: 1 } });
    const url = await endpoint(status(503, { 'retry-after': '0' }, JSON.stringify(body(5))), (_, response) =>
      response.end(JSON.stringify({ outputs, ...body(7) })),
    );
    const { run, tokens } = execution(endpointExecutor({ url }));
    expect(await run()).toEqual(outputs);
    expect(tokens).toEqual([body(5).usage, body(7).usage]);
  });

  it('is called again when the connection breaks', async () => {
    const url = await endpoint((request) => request.socket.destroy(), good);
    expect(await execution(endpointExecutor({ url })).run()).toEqual(outputs);
  });

  it('is not called again when it asks for a wait that is longer than the step’s remaining time', async () => {
    const url = await endpoint(status(503, { 'retry-after': '120' }), good);
    const run = execution(endpointExecutor({ url }), { leftMs: 60_000 }).run();
    await expect(run).rejects.toMatchObject({ code: 'executor_failed', retry: true });
    expect(seen).toHaveLength(1);
  });

  it('is given up after several attempts', async () => {
    const url = await endpoint(status(500));
    const run = execution(endpointExecutor({ url, most: 2 })).run();
    await expect(run).rejects.toMatchObject({ code: 'executor_failed', retry: true });
    expect(seen).toHaveLength(2);
  });

  it.each([400, 401, 404, 422, 204, 302])('is not called again after HTTP %i', async (code) => {
    const url = await endpoint(status(code, { location: 'http://127.0.0.1:1/' }, 'my-secret-value'), good);
    const run = execution(endpointExecutor({ url }), { redactor: redactorOf(['my-secret-value']) }).run();
    await expect(run).rejects.toMatchObject({ code: 'executor_refused', retry: false });
    await expect(run).rejects.not.toThrow(/my-secret-value/);
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['hello', /is no JSON/],
    ['{}', /contains no outputs/],
  ])('that returns %j is refused', async (text, message) => {
    const url = await endpoint((_, response) => response.end(text));
    await expect(execution(endpointExecutor({ url })).run()).rejects.toThrow(message);
  });

  it('that sends an endless response is disconnected', async () => {
    const url = await endpoint((_, response) => {
      const write = () => {
        if (!response.writable) return;
        response.write('x'.repeat(1_000_000));
        setImmediate(write);
      };
      write();
    });
    await expect(execution(endpointExecutor({ url })).run()).rejects.toMatchObject({
      code: 'executor_answer',
      retry: false,
    });
  });

  it('is disconnected when the step is stopped', async () => {
    const asked = Promise.withResolvers<void>();
    const url = await endpoint(() => asked.resolve());
    const { run, stop } = execution(endpointExecutor({ url }));
    const running = run();
    await asked.promise;
    stop.abort(new StepFailure('timeout', 'Too long.'));
    await expect(running).rejects.toMatchObject({ code: 'timeout' });
  });

  it('that does not exist is reported, and retried later', async () => {
    await endpoint(good);
    const run = execution(endpointExecutor({ url: 'http://127.0.0.1:1/steps', most: 1 })).run();
    await expect(run).rejects.toMatchObject({ code: 'executor_unreachable', retry: true });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    ['3', 3_000],
    ['Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
    ['Wed, 31 Dec 2025 00:00:05 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('of %j is %j ms', (header, ms) => expect(retryAfter(header, now)).toBe(ms));
});
