import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { isTooDeep, maxJsonDepth } from '../../packages/manifest/values/nesting.ts';
import { lossOf } from './jsonLosses.ts';
import { refusal } from './refusal.ts';

/** The timeout for a body. */
const timeoutMs = { small: 10_000, large: 60_000 };
/** The amount that is still read of a refused body, so that its sender receives the response. */
const courtesyBytes = 64 * 1024 * 1024;

/**
 * The body of a request as JSON.
 *
 * @param limit in bytes, counted on arrival, whatever the headers state
 * @param onSize called with the size in bytes; for a body that is too large, with what it is said to be
 * @throws a refusal: 413 when it is larger, 408 when it takes too long, 400 when it is not JSON in UTF-8, repeats a
 *   key, or contains a number that loses digits
 */
export async function readJson(
  request: IncomingMessage | Request,
  limit: number,
  onSize: (bytes: number) => void,
): Promise<unknown> {
  const bytes = await readBytes(request, limit).catch((error: GraphQLError) => {
    // What is refused is received too.
    if (error.extensions?.http?.status === 413) onSize(Math.max(limit, Math.min(declared(request), courtesyBytes)));
    throw error;
  });
  return jsonIn(bytes, onSize);
}

/** The size of a body by its header, in bytes; 0 where it is not declared. */
const declared = ({ headers }: IncomingMessage | Request): number =>
  Number(headers instanceof Headers ? headers.get('content-length') : headers['content-length']) || 0;

/** @throws a refusal: 413, 408 */
export const readBytes = (request: IncomingMessage | Request, limit: number): Promise<Uint8Array> =>
  'headersDistinct' in request ? fromNode(request, limit) : fromFetch(request, limit);

/** A body that was read, as JSON. @throws a refusal: 400 */
export function jsonIn(bytes: Uint8Array, onSize: (bytes: number) => void): unknown {
  onSize(bytes.length);
  if (isTooDeep(bytes)) throw refusal('BAD_USER_INPUT', `The body is nested deeper than ${maxJsonDepth} levels.`, 400);
  const { text, value } = decoded(bytes);
  const loss = lossOf(text, 'The body');
  if (loss) throw loss;
  return value;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Uint8Array): { text: string; value: unknown } {
  try {
    const text = utf8.decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    throw refusal('BAD_USER_INPUT', 'The body is not valid JSON in UTF-8.', 400);
  }
}

const tooLarge = (limit: number) =>
  refusal('BAD_USER_INPUT', `The body is larger than ${limit / 1024 / 1024} MiB, the maximum for this caller.`, 413);
const tooSlow = () => refusal('TIMEOUT', 'The body took too long to arrive.', 408);

function fromNode(request: IncomingMessage, limit: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    let over = false;
    let whole = false;
    const timer = setTimeout(() => refuse(tooSlow()), limit > 1024 * 1024 ? timeoutMs.large : timeoutMs.small);
    const refuse = (error: Error) => {
      clearTimeout(timer);
      over = true;
      chunks = [];
      reject(error);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit && !over) refuse(tooLarge(limit));
      if (!over) chunks.push(chunk);
      else if (size > limit + courtesyBytes) request.destroy();
    });
    request.once('end', () => {
      clearTimeout(timer);
      whole = true;
      if (!over) resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    request.once('close', () => {
      if (!whole && !over) refuse(tooSlow());
    });
    if (declared(request) > limit) refuse(tooLarge(limit));
  });
}

async function fromFetch(request: Request, limit: number): Promise<Uint8Array> {
  if (declared(request) > limit) throw tooLarge(limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
