import { sql } from 'kysely';
import { checkRestored } from '../../src/db/checkRestored.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { db as builder } from '../../src/db/kysely.ts';
import { listMigrations } from '../../src/db/migrate.ts';
import { missingMigrations } from '../../src/db/missingMigrations.ts';
import type { Services } from '../../src/registry/services.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { anonymous } from '../../src/viewer.ts';
import { openProbe, type Probe, type ProbeResult } from './probe.ts';

/** The parts that a gateway depends on. Without storage, reads and most writes go on; without another, none does. */
export const parts = ['database', 'migrations', 'feed', 'storage'] as const;
export type Part = (typeof parts)[number];
const optional: readonly Part[] = ['storage'];

export interface ReadinessReport {
  isReady: boolean;
  /** Why it is not ready. */
  reason?: string | undefined;
  parts: Record<Part, ProbeResult>;
}

export interface Readiness {
  /** The state of each part, within about two seconds whatever hangs. */
  report(): Promise<ReadinessReport>;
  /** The newest number in the log, and how many committed events have none yet. Null when the database does not answer. */
  feedPosition(): Promise<FeedPosition | null>;
  /** From now on the gateway is not ready, since it is about to stop. */
  drain(): void;
}

interface FeedPosition {
  head: number;
  pending: number;
}

const feedPosition = sql<FeedPosition>`
  select head, pending_events() as pending from registry_feed`.compile(builder);

/** Probes come from several sides, and often. */
const timings = { freshMs: 1_000, deadlineMs: 1_500 };
/** Checking the whole schema takes longer, and it seldom changes under a running gateway. */
const wholeMs = 10_000;

const sentences: Record<Part, string> = {
  database: 'The database is unavailable.',
  migrations: 'The database cannot be checked.',
  feed: 'New events cannot be numbered.',
  storage: 'File storage is unavailable.',
};

/** @param failed called with the error of each check that failed */
export function openReadiness(
  { db, feed, artifacts }: Pick<Services, 'db' | 'feed' | 'artifacts'>,
  { deadlineMs, freshMs }: { deadlineMs: number; freshMs: number } = timings,
  failed: (error: unknown) => void = () => {},
): Readiness {
  const reported = (error: unknown): never => {
    failed(error);
    throw error;
  };
  const probe = <Value>(part: Part, check: () => Promise<Value>, upMs = freshMs) =>
    openProbe(() => check().catch(reported), {
      freshMs: { up: upMs, down: freshMs },
      deadlineMs,
      reasonOf: (error) => (error instanceof DatabaseUnfit ? error.message : sentences[part]),
    });

  const readPosition = async () => (await db.read(systemUser, feedPosition))[0];
  const database = probe('database', readPosition);
  const position = probe('database', readPosition, 0);
  const probes: Record<Part, Probe> = {
    database,
    migrations: probe('migrations', () => checkMigrations(db), wholeMs),
    feed: probe('feed', () => feed.advance()),
    storage: probe('storage', () => artifacts.check()),
  };
  let isDraining = false;

  return {
    async report() {
      const results = await Promise.all(parts.map(async (part) => [part, await probes[part]()] as const));
      const states = Object.fromEntries(results) as Record<Part, ProbeResult>;
      const failed = parts.find((part) => states[part].status === 'down' && !optional.includes(part));
      const reason = isDraining ? 'The gateway is stopping.' : failed && (states[failed].reason ?? sentences[failed]);
      return { isReady: reason === undefined, reason, parts: states };
    },
    async feedPosition() {
      const { value } = await position();
      return value ?? null;
    },
    drain() {
      isDraining = true;
    },
  };
}

/** Whether the database has every migration of this gateway, and is whole: another may have been restored meanwhile. */
async function checkMigrations(db: Services['db']): Promise<void> {
  const known = (await listMigrations()).map(({ version }) => version);
  const missing = await db.read(anonymous, missingMigrations(known));
  if (missing.length > 0) {
    const names = missing.map(({ version }) => version).join(', ');
    throw new DatabaseUnfit(`The database lacks migrations of this gateway (${names}). Run \`npm run migrate\`.`);
  }
  await checkRestored(db);
}
