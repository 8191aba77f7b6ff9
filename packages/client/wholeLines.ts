import { GatewayRefused } from './errors.ts';

/** More than any event of a gateway: an answer has at most 24 MiB. */
const maxLineBytes = 32 * 1024 * 1024;
const lineFeed = 10;

/**
 * The same response in chunks of whole lines: the parser of server-sent events copies an unfinished line at each chunk,
 * and would keep one without end in memory.
 *
 * @param onRefused called for a line that is too long, after which reading fails
 */
export function inWholeLines(response: Response, onRefused: (why: GatewayRefused) => void): Response {
  const { body, status, headers } = response;
  if (!body) return response;
  let parts: Uint8Array[] = [];
  let length = 0;
  const joined = () => {
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  };
  const lines = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const end = chunk.lastIndexOf(lineFeed) + 1;
      if (end > 0) {
        parts.push(chunk.subarray(0, end));
        length += end;
        controller.enqueue(joined());
        parts = [];
        length = 0;
      }
      parts.push(chunk.subarray(end));
      length += chunk.length - end;
      if (length <= maxLineBytes) return;
      const message = `A line of the response is larger than ${maxLineBytes} bytes, so it is not that of a gateway. Check the URL.`;
      const why = new GatewayRefused({ status, code: null, message });
      onRefused(why);
      throw why;
    },
    flush: (controller) => controller.enqueue(joined()),
  });
  return new Response(body.pipeThrough(lines), { status, headers });
}
