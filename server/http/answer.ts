import { STATUS_CODES } from 'node:http';
import { etagOf, isKnown } from './etag.ts';

/** A response of a transport other than GraphQL, before it is sent. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | ReadableStream<Uint8Array> | null;
  /** Code of a problem, for the log. */
  code?: string;
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/**
 * Adds a strong ETag, the hash of the body, to the response of a read. Becomes a 304 if `If-None-Match` contains it
 * (RFC 9110, 13.1.2).
 */
export function validated(answer: Answer, ifNoneMatch: string | null): Answer {
  const { status, headers, body } = answer;
  if (status !== 200 || body === null || body instanceof ReadableStream) return answer;
  const etag = headers.etag ?? etagOf(body);
  const tagged: Record<string, string> = { ...headers, etag };
  if (!isKnown(etag, ifNoneMatch)) return { ...answer, headers: tagged };
  const { 'content-type': _, ...kept } = tagged;
  return { status: 304, headers: kept, body: null };
}

/** The answer as a `Response`. For HEAD, it has the length of the body but no body. */
export function asResponse({ status, headers, body }: Answer, method: string): Response {
  const length = body === null ? '0' : body instanceof ReadableStream ? null : String(Buffer.byteLength(body));
  const withoutBody = status === 204 || status === 304;
  const sent = new Headers(headers);
  const init = { status, statusText: STATUS_CODES[status] ?? '', headers: sent };
  if (length !== null && !withoutBody) sent.set('content-length', length);
  if (method !== 'HEAD' && !withoutBody) return new Response(inChunks(body) as BodyInit | null, init);
  if (body instanceof ReadableStream) void body.cancel();
  return new Response(null, init);
}

const chunkBytes = 65_536;

/** A large body as a stream of chunks: `Response` would copy all of it, even for a client that does not read. */
function inChunks(body: Answer['body']): Answer['body'] {
  if (!(body instanceof Uint8Array) || body.length <= chunkBytes) return body;
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        controller.enqueue(body.subarray(at, at + chunkBytes));
        at += chunkBytes;
        if (at >= body.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
