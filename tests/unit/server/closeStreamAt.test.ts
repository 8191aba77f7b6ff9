import { describe, expect, it } from 'vitest';
import { closeStreamAt } from '../../../server/functions/closeStreamAt.ts';

/** An event stream without an end, and its state. */
function endless() {
  const told = { cancelled: false };
  let sent = 0;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent += 1;
      if (!told.cancelled) controller.enqueue(new TextEncoder().encode(`data: ${sent}\n\n`));
    },
    cancel() {
      told.cancelled = true;
    },
  });
  return { told, response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }) };
}

const never = new AbortController().signal;

describe('a response of a function', () => {
  it('keeps its status, headers and bytes', async () => {
    const answer = closeStreamAt(new Response('made', { status: 201, headers: { etag: '"1"' } }), 0, never);
    expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([201, '"1"', 'made']);
    const unchanged = closeStreamAt(new Response(null, { status: 304 }), 0, never);
    expect([unchanged.status, unchanged.body]).toEqual([304, null]);
  });

  it('has no time limit when it is not an event stream', async () => {
    const { response } = endless();
    const slow = new Response('later', { headers: { 'content-type': 'text/plain' } });
    expect(await closeStreamAt(slow, performance.now() - 1_000, never).text()).toBe('later');
    await response.body?.cancel();
  });

  it('ends normally when its time is up, and its source is closed', async () => {
    const { told, response } = endless();
    const text = await closeStreamAt(response, performance.now() + 60, never).text();
    expect(text).toMatch(/^(data: \d+\n\n)*$/);
    expect(told.cancelled).toBe(true);
  });

  it('closes its source when the reader leaves', async () => {
    const { told, response } = endless();
    const reader = closeStreamAt(response, performance.now() + 60_000, never).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(told.cancelled).toBe(true);
  });

  it.each(['before it began', 'in the middle'])(
    'ends when the platform reports that the caller left %s',
    async (when) => {
      const { told, response } = endless();
      const caller = new AbortController();
      if (when === 'before it began') caller.abort();
      const answer = closeStreamAt(response, performance.now() + 60_000, caller.signal);
      const text = answer.text();
      if (when === 'in the middle') setTimeout(() => caller.abort(), 30);
      await text;
      expect(told.cancelled).toBe(true);
    },
  );

  it('fails when its source fails', async () => {
    const source = new ReadableStream({
      pull: (controller) => controller.error(new Error('The database is gone.')),
    });
    const answer = closeStreamAt(
      new Response(source, { headers: { 'content-type': 'text/event-stream' } }),
      1e9,
      never,
    );
    await expect(answer.text()).rejects.toThrow('The database is gone.');
  });
});
