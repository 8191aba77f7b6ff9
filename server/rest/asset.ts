import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { acceptedEncoding } from '../http/accept.ts';
import { type Answer, validated } from '../http/answer.ts';

/** Content that is the same for every caller: kept in memory and compressed only once. */
export type Asset = (request: Request, headers: Record<string, string>) => Promise<Answer>;

type Encoding = 'br' | 'gzip' | 'identity';

const compress: Record<Exclude<Encoding, 'identity'>, (content: Buffer) => Promise<Buffer>> = {
  // A higher quality takes many times as long and saves only a few percent.
  br: (content) => promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: promisify(gzip),
};

/**
 * @param read is called on the first request, and again if it failed
 * @param compressed reads the content as a build compressed it; without it, the content is compressed here
 */
export function sharedAsset(
  read: () => Promise<string | Uint8Array>,
  compressed: Partial<Record<Exclude<Encoding, 'identity'>, () => Promise<Buffer>>> = {},
): Asset {
  const kept = new Map<Encoding, Promise<{ body: Buffer; etag: string }>>();

  const prepare = async (encoding: Encoding): Promise<{ body: Buffer; etag: string }> => {
    if (encoding === 'identity') {
      const body = Buffer.from((await read()) as string); // A string or bytes: the types have an overload for each.
      return { body, etag: createHash('sha256').update(body).digest('base64url').slice(0, 27) };
    }
    const { body, etag } = await prepared('identity');
    const ready = compressed[encoding];
    return { body: ready ? await ready() : await compress[encoding](body), etag: `${etag}-${encoding}` };
  };
  const prepared = (encoding: Encoding) => {
    const known = kept.get(encoding) ?? prepare(encoding);
    kept.set(encoding, known);
    known.catch(() => kept.delete(encoding));
    return known;
  };

  return async (request, headers) => {
    const encoding = acceptedEncoding(request.headers.get('accept-encoding'), ['br', 'gzip']);
    const { body, etag } = await prepared(encoding);
    return validated(
      {
        status: 200,
        headers: {
          ...headers,
          vary: [headers.vary, 'Accept-Encoding'].filter(Boolean).join(', '),
          etag: `"${etag}"`,
          ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
        },
        body,
      },
      request.headers.get('if-none-match'),
    );
  };
}
