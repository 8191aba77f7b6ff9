import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Artifacts } from '../../../src/artifacts/artifacts.ts';
import { supabaseStorage } from '../../../src/artifacts/supabaseStorage.ts';
import { badGateway, hangUp, refusing, type StorageServer, silent, startStorage } from './storageServer.ts';
import { blob, listed } from './stores.ts';

/** The real client library with a server that only imitates Supabase Storage: see storageServer.ts for its limits. */
describe('Supabase Storage, when requests fail', () => {
  let server: StorageServer;
  let artifacts: Artifacts;
  const content = blob('content');

  const open = (options: Partial<Parameters<typeof supabaseStorage>[0]> = {}) =>
    supabaseStorage({
      url: server.url,
      secretKey: server.key,
      timeoutMs: 2_000,
      retry: { retries: 3, minTimeout: 1, maxRetryTime: 5_000 },
      ...options,
    });
  const uploads = () => server.requests.filter((request) => request.startsWith('POST /object/registry-bundles/'));

  beforeEach(async () => {
    server = await startStorage();
    artifacts = open();
  });
  afterEach(() => server.close());

  it('creates the bucket: private, with a limit of 32 MiB per file', async () => {
    await artifacts.put([content]);
    expect(server.buckets.get('registry-bundles')).toMatchObject({ public: false, file_size_limit: 32 * 1024 * 1024 });
    expect([...(server.buckets.get('registry-bundles')?.objects.keys() ?? [])]).toEqual([`sha256/${content.sha256}`]);
  });

  it('checks the bucket once, and accepts one that was created at the same moment', async () => {
    const other = open();
    await Promise.all([artifacts.put([content]), other.put([content]), artifacts.put([blob('more')])]);
    await artifacts.put([blob('and more')]);
    expect(server.requests.filter((request) => request === 'GET /bucket/registry-bundles')).toHaveLength(2);
  });

  it('refuses a public bucket', async () => {
    server.buckets.set('registry-bundles', { public: true, file_size_limit: null, objects: new Map() });
    await expect(artifacts.put([content])).rejects.toThrow('The bucket registry-bundles is public');
    expect(uploads()).toEqual([]);
  });

  it('keeps the files of a preview in a folder of the preview', async () => {
    const preview = open({ folder: 'previews/pr_7/' });
    await artifacts.put([content]);
    await preview.put([blob('preview')]);
    expect((await listed(preview)).map(({ sha256 }) => sha256)).toEqual([blob('preview').sha256]);
    expect(await preview.get(content.sha256)).toBeNull();
    expect((await listed(artifacts)).map(({ sha256 }) => sha256)).toEqual([content.sha256]);
  });

  it('discards old uploads that were not published, and nothing else', async () => {
    await artifacts.put([content]);
    const objects = server.buckets.get('registry-bundles')?.objects;
    const [stored] = objects?.values() ?? [];
    const longAgo = new Date(Date.now() - 48 * 3_600_000);
    const put = (place: string, updatedAt = new Date()) => stored && objects?.set(place, { ...stored, updatedAt });
    for (let number = 0; number < 1_050; number += 1) put(`incoming/acme/old-${number}.json`, longAgo);
    put('incoming/acme/new.json');
    put('incoming/acme/README', longAgo);
    await artifacts.discardUnfinished(new Date(Date.now() - 24 * 3_600_000));
    const left = [`sha256/${content.sha256}`, 'incoming/acme/new.json', 'incoming/acme/README'];
    expect([...(objects?.keys() ?? [])]).toEqual(left);
    await open({ folder: 'previews/pr_7/' }).discardUnfinished(new Date());
    expect([...(objects?.keys() ?? [])]).toEqual(left);
  });

  it('uploads new files once, and existing files not at all', async () => {
    await artifacts.put([content]);
    const before = server.buckets.get('registry-bundles')?.objects.get(`sha256/${content.sha256}`);
    await artifacts.put([content]);
    expect(server.buckets.get('registry-bundles')?.objects.get(`sha256/${content.sha256}`)).toBe(before);
  });

  it('limits the number of concurrent requests', async () => {
    server.slownessMs = 50;
    await artifacts.put(Array.from({ length: 60 }, (_, index) => blob(`many ${index}`)));
    expect(server.maxAtOnce).toBe(8);
  });

  it.each([
    ['a proxy error', badGateway],
    ['an internal error', refusing(500, 'InternalError')],
    ['a lock that was not had in time, which it says with HTTP 400', refusing(503, 'LockTimeout')],
    ['too many connections', refusing(429, 'SlowDown')],
    ['a resource that is locked', refusing(423, 'ResourceLocked')],
    ['a broken connection', hangUp],
    ['silence', silent(300)],
  ])('retries after %s', async (_, fault) => {
    artifacts = open({ timeoutMs: 200 });
    await artifacts.put([]);
    server.instead.push(fault, fault);
    await artifacts.put([content]);
    server.instead.push(fault);
    expect(Buffer.from((await artifacts.get(content.sha256)) ?? '')).toEqual(content.bytes);
    server.instead.push(fault);
    expect(await listed(artifacts)).toHaveLength(1);
    server.instead.push(fault);
    await artifacts.remove([content.sha256]);
    expect(await listed(artifacts)).toEqual([]);
  });

  it('does not treat every 409 as an existing file', async () => {
    await artifacts.put([]);
    server.instead.push(refusing(409, 'TransactionError', 'could not serialize access'));
    await artifacts.put([content]);
    expect([uploads().length, (await listed(artifacts)).length]).toEqual([2, 1]);
    server.instead.push(refusing(409, 'NotSupported', 'The feature uploads is not enabled for this resource'));
    await expect(artifacts.put([blob('more')])).rejects.toThrow('refused (409)');
  });

  it('does not treat every 400 as an unknown cursor', async () => {
    await artifacts.put([content]);
    await expect(artifacts.list('not a cursor')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    server.instead.push(refusing(400, 'InvalidJWT', '"exp" claim timestamp check failed'));
    await expect(artifacts.list(Buffer.from('l:a').toString('base64'))).rejects.toThrow('refused (400)');
  });

  it('treats an upload as done when it was stored but the response was lost', async () => {
    await artifacts.put([]);
    server.instead.push((request) => {
      const objects = server.buckets.get('registry-bundles')?.objects;
      const now = new Date();
      const stored = { id: '', bytes: content.bytes as Buffer, contentType: '', createdAt: now, updatedAt: now };
      objects?.set(`sha256/${content.sha256}`, stored);
      request.socket.destroy();
    });
    await artifacts.put([content]);
    expect(uploads()).toHaveLength(2);
  });

  it('retries when a download breaks off', async () => {
    await artifacts.put([content]);
    server.instead.push((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(Buffer.from((await artifacts.get(content.sha256)) ?? '')).toEqual(content.bytes);
  });

  it('reports storage as unavailable when it stays so, without the text of its response', async () => {
    server.instead.push(...Array.from({ length: 4 }, () => refusing(500, 'InternalError', 'secret detail')));
    const refused = await artifacts.get(content.sha256).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'UNAVAILABLE' });
    expect(String(refused)).not.toContain('secret detail');
    expect(server.requests).toHaveLength(4);
    await server.close();
    await expect(artifacts.put([content])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    server = await startStorage();
  });

  it('times out when there is no response', async () => {
    artifacts = open({ timeoutMs: 100, retry: { retries: 9, minTimeout: 1, maxRetryTime: 250 } });
    server.instead.push(...Array.from({ length: 10 }, () => silent(2_000)));
    await expect(artifacts.get(content.sha256)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(server.requests.length).toBeLessThanOrEqual(3); // 100 ms each, 250 ms in total: fewer than ten attempts.
  });

  it('reports an invalid key to the operator, without the key, and does not retry', async () => {
    artifacts = open({ secretKey: 'sb_secret_of_another_project' });
    const refused = await artifacts.put([content]).catch((error: unknown) => error);
    expect(String(refused)).toContain('refused (403)');
    expect(String(refused)).toContain('SUPABASE_SECRET_KEY');
    expect(String(refused)).not.toContain('another_project');
    expect(refused).not.toHaveProperty('code');
    expect(server.requests).toHaveLength(1);
  });

  it('does not treat an invalid key as empty storage', async () => {
    await artifacts.put([content]);
    const stranger = open({ secretKey: 'wrong' });
    await expect(stranger.get(content.sha256)).rejects.toThrow('refused (403)');
    await expect(stranger.list(null)).rejects.toThrow('refused (403)');
  });

  it('does not treat a server that cannot list as empty storage', async () => {
    await artifacts.put([content]);
    server.instead.push(refusing(404, 'NoSuchBucket', 'Bucket not found'));
    await expect(artifacts.list(null)).rejects.toThrow('refused (404)');
  });

  it('starts no more uploads after one was refused', async () => {
    await artifacts.put([]);
    server.instead.push(refusing(413, 'EntityTooLarge'));
    await expect(artifacts.put(Array.from({ length: 40 }, (_, index) => blob(`${index}`)))).rejects.toThrow('(413)');
    expect(uploads().length).toBeLessThanOrEqual(16);
  });

  it('continues a list from a cursor, and skips what is not a blob', async () => {
    await artifacts.put(Array.from({ length: 1_100 }, (_, index) => blob(`page ${index}`)));
    const objects = server.buckets.get('registry-bundles')?.objects;
    const stray = objects?.values().next().value;
    if (stray) objects?.set('sha256/README.md', stray);
    const first = await artifacts.list(null);
    const second = await artifacts.list(first.next);
    expect([first.next === null, second.next === null]).toEqual([false, true]);
    expect(new Set([...first.blobs, ...second.blobs].map(({ sha256 }) => sha256)).size).toBe(1_100);
  });
});
