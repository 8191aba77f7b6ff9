import { expect, it, vi } from 'vitest';
import type { Database } from '../../../src/db/database.ts';
import type { RegistryEvent } from '../../../src/db/event.ts';
import { openPages } from '../../../src/feed/pages.ts';
import { anonymous, type Viewer } from '../../../src/viewer.ts';

const user = (namespace: string): Viewer => ({ kind: 'user', id: 'reader', role: 'viewer', namespace }) as Viewer;

/** A log in which each namespace reads an event of its own. */
function pages() {
  const read = vi.fn(async (viewer: Viewer) => [{ id: viewer.kind === 'user' ? viewer.namespace : 'public' }]);
  return { pagesOf: openPages({ read } as unknown as Database), read };
}

const idsOf = async (page: readonly RegistryEvent[] | Promise<readonly RegistryEvent[]>) =>
  (await page).map(({ id }) => id);

it('reads a page once for all readers who may see the same, and keeps it for them without a promise', async () => {
  const { pagesOf, read } = pages();
  const [one, other] = [pagesOf(user('a'), {}), pagesOf(user('a'), {})];
  const page = one(0, 0, 1);
  expect(other(0, 0, 1)).toBe(page);
  const events = await page;
  expect(other(0, 0, 1)).toBe(events);
  expect(read).toHaveBeenCalledTimes(1);
  await Promise.all([other(1, 0, 1), other(0, 0, 2), other(0, 1, 1), pagesOf(user('a'), { tags: ['x'] })(0, 0, 1)]);
  expect(read).toHaveBeenCalledTimes(5);
});

it('gives a page to no one else, however many different readers there are', async () => {
  const { pagesOf } = pages();
  const first = pagesOf(anonymous, {});
  const names = Array.from({ length: 1_100 }, (_, index) => `n${index}`);
  const readers = names.map((name) => pagesOf(user(name), {}));
  const last = readers.slice(-20);
  const found = await Promise.all([first, ...last].map((read) => idsOf(read(0, 0, 1))));
  expect(found).toEqual([['public'], ...names.slice(-20).map((name) => [name])]);
  const late = Array.from({ length: 20 }, (_, index) => pagesOf(user(`late${index}`), {}));
  const later = await Promise.all([...last, ...late].map((read) => idsOf(read(0, 0, 1))));
  expect(later).toEqual([...names.slice(-20), ...late.map((_, index) => `late${index}`)].map((name) => [name]));
});

it.each<[string, [number, number, number]]>([
  ['position', [1, 0, 1]],
  ['epoch', [0, 1, 1]],
  ['newest event', [0, 0, 2]],
])('reads a page for each %s', async (_, other) => {
  const { pagesOf, read } = pages();
  const readPage = pagesOf(anonymous, {});
  const page = await readPage(0, 0, 1);
  expect(await readPage(...other)).not.toBe(page);
  expect(readPage(0, 0, 1)).toBe(page);
  expect(read).toHaveBeenCalledTimes(2);
});

it('reads a page again after a moment, when it may be another one', async () => {
  const { pagesOf, read } = pages();
  const readPage = pagesOf(anonymous, {});
  await readPage(0, 0, 1);
  expect(readPage(0, 0, 1)).not.toBeInstanceOf(Promise);
  await vi.waitUntil(() => readPage(0, 0, 1) instanceof Promise, { timeout: 10_000 });
  expect(read).toHaveBeenCalledTimes(2);
});

it('keeps no page that could not be read', async () => {
  const { pagesOf, read } = pages();
  read.mockRejectedValueOnce(new Error('The database is gone.'));
  const readPage = pagesOf(anonymous, {});
  await expect(readPage(0, 0, 1)).rejects.toThrow('The database is gone.');
  expect(await idsOf(readPage(0, 0, 1))).toEqual(['public']);
});
