import { GatewayRefused, GatewayUnreachable } from '../../../packages/client/index.ts';
import type { BundleFile, FileEntry, Kind } from '../../../packages/shared/manifest/index.ts';
import { namesOf } from '../kinds.ts';
import type { Settings } from '../settings.ts';
import { checkFile } from './check.ts';

export interface VersionAddress {
  kind: Kind;
  id: string;
  namespace: string;
  version: string;
}

const atOnce = 6;

/** The bytes of every file of a version, each checked against its digest. */
export async function download(
  settings: Settings,
  version: VersionAddress,
  files: readonly FileEntry[],
): Promise<BundleFile[]> {
  const done: BundleFile[] = [];
  for (let start = 0; start < files.length; start += atOnce) {
    const page = files.slice(start, start + atOnce);
    done.push(...(await Promise.all(page.map((file) => downloadOne(settings, version, file)))));
  }
  return done;
}

async function downloadOne(settings: Settings, version: VersionAddress, file: FileEntry): Promise<BundleFile> {
  const url = fileUrl(settings.REGISTRY_URL, version, file.path);
  const authorization = settings.REGISTRY_TOKEN ? { authorization: `Bearer ${settings.REGISTRY_TOKEN}` } : undefined;
  const response = await fetch(url, {
    headers: { accept: '*/*', ...authorization },
    signal: AbortSignal.timeout(60_000),
  }).catch((error) => {
    throw new GatewayUnreachable(url, 'cannot be reached.', error);
  });
  if (!response.ok) throw await refusal(response, file.path);
  const bytes = await readAtMost(response, file.size);
  checkFile(file, bytes);
  return { path: file.path, bytes };
}

/** The gateway's own words (RFC 9457), where it has some. */
async function refusal(response: Response, path: string): Promise<GatewayRefused> {
  const { detail, code } = ((await response.json().catch(() => null)) ?? {}) as { detail?: unknown; code?: unknown };
  const why = typeof detail === 'string' ? detail : `HTTP ${response.status}`;
  return new GatewayRefused({
    status: response.status,
    code: typeof code === 'string' ? code : null,
    message: `${path} cannot be fetched: ${why}`,
  });
}

/** `/api/agents/<id>/versions/<version>/files/<path>`, beside the `/graphql` of the gateway. */
export function fileUrl(graphqlUrl: string, { kind, id, namespace, version }: VersionAddress, path: string): string {
  const url = new URL(graphqlUrl);
  const base = url.pathname.replace(/\/+$/, '').replace(/\/graphql$/, '');
  const parts = ['api', namesOf[kind], id, 'versions', version, 'files', ...path.split('/')];
  url.pathname = `${base}/${parts.map(encodeURIComponent).join('/')}`;
  url.hash = '';
  url.search = `?${new URLSearchParams({ namespace })}`;
  return url.href;
}

/** The body, or of a longer one just enough to be seen that it is too long. */
async function readAtMost(response: Response, size: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > size) break;
  }
  return Buffer.concat(chunks);
}
