import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * NOT the real thing. An in-memory server that implements the parts of Supabase Storage's REST API that the adapter
 * uses, based on the sources of supabase/storage (src/http/routes, src/internal/errors,
 * src/test/object-list-v2.test.ts) and
 * @supabase/storage-js: paths, bodies, and the habit of answering HTTP 400 with the true status in the body. It cannot
 *   test the real server's database, object store, load limits or CDN, nor changes of later versions.
 */
export interface StorageServer {
  url: string;
  key: string;
  /** The policies on storage.objects for a user with a token; by default they allow nothing. */
  mayUpload: (authorization: string | undefined, bucket: string, place: string) => boolean;
  buckets: Map<string, Bucket>;
  /** The requests so far: `POST /object/registry/sha256/…`. */
  requests: string[];
  /** The largest number of concurrent requests. */
  maxAtOnce: number;
  /** The delay of every response. */
  slownessMs: number;
  /** Replaces the next responses, one each. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void | Promise<void>)[];
  close(): Promise<void>;
}

interface Bucket {
  public: boolean;
  file_size_limit: number | null;
  objects: Map<string, StoredObject>;
}

interface StoredObject {
  id: string;
  bytes: Buffer;
  contentType: string;
  createdAt: Date;
  updatedAt: Date;
}

/** An error as src/internal/errors renders it. */
class Refusal extends Error {
  readonly statusCode: number;
  readonly code: string;
  constructor(statusCode: number, code: string, message: string) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
  }
}

const noSuchBucket = () => new Refusal(404, 'NoSuchBucket', 'Bucket not found');
const noSuchKey = () => new Refusal(404, 'NoSuchKey', 'Object not found');
const exists = (code: string) => new Refusal(409, code, 'The resource already exists');

/** The response of a proxy: not JSON, and not a StorageError. */
export const badGateway = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
};

/** A refusal by the server itself: HTTP 400 except for a 500, with the true status in the body. */
export const refusing =
  (statusCode: number, code: string, message = code) =>
  (_: IncomingMessage, response: ServerResponse) =>
    sendRefusal(response, new Refusal(statusCode, code, message));

/** The connection breaks before a response. */
export const hangUp = (request: IncomingMessage) => void request.socket.destroy();

/** No response for this long. */
export const silent = (ms: number) => async (_: IncomingMessage, response: ServerResponse) => {
  await pause(ms);
  response.destroy();
};

export async function startStorage(key = 'sb_secret_for_tests'): Promise<StorageServer> {
  let atOnce = 0;
  const storage: StorageServer = {
    url: '',
    key,
    mayUpload: () => false,
    buckets: new Map(),
    requests: [],
    maxAtOnce: 0,
    slownessMs: 0,
    instead: [],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer(async (request, response) => {
    atOnce += 1;
    storage.maxAtOnce = Math.max(storage.maxAtOnce, atOnce);
    response.once('close', () => {
      atOnce -= 1;
    });
    const path = decodeURIComponent((request.url ?? '').replace(/^\/storage\/v1/, '').replace(/\?.*/, ''));
    storage.requests.push(`${request.method} ${path}`);
    const body = await bodyOf(request).catch(() => null);
    if (body === null) return;
    if (storage.slownessMs > 0) await pause(storage.slownessMs);
    const instead = storage.instead.shift();
    if (instead) return instead(request, response);
    try {
      answer(storage, request, path, body, response);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      sendRefusal(response, error);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  storage.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return storage;
}

function answer(
  { buckets, key, mayUpload }: StorageServer,
  request: IncomingMessage,
  path: string,
  body: Buffer,
  response: ServerResponse,
) {
  const [, noun, name = '', ...rest] = path.split('/');
  const route = `${request.method} ${noun}`;
  const { apikey, authorization } = request.headers;
  if (apikey !== key && !(route === 'POST object' && mayUpload(authorization, name, rest.join('/')))) {
    throw new Refusal(403, 'AccessDenied', 'new row violates row-level security policy');
  }

  if (route === 'POST bucket') {
    const { id, public: isPublic = false, file_size_limit = null } = JSON.parse(body.toString());
    if (buckets.has(id)) throw exists('BucketAlreadyExists');
    buckets.set(id, { public: isPublic, file_size_limit, objects: new Map() });
    return send(response, { name: id });
  }
  if (route === 'GET bucket') {
    const { objects: _, ...bucket } = buckets.get(name) ?? refuse(noSuchBucket());
    return send(response, { id: name, name, owner: '', allowed_mime_types: null, ...bucket });
  }
  if (route === 'POST object' && name === 'list-v2') return send(response, list(buckets, rest[0] ?? '', body));

  const bucket = buckets.get(name) ?? refuse(noSuchBucket());
  const place = rest.join('/');
  if (route === 'POST object') {
    const existing = bucket.objects.get(place);
    if (existing && request.headers['x-upsert'] !== 'true') throw exists('KeyAlreadyExists');
    if (bucket.file_size_limit !== null && body.length > bucket.file_size_limit) {
      throw new Refusal(413, 'EntityTooLarge', 'The object exceeded the maximum allowed size');
    }
    const now = new Date();
    const contentType = request.headers['content-type'] ?? 'application/octet-stream';
    bucket.objects.set(place, {
      id: existing?.id ?? randomUUID(),
      bytes: body,
      contentType,
      createdAt: existing?.createdAt ?? now,
      updatedAt: now,
    });
    return send(response, { Id: bucket.objects.get(place)?.id, Key: `${name}/${place}` });
  }
  if (route === 'GET object') {
    const { bytes, contentType } = bucket.objects.get(place) ?? refuse(noSuchKey());
    return void response.writeHead(200, { 'content-type': contentType, 'content-length': bytes.length }).end(bytes);
  }
  if (route === 'DELETE object') {
    const { prefixes } = JSON.parse(body.toString()) as { prefixes: string[] };
    return send(
      response,
      prefixes.flatMap((each) => (bucket.objects.delete(each) ? [{ name: each, bucket_id: name }] : [])),
    );
  }
  throw new Refusal(404, 'InvalidRequest', `Route ${request.method}:${path} not found`);
}

function list(buckets: StorageServer['buckets'], name: string, body: Buffer) {
  const { prefix = '', limit = 1000, cursor } = JSON.parse(body.toString());
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64').toString().replace(/^l:/, '');
  if (cursor !== undefined && Buffer.from(`l:${after}`).toString('base64') !== cursor) {
    throw new Refusal(400, 'MissingParameter', 'Invalid Parameter cursor');
  }
  const found = [...(buckets.get(name)?.objects ?? [])]
    .filter(([place]) => place.startsWith(prefix) && place > after)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const page = found.slice(0, limit);
  const last = page.at(-1)?.[0];
  const hasNext = found.length > page.length;
  return {
    hasNext,
    folders: [],
    objects: page.map(([place, { id, bytes, createdAt, updatedAt }]) => ({
      id,
      name: place,
      key: place,
      created_at: createdAt.toISOString(),
      updated_at: updatedAt.toISOString(),
      last_accessed_at: null,
      metadata: { size: bytes.length, mimetype: 'application/octet-stream' },
    })),
    ...(hasNext ? { nextCursor: Buffer.from(`l:${last}`).toString('base64') } : {}),
  };
}

function refuse(error: Refusal): never {
  throw error;
}

const send = (response: ServerResponse, body: unknown) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

function sendRefusal(response: ServerResponse, { statusCode, code, message }: Refusal) {
  const error = code.endsWith('AlreadyExists') ? 'Duplicate' : code === 'NoSuchKey' ? 'not_found' : code;
  response
    .writeHead(statusCode === 500 ? 500 : 400, { 'content-type': 'application/json' })
    .end(JSON.stringify({ statusCode: String(statusCode), error, code, message }));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
