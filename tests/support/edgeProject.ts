import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { bundlesBucket, namespaceOfUpload, uploadBytes } from '../../packages/manifest/contract/bundleUpload.ts';
import { type StorageServer, startStorage } from '../unit/artifacts/storageServer.ts';

/**
 * NOT the real thing: replaces https://<project>.supabase.co with one address for the stand-in of Storage at
 * /storage/v1 (see storageServer.ts for its limits), functions at /functions/v1 and the keys at /auth/v1.
 */
export interface SupabaseProject {
  url: string;
  storage: StorageServer;
  secretKey: string;
  publishableKey: string;
  /** URL of a function. */
  functions: Map<string, string>;
  /** Public keys to verify tokens with. */
  keys: unknown[];
  /** Called before a request reaches a function. */
  beforeFunction: (name: string) => void | Promise<void>;
  /** Drops the next response of a function. */
  loseAnswer: boolean;
  close(): Promise<void>;
}

export async function startProject(): Promise<SupabaseProject> {
  const storage = await startStorage();
  storage.buckets.set(bundlesBucket, { public: false, file_size_limit: uploadBytes, objects: new Map() });
  // As the policies of the bucket require: a publisher, in the own namespace, without overwriting.
  storage.mayUpload = (authorization, bucket, place) => {
    const token = authorization?.replace(/^Bearer /, '');
    const { app_metadata: metadata } = token ? decodeJwt<{ app_metadata?: Record<string, string> }>(token) : {};
    return (
      bucket === bundlesBucket &&
      metadata?.registry_role !== 'viewer' &&
      metadata?.namespace !== undefined &&
      namespaceOfUpload(place) === metadata.namespace
    );
  };
  const project: SupabaseProject = {
    url: '',
    storage,
    secretKey: storage.key,
    publishableKey: 'sb_publishable_for_tests',
    functions: new Map(),
    keys: [],
    beforeFunction: () => {},
    loseAnswer: false,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await storage.close();
    },
  };
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/auth/v1/.well-known/jwks.json') return void response.end(JSON.stringify({ keys: project.keys }));
    const name = /^\/functions\/v1\/([^/?]+)/.exec(path)?.[1];
    if (name) await project.beforeFunction(name);
    const target = name
      ? `${project.functions.get(name)}/${name}`
      : path.startsWith('/storage/v1/')
        ? `${storage.url}${path}`
        : null;
    if (!target || target.startsWith('undefined')) return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, connection: __, 'transfer-encoding': ___, 'content-length': ____, ...headers } = request.headers;
    const answer = await fetch(target, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    }).catch(() => null);
    const isLost = name !== undefined && project.loseAnswer;
    if (name !== undefined) project.loseAnswer = false;
    if (!answer || isLost) return void request.socket.destroy();
    const type = answer.headers.get('content-type');
    response.writeHead(answer.status, type ? { 'content-type': type } : {});
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  project.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return project;
}
