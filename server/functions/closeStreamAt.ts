/**
 * The response in the platform's own class, sent until `endsAt` (of the clock of `performance`) at most. An event
 * stream that is still open then ends normally, before the platform would cut it off: its client reconnects with the
 * cursor of the last event. When the caller leaves, the source of the stream is closed.
 */
export function closeStreamAt(response: Response, endsAt: number, signal: AbortSignal): Response {
  const { status, headers, body } = response;
  const init = { status, headers: [...headers] };
  if (!body) return new Response(null, init);
  const reader = body.getReader();
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  const done = () => {
    ended = true;
    clearTimeout(timer);
  };
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      const end = () => {
        if (ended) return;
        done();
        controller.close();
        reader.cancel().catch(() => {});
      };
      if (signal.aborted) return end();
      signal.addEventListener('abort', end, { once: true });
      if (headers.get('content-type')?.startsWith('text/event-stream')) {
        timer = setTimeout(end, endsAt - performance.now());
      }
    },
    async pull(controller) {
      const { value, done: over } = await reader.read().catch((error) => {
        done();
        throw error;
      });
      if (ended) return;
      if (!over) return controller.enqueue(value);
      done();
      controller.close();
    },
    async cancel(reason) {
      done();
      await reader.cancel(reason);
    },
  });
  return new Response(stream, init);
}
