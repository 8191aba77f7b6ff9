import { hintFor } from '../../src/db/noConnection.ts';
import { isMisconfigured } from '../../src/db/sqlState.ts';
import { StorageUnavailable } from '../../src/errors.ts';
import { describeFailure, type Log } from './log.ts';
import type { Report } from './report.ts';

/** What can be unavailable: the database, the rights of the gateway's login in it, or file storage. */
type OutagePart = 'database' | 'rights' | 'storage';

export interface OutageChecks {
  isUp(part: 'database' | 'storage'): Promise<boolean>;
  /** Why the login cannot serve, with the remedy. Null if it can. */
  loginProblem(): Promise<string | null>;
}

export interface OutageLog {
  /** For an UNAVAILABLE with a cause. */
  readonly report: Report;
  /** For a statement that was refused because a grant is missing. */
  readonly denied: (error: Error) => void;
}

interface Outage {
  since: number;
  lastAt: number;
  failures: number;
  /** Each is logged once. */
  causes: Set<string>;
  isLogged: boolean;
  timer: NodeJS.Timeout;
}

/** An outage is over when its check succeeds, and no request failed for `quietMs`. */
const timings = { everyMs: 2_000, quietMs: 5_000 };

/**
 * Logs an outage once for each of its causes, with a hint, however many requests meet it; and once when it is over, with
 * how long it lasted.
 */
export function openOutageLog(
  log: Log,
  { isUp, loginProblem }: OutageChecks,
  { everyMs, quietMs }: typeof timings = timings,
): OutageLog {
  const outages = new Map<OutagePart, Outage>();

  /** True for a cause that this outage did not have yet. */
  function isNew(part: OutagePart, cause: string): boolean {
    const outage = outages.get(part) ?? begin(part);
    outage.lastAt = performance.now();
    outage.failures += 1;
    if (outage.causes.has(cause)) return false;
    outage.causes.add(cause);
    return true;
  }

  function begin(part: OutagePart): Outage {
    const since = performance.now();
    const timer = setInterval(() => void endIfOver(part), everyMs).unref();
    const outage = { since, lastAt: since, failures: 0, causes: new Set<string>(), isLogged: false, timer };
    outages.set(part, outage);
    return outage;
  }

  async function endIfOver(part: OutagePart) {
    const outage = outages.get(part);
    const isQuiet = () => outage !== undefined && performance.now() - outage.lastAt >= quietMs;
    if (!isQuiet()) return;
    const answers = part === 'rights' ? (await loginProblem()) === null : await isUp(part).catch(() => false);
    if (!answers || !isQuiet() || !outage || !outages.delete(part)) return;
    clearInterval(outage.timer);
    const { since, failures, isLogged } = outage;
    if (isLogged) log.info({ part, failures, seconds: Math.round((performance.now() - since) / 1_000) }, endings[part]);
  }

  function write(part: OutagePart, message: string, fields: Record<string, unknown>) {
    const outage = outages.get(part);
    if (outage) outage.isLogged = true;
    log.error({ part, ...fields }, message);
  }

  return {
    report(error, correlationId) {
      const { message, cause } = error as Error & { cause: Error & { code?: unknown } };
      const part = error instanceof StorageUnavailable ? 'storage' : 'database';
      if (!isNew(part, `${message} ${cause.code ?? cause.message}`)) return;
      const withHint = (hint: string | null | undefined) =>
        write(part, message, { ...(hint ? { hint } : {}), failure: describeFailure(cause), correlationId });
      if (part === 'storage') withHint(storageHint);
      else if (isMisconfigured(error)) void loginProblem().then(withHint);
      else withHint(hintFor([cause.message, cause.code].filter(Boolean).join(', ')));
    },
    denied(error) {
      if (!isNew('rights', error.message)) return;
      // What the check of the login does not explain is the caller's: its role has no grant for it.
      void loginProblem().then((hint) => {
        if (hint)
          write('rights', 'The database refuses what the registry asks.', { hint, failure: describeFailure(error) });
      });
    },
  };
}

const storageHint = 'Check that file storage answers, and SUPABASE_URL or the disk of REGISTRY_DATA_DIR.';

const endings: Record<OutagePart, string> = {
  database: 'The database is available again.',
  rights: 'The database allows again what the registry asks.',
  storage: 'File storage is available again.',
};
