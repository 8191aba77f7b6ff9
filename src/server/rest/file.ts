import type { Entry } from '../../db/entry.ts';
import type { Kind } from '../../db/twins.ts';
import type { VersionHead } from '../../db/version.ts';
import { NotFound } from '../../errors.ts';
import type { Context } from '../../resolvers/context.ts';
import { entryBySlug } from '../../resolvers/entry.ts';
import type { Answer } from './problem.ts';

export interface FileRequest {
  kind: Kind;
  slug: string;
  namespace: string | null;
  version: string;
  path: string;
  /** The `If-None-Match` of the request. */
  known: string | undefined;
}

export const fileRoute = '/api/:kind/:id/versions/:version/files/:path';

/** The address of a file of an exact version. */
const pattern = /^\/api\/(agents|templates)\/([^/]+)\/versions\/([^/]+)\/files\/(.+)$/;

/** What a URL asks for; null when it is another door. */
export function fileRequest(url: URL, known: string | undefined): FileRequest | null {
  const [, noun, slug, version, path] = (pattern.exec(url.pathname) ?? []).map(decoded);
  if (!noun || !slug || !version || !path) return null;
  const kind = noun === 'agents' ? 'AGENT' : 'TEMPLATE';
  return { kind, slug, version, path, known, namespace: url.searchParams.get('namespace') };
}

/** A file of a version, byte for byte. It never changes, so whoever has it need not ask again. */
export async function fileAnswer(request: FileRequest, context: Context): Promise<Answer> {
  const { kind, slug, namespace, version: number, path } = request;
  const entry = await entryBySlug(kind, slug, namespace, context);
  const version = entry && (await context.load.version[kind].byNumber.load([entry.id, number]));
  const content = version && (await context.load.version[kind].whole.load(version.id));
  const file = content?.files.find((each) => each.path === path);
  if (!entry || !content || !file) throw new NotFound('There is no such file in a version that you can see.');

  const etag = `"${file.sha256}"`;
  const headers = {
    etag,
    'cache-control': cacheControl(entry, content),
    vary: 'authorization',
    'content-type': contentType(path),
    // Authors' files are data here: a browser that opens one runs nothing of it.
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
  if (request.known?.split(',').some((each) => each.trim() === etag || each.trim() === '*')) {
    return { status: 304, headers, body: '' };
  }
  const bytes = await context.load.blob.load(file.sha256);
  if (!bytes) throw new Error(`The content of ${file.path} (${file.sha256}) is not in the store.`);
  return { status: 200, headers, body: bytes };
}

/** What is published never changes; a draft may be replaced, and what is switched off is for its namespace. */
function cacheControl({ visibility, status }: Entry, version: VersionHead): string {
  if (version.status === 'DRAFT') return 'private, no-cache';
  const audience = visibility === 'PUBLIC' && status !== 'DISABLED' ? 'public' : 'private';
  return `${audience}, max-age=31536000, immutable`;
}

const decoded = (part: string | undefined) => {
  try {
    return part === undefined ? undefined : decodeURIComponent(part);
  } catch {
    return undefined;
  }
};

const contentType = (path: string) =>
  path.endsWith('.json')
    ? 'application/json'
    : path.endsWith('.md')
      ? 'text/markdown; charset=utf-8'
      : 'application/octet-stream';
