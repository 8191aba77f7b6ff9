import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';

/** An answer of a transport that is not GraphQL, before it becomes a `Response`. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | ReadableStream<Uint8Array> | null;
  /** Of a problem, for the log. */
  code?: string;
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/**
 * An answer to a read with its validator: the ETag is the hash of the bytes, so it is strong, and who has them already
 * gets 304 (RFC 9110, 13.1.2).
 */
export function validated(answer: Answer, ifNoneMatch: string | null): Answer {
  const { status, headers, body } = answer;
  if (status !== 200 || body === null || body instanceof ReadableStream) return answer;
  const etag = headers.etag ?? `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const tagged: Record<string, string> = { ...headers, etag };
  if (!isKnown(etag, ifNoneMatch)) return { ...answer, headers: tagged };
  const { 'content-type': _, ...kept } = tagged;
  return { status: 304, headers: kept, body: null };
}

/** Whether `If-None-Match` names the tag; compared weakly, as the header asks for. */
const isKnown = (etag: string, ifNoneMatch: string | null): boolean =>
  (ifNoneMatch?.split(',') ?? []).some((each) => {
    const tag = each.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });

/** The answer as it goes out. The answer to HEAD says how long the body would be, and has none. */
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

/** Large bytes as a stream of their parts: `Response` would copy them as a whole, for each client that does not read. */
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
