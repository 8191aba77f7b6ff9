import type { Database } from '../db/database.ts';
import { runRevisions } from '../db/run.ts';
import type { User } from '../viewer.ts';
import type { Wakeups } from './wakeups.ts';

/** One run, watched by one reader. */
export interface WatchedRun {
  /** Resolves to true as soon as the run is newer than this revision, or to false when watching has stopped. */
  changed(since: number): Promise<boolean>;
  stop(): void;
}

/** Notifies readers that a run has changed. They read the changes themselves. */
export interface RunWatch {
  watch(id: string): WatchedRun;
  /** Number of subscriptions to runs in this process. */
  readers(): number;
}

/** The readers of one run. */
interface Watched {
  readers: number;
  /** The newest known revision. A reader may have read a newer one. */
  revision: number;
  waiting: Set<() => void>;
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
  let looking = false;
  let again = false;

  async function look() {
    const asked = [...runs].filter(([, { waiting }]) => waiting.size > 0).map(([id]) => id);
    if (asked.length === 0) return;
    for (const { id, revision } of await db.read(as, runRevisions(asked))) {
      const run = runs.get(id);
      if (!run || revision <= run.revision) continue;
      run.revision = revision;
      for (const resume of run.waiting) resume();
    }
  }

  function wake() {
    again = true;
    if (looking) return;
    looking = true;
    void (async () => {
      while (again) {
        again = false;
        await look().catch(() => {}); // The next wake-up tries again.
      }
      looking = false;
    })();
  }

  return {
    readers: () => [...runs.values()].reduce((sum, run) => sum + run.readers, 0),

    watch(id) {
      const run: Watched = runs.get(id) ?? { readers: 0, revision: -1, waiting: new Set() };
      run.readers += 1;
      runs.set(id, run);
      unregister ??= wakeups.on(wake);
      let stopped = false;
      let resume: (() => void) | undefined;

      return {
        async changed(since) {
          while (!stopped && run.revision <= since) {
            await new Promise<void>((resolve) => {
              resume = resolve;
              run.waiting.add(resolve);
              wake(); // The run may have changed before this reader waited.
            });
            if (resume) run.waiting.delete(resume);
          }
          return !stopped;
        },

        stop() {
          if (stopped) return;
          stopped = true;
          resume?.();
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
