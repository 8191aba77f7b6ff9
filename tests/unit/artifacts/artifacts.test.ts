import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blob, listed, type OpenStore, stores } from './stores.ts';

describe.each(Object.entries(stores))('artifact storage in %s', (_, open) => {
  let store: OpenStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const absent = blob('never put').sha256;

  it('is empty at first', async () => {
    expect(await listed(store.artifacts)).toEqual([]);
    expect(await store.artifacts.get(absent)).toBeNull();
  });

  it('returns what was put, byte for byte', async () => {
    const contents = ['', 'text\n', 'ümläut', Buffer.from([0, 255, 13, 10, 0]), Buffer.alloc(5 * 1024 * 1024, 7)];
    const blobs = contents.map(blob);
    await store.artifacts.put(blobs);
    for (const { sha256, bytes } of blobs) {
      const got = await store.artifacts.get(sha256);
      expect(got && Buffer.compare(got, bytes)).toBe(0);
    }
  });

  it('accepts the same content again, in one call and from concurrent calls', async () => {
    const same = blob('the same');
    await store.artifacts.put([same, same]);
    await Promise.all([1, 2, 3, 4].map(() => store.artifacts.put([same])));
    expect(Buffer.from((await store.artifacts.get(same.sha256)) ?? '')).toEqual(same.bytes);
  });

  it('accepts an empty list', async () => {
    await store.artifacts.put([]);
  });

  it.each(['', '..', '../sha256', 'A'.repeat(64), `${'a'.repeat(64)}\n`, `../sha256/${'a'.repeat(64)}`])(
    'finds nothing under %j, which is not a digest',
    async (text) => {
      expect(await store.artifacts.get(text)).toBeNull();
      await store.artifacts.remove([text]);
    },
  );

  it('never returns a damaged blob, and names it', async () => {
    const { sha256, bytes } = blob('to be damaged');
    await store.artifacts.put([{ sha256, bytes }]);
    for (const damaged of [blob('something else').bytes, bytes.subarray(0, 4), Buffer.alloc(0)]) {
      await store.damage(sha256, damaged);
      await expect(store.artifacts.get(sha256)).rejects.toThrow(sha256);
    }
  });

  it('lists every blob once, with its size and time', async () => {
    const blobs = Array.from({ length: 40 }, (_, index) => blob(`listed ${index}`));
    await store.artifacts.put(blobs);
    const found = await listed(store.artifacts);
    expect(new Set(found.map(({ sha256 }) => sha256)).size).toBe(found.length);
    for (const { sha256, bytes } of blobs) {
      const { size, putAt } = found.find((each) => each.sha256 === sha256) ?? {};
      expect(size).toBe(bytes.length);
      expect(Math.abs(Date.now() - Number(putAt))).toBeLessThan(60_000);
    }
  });

  it('reports the age of a blob', async () => {
    const { sha256, bytes } = blob('old');
    await store.artifacts.put([{ sha256, bytes }]);
    await store.age(sha256, 30);
    const found = (await listed(store.artifacts)).find((each) => each.sha256 === sha256);
    expect((Date.now() - Number(found?.putAt)) / 3_600_000).toBeCloseTo(30, 1);
  });

  it('refuses a cursor that it did not issue', async () => {
    await expect(store.artifacts.list('../../etc')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('removes the given digests, more than fit in one request, and nothing else', async () => {
    const [kept, ...gone] = Array.from({ length: 251 }, (_, index) => blob(`removed ${index}`));
    if (!kept) throw new Error();
    await store.artifacts.put([kept, ...gone]);
    const removed = await store.artifacts.remove([absent, ...gone.map(({ sha256 }) => sha256)]);
    expect(removed.sort()).toEqual(gone.map(({ sha256 }) => sha256).sort());
    expect(await store.artifacts.get(kept.sha256)).not.toBeNull();
    const left = new Set((await listed(store.artifacts)).map(({ sha256 }) => sha256));
    expect(gone.filter(({ sha256 }) => left.has(sha256))).toEqual([]);
  });

  it('accepts content again after its removal', async () => {
    const again = blob('removed and put again');
    await store.artifacts.put([again]);
    await store.artifacts.remove([again.sha256]);
    expect(await store.artifacts.get(again.sha256)).toBeNull();
    await store.artifacts.put([again]);
    expect(await store.artifacts.get(again.sha256)).not.toBeNull();
  });

  it.each([
    ['AGENT', 'default', 'reviewer', '1.0.0+build.5', 'agents/reviewer/1.0.0+build.5/bundle.json'],
    ['TEMPLATE', 'team-a', 'release', '1.0.0-rc.1', 'templates/@team-a/release/1.0.0-rc.1/bundle.json'],
  ] as const)('stores the description of a version: %s %s', async (kind, namespace, id, version, place) => {
    const bundle = {
      kind,
      namespace,
      id,
      version,
      digest: absent,
      digestRule: 2,
      files: [{ path: 'a.md', size: 1, sha256: absent }],
    };
    await store.artifacts.describe(bundle);
    await store.artifacts.describe(bundle);
    expect(JSON.parse(await store.read(place))).toEqual(bundle);
    expect((await listed(store.artifacts)).every(({ sha256 }) => sha256 !== absent)).toBe(true);
  });
});
