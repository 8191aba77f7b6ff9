import type { Database } from '../db/database.ts';
import { type Run, runRevisions, runsByIds } from '../db/run.ts';
import type { User, Viewer } from '../viewer.ts';
import { audienceOf } from './audience.ts';
import { createRounds, createWaiters, type Waiter, type Waiters } from './rounds.ts';
import type { Wakeups } from './wakeups.ts';

/** One run, watched by one reader. */
export interface WatchedRun {
  /** Resolves to true as soon as the run is newer than this revision, or to false when watching has stopped. */
  changed(since: number): Promise<boolean>;
  /**
   * The run as its reader may see it, at the newest known revision or a later one. Null if it is not visible. Readers who
   * may see the same share a statement, and get the same object.
   */
  read(): Promise<Run | null>;
  stop(): void;
}

/** Notifies readers that a run has changed. */
export interface RunWatch {
  watch(viewer: Viewer, id: string): WatchedRun;
  /** Number of subscriptions to runs in this process. */
  readers(): number;
}

/** The readers of one run. */
interface Watched {
  readers: number;
  /** The newest known revision. A reader may have read a newer one. */
  revision: number;
  waiting: Waiters;
  /** What was read of the run at its newest known revision, by audience. */
  read: Map<string, Promise<Run | null>>;
}

/**
 * Watches runs for any number of readers, with one statement per wake-up for all of them. Wake-ups during a round cause
 * one more round.
 *
 * @param as the system user, which reads only the revisions of runs
 */
export function openRunWatch(db: Database, wakeups: Wakeups, as: User): RunWatch {
  const runs = new Map<string, Watched>();
  let unregister: (() => void) | undefined;

  async function look() {
    const asked = [...runs].filter(([, { waiting }]) => waiting.size > 0).map(([id]) => id);
    if (asked.length === 0) return;
    const found = await db.read(as, runRevisions(asked)).catch(() => []); // The next wake-up tries again.
    for (const { id, revision } of found) {
      const run = runs.get(id);
      if (!run || revision <= run.revision) continue;
      run.revision = revision;
      run.read.clear();
      await run.waiting.resumeAll();
    }
  }
  const wake = createRounds(look);

  function readAs(viewer: Viewer, id: string, { read }: Watched): Promise<Run | null> {
    const audience = audienceOf(viewer);
    const key = JSON.stringify(audience);
    const kept = read.get(key);
    if (kept) return kept;
    const started = db.read(audience, runsByIds([id])).then(([run]) => run ?? null);
    read.set(key, started);
    started.catch(() => read.delete(key));
    return started;
  }

  return {
    readers: () => [...runs.values()].reduce((sum, run) => sum + run.readers, 0),

    watch(viewer, id) {
      const run: Watched = runs.get(id) ?? { readers: 0, revision: -1, waiting: createWaiters(), read: new Map() };
      run.readers += 1;
      runs.set(id, run);
      unregister ??= wakeups.on(wake);
      let stopped = false;
      let waiter: Waiter | undefined;

      return {
        async changed(since) {
          while (!stopped && run.revision <= since) {
            await new Promise<void>((resolve) => {
              waiter = { resume: resolve, index: -1 };
              run.waiting.add(waiter);
              wake(); // The run may have changed before this reader waited.
            });
          }
          return !stopped;
        },

        read: () => readAs(viewer, id, run),

        stop() {
          if (stopped) return;
          stopped = true;
          if (waiter) run.waiting.remove(waiter);
          waiter?.resume();
          run.readers -= 1;
          if (run.readers > 0) return;
          runs.delete(id);
          if (runs.size > 0) return;
          unregister?.();
          unregister = undefined;
        },
      };
    },
  };
}
