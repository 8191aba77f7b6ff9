import type { Tracing } from '../../packages/node/tracing.ts';
import type { Artifacts } from '../artifacts/artifacts.ts';
import type { Database } from '../db/database.ts';
import type { Feed } from '../feed/feed.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import type { RunWatch } from '../feed/watchRuns.ts';
import type { Viewer } from '../viewer.ts';
import type { EngagementCounter } from './engagement.ts';

/** The services that use cases depend on. Only the composition root chooses their implementations. */
export interface Services {
  readonly db: Database;
  readonly artifacts: Artifacts;
  readonly feed: Feed;
  /** Signals that something may have been written, by this gateway or another. */
  readonly wakeups: Wakeups;
  readonly runs: RunWatch;
  /** Reads of entries are not counted without it. */
  readonly engagement?: EngagementCounter | undefined;
  /** Commands that MCP servers may be started with. Defaults to the list of the contract. */
  readonly stdioCommands?: readonly string[] | undefined;
  /** Hosts and networks that webhooks may be sent to although they are not public. Defaults to none. */
  readonly webhookHosts?: readonly string[] | undefined;
  /** Nothing is traced without it. */
  readonly tracing?: Tracing | undefined;
}

/** The caller of a use case, and the correlation id of the request in logs, events and errors. */
export interface Caller {
  readonly viewer: Viewer;
  readonly correlationId: string;
  /** The token that the request was sent with, if any. A function, so that nothing that prints a caller prints it. */
  readonly token?: (() => string | null) | undefined;
}

/** Options of every write. */
export interface WriteOptions {
  /** All calls with the same key take effect once and get the same answer. */
  idempotencyKey?: string | null;
  /** Do everything, then roll it back. */
  dryRun?: boolean | null;
}
