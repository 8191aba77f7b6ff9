import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../src/db/run.ts';
import { openRunWatch, type RunWatch, type WatchedRun } from '../../src/feed/watchRuns.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import type { Viewer } from '../../src/viewer.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { publishPlan, runsOf, uuidOf } from '../support/runs.ts';

const reader = (namespace = 'watchers'): Viewer => ({
  kind: 'user',
  id: crypto.randomUUID(),
  role: 'publisher',
  namespace,
});

describe.skipIf(!hasEngine)('the readers of runs', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let watch: RunWatch;
  /** What listens to wake-ups. There are none except those of the test. */
  let listeners: Set<() => void>;
  /** The runs of each statement that asked for revisions, and the number of statements that read runs. */
  let asked: string[][];
  let reads: number;
  /** Runs before each statement of the watch. */
  let before: () => unknown;
  const open: WatchedRun[] = [];

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor({ namespace: 'watchers' });
    await publishPlan(
      alice,
      'watched',
      Array.from({ length: 5 }, (_, index) => ({ id: `s${index}` })),
    );
  });
  afterAll(() => registry?.close());
  afterEach(() => {
    for (const watched of open.splice(0)) watched.stop();
  });

  function begin() {
    const { db } = registry.services;
    listeners = new Set();
    asked = [];
    reads = 0;
    before = () => {};
    const wakeups = {
      on: (wake: () => void) => {
        listeners.add(wake);
        return () => void listeners.delete(wake);
      },
      close: async () => {},
    };
    const read: typeof db.read = async (viewer, query, purpose) => {
      if (query.sql.includes('run_revisions')) asked.push([...(query.parameters[0] as string[])]);
      else reads += 1;
      await before();
      return db.read(viewer, query, purpose);
    };
    watch = openRunWatch({ ...db, read }, wakeups, systemUser);
  }
  const wake = () => {
    for (const listener of listeners) listener();
  };
  /** A new run, and what changes it. */
  async function start() {
    const runs = runsOf(alice);
    const { id } = await runs.start('watched');
    let begun = 0;
    const change = async () => {
      await runs.report({ runId: id, stepId: `s${begun}`, status: 'RUNNING' });
      begun += 1;
    };
    return { id: uuidOf(id), change };
  }
  const follow = (id: string, viewer = reader()) => {
    const watched = watch.watch(viewer, id);
    open.push(watched);
    return watched;
  };
  /** A reader that has the newest revision, and waits for the next one. */
  async function waiting(id: string) {
    const watched = follow(id);
    await watched.changed(-1);
    const run = (await watched.read()) as Run;
    return { ...watched, run, next: watched.changed(run.revision) };
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve, 50));

  it('learn of a change that came before they waited, and of the next one by a wake-up', async () => {
    begin();
    const { id, change } = await start();
    const watched = follow(id);
    expect(await watched.changed(-1)).toBe(true);
    const first = (await watched.read()) as Run;
    await change();
    expect(await watched.changed(first.revision)).toBe(true);
    const second = (await watched.read()) as Run;
    expect(second.revision).toBeGreaterThan(first.revision);
    const next = watched.changed(second.revision);
    await settle();
    await change();
    wake();
    expect(await next).toBe(true);
    expect((await watched.read())?.revision).toBeGreaterThan(second.revision);
  });

  it('share a statement with those who may see the same, until the run changes', async () => {
    begin();
    const { id, change } = await start();
    const [one, other, stranger] = [follow(id), follow(id), follow(id, reader('strangers'))];
    const [run, same, hidden] = await Promise.all([one.read(), other.read(), stranger.read()]);
    expect(run).toMatchObject({ id });
    expect(same).toBe(run);
    expect(hidden).toBeNull();
    expect(await one.read()).toBe(run);
    expect(reads).toBe(2);
    await change();
    await one.changed(run?.revision ?? -1);
    const changed = await other.read();
    expect(changed?.revision).toBeGreaterThan(run?.revision ?? -1);
    expect(await one.read()).toBe(changed);
  });

  it('cost one statement per wake-up, which asks only for runs with a reader that waits', async () => {
    begin();
    const [a, b, c] = [await start(), await start(), await start()];
    const waits = [await waiting(a.id), await waiting(a.id), await waiting(b.id)];
    await follow(c.id).changed(-1);
    await settle();
    asked = [];
    wake();
    await settle();
    expect(asked.map((ids) => ids.sort())).toEqual([[a.id, b.id].sort()]);
    for (const watched of waits) watched.stop();
    asked = [];
    wake();
    await settle();
    expect(asked).toEqual([]);
    expect(await Promise.all(waits.map(({ next }) => next))).toEqual([false, false, false]);
  });

  it('are not lost when a statement fails: the next read, or the next wake-up, tries again', async () => {
    begin();
    const { id, change } = await start();
    const { read, next, run } = await waiting(id);
    await settle();
    const fails = () => {
      before = () => {};
      throw new Error('The connection was lost.');
    };
    before = fails;
    await change();
    wake();
    await settle();
    wake();
    expect(await next).toBe(true);
    before = fails;
    await expect(read()).rejects.toThrow('The connection was lost.');
    expect((await read())?.revision).toBeGreaterThan(run.revision);
  });

  it('may leave while their run is asked for: the readers of other runs go on', async () => {
    begin();
    const [a, b] = [await start(), await start()];
    const leaves = await waiting(a.id);
    const stays = await waiting(b.id);
    await settle();
    await a.change();
    await b.change();
    before = () => leaves.stop();
    wake();
    expect(await leaves.next).toBe(false);
    expect(await stays.next).toBe(true);
  });

  it('are counted until they stop, and wake-ups are listened to as long as there are any', async () => {
    begin();
    const [a, b] = [await start(), await start()];
    expect([watch.readers(), listeners.size]).toEqual([0, 0]);
    const [one, two, three] = [follow(a.id), follow(a.id), follow(b.id)];
    expect([watch.readers(), listeners.size]).toEqual([3, 1]);
    one.stop();
    one.stop();
    expect([watch.readers(), listeners.size]).toEqual([2, 1]);
    expect(await one.changed(-1)).toBe(false);
    expect(await two.changed(-1)).toBe(true);
    two.stop();
    expect([watch.readers(), listeners.size]).toEqual([1, 1]);
    three.stop();
    expect([watch.readers(), listeners.size]).toEqual([0, 0]);
    const again = follow(a.id);
    expect([watch.readers(), listeners.size]).toEqual([1, 1]);
    expect(await again.changed(-1)).toBe(true);
  });
});
