import type { Artifacts } from '../artifacts/artifacts.ts';
import type { Database } from '../db/database.ts';
import type { Feed } from '../feed/feed.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import type { RunWatch } from '../feed/watchRuns.ts';
import type { Viewer } from '../viewer.ts';

/** What the use-cases work with. Only the composition root knows which database, store or feed is real. */
export interface Services {
  readonly db: Database;
  readonly artifacts: Artifacts;
  readonly feed: Feed;
  /** Tells when something may have been written, here or by another gateway. */
  readonly wakeups: Wakeups;
  readonly runs: RunWatch;
  /** What MCP servers may be started with; the contract's own list when it is not given. */
  readonly stdioCommands?: readonly string[] | undefined;
}

/** On whose behalf something is done, and the id that follows the request through logs, events and errors. */
export interface Caller {
  readonly viewer: Viewer;
  readonly correlationId: string;
}

/** What every writing use-case takes. */
export interface WriteOptions {
  /** One effect for all calls with this key; the same answer again. */
  idempotencyKey?: string | null;
  /** Do everything, then undo it. */
  dryRun?: boolean | null;
}
