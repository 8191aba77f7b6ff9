import { type BundleFile, checkFile, type FileEntry, type Kind } from '../manifest/index.ts';
import { type Connection, headersOf } from './connection.ts';
import { GatewayRefused, GatewayUnreachable } from './errors.ts';
import { readJson } from './readText.ts';
import { withRetry } from './retry.ts';
import { retryAfterOf } from './retryAfter.ts';

export interface VersionAddress {
  kind: Kind;
  id: string;
  namespace: string;
  version: string;
}

const atOnce = 6;
const routes: Record<Kind, string> = { AGENT: 'agents', TEMPLATE: 'templates' };

/**
 * The bytes of every file of a version, each checked against its digest.
 *
 * @throws GatewayUnreachable, GatewayRefused, NotAsPublished, the reason of the signal
 */
export async function download(
  connection: Connection,
  version: VersionAddress,
  files: readonly FileEntry[],
  signal?: AbortSignal,
): Promise<BundleFile[]> {
  const done: BundleFile[] = [];
  for (let start = 0; start < files.length; start += atOnce) {
    const page = files.slice(start, start + atOnce);
    const fetched = page.map((file) =>
      withRetry(() => downloadOne(connection, version, file, signal), connection, {
        signal,
        repeatable: true,
        retries: 0,
      }),
    );
    done.push(...(await Promise.all(fetched)));
  }
  return done;
}

async function downloadOne(
  connection: Connection,
  version: VersionAddress,
  file: FileEntry,
  signal: AbortSignal | undefined,
): Promise<BundleFile> {
  const { fetch = globalThis.fetch } = connection;
  const url = fileUrl(connection.url, version, file.path);
  const timeout = AbortSignal.timeout(60_000);
  const headers = { accept: '*/*', ...(await headersOf(connection)) };
  try {
    const response = await fetch(url, { headers, signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
    if (!response.ok) throw await refusal(url, response, file.path);
    const bytes = await readAtMost(response, file.size);
    checkFile(file, bytes);
    return { path: file.path, bytes };
  } catch (error) {
    signal?.throwIfAborted();
    // fetch throws it for a network failure, even within a body; a timeout is a DOMException.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    throw new GatewayUnreachable(url, 'is unreachable.', error);
  }
}

/** The gateway's own message (RFC 9457), if there is one. */
async function refusal(url: string, response: Response, path: string): Promise<Error> {
  const { detail, code } = (await readJson(response)) ?? {};
  const why = typeof detail === 'string' ? detail : `HTTP ${response.status}`;
  const retryAfter = retryAfterOf(response.headers.get('retry-after'));
  if (response.status >= 502 && response.status <= 504)
    return new GatewayUnreachable(url, `is unavailable: ${why}`, undefined, { retryAfter });
  return new GatewayRefused({
    status: response.status,
    code: typeof code === 'string' ? code : response.status === 429 ? 'RATE_LIMITED' : null,
    retryAfter,
    message: `${path} cannot be downloaded: ${why}`,
  });
}

/** `/api/agents/<id>/versions/<version>/files/<path>`, beside the `/graphql` of the gateway. */
export function fileUrl(graphqlUrl: string, { kind, id, namespace, version }: VersionAddress, path: string): string {
  const url = new URL(graphqlUrl);
  const base = url.pathname.replace(/(?<!\/)\/+$/, '').replace(/\/graphql$/, '');
  const parts = ['api', routes[kind], id, 'versions', version, 'files', ...path.split('/')];
  url.pathname = `${base}/${parts.map(encodeURIComponent).join('/')}`;
  url.hash = '';
  url.search = `?${new URLSearchParams({ namespace })}`;
  return url.href;
}

/** The body; of a longer one only as much as shows that it is too long. */
async function readAtMost(response: Response, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > size) break;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
