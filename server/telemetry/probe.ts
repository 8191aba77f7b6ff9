import { withTimeout } from '../../packages/node/timers.ts';

/** What was found out about something that the gateway needs. */
export interface ProbeResult<Value = unknown> {
  status: 'up' | 'down';
  /** How long the check took, or has taken until it was given up, in milliseconds. */
  ms: number;
  checkedAt: Date;
  /** Why it is down, for operators: nothing that only its owner may know. */
  reason?: string;
  /** What the check returned. */
  value?: Value;
}

/** Returns the latest result, in bounded time whatever hangs; never throws. */
export type Probe<Value = unknown> = () => Promise<ProbeResult<Value>>;

export interface ProbeOptions {
  /** How long a result is returned again. */
  freshMs: { up: number; down: number };
  /** A check that takes longer counts as failed; it goes on, and no other one is started beside it. */
  deadlineMs: number;
  /** The sentence for a check that threw. */
  reasonOf: (error: unknown) => string;
}

/** Runs a check on demand, one at a time however many callers there are. */
export function openProbe<Value>(
  check: () => Promise<Value>,
  { freshMs, deadlineMs, reasonOf }: ProbeOptions,
): Probe<Value> {
  let last: ProbeResult<Value> | undefined;
  let running: { startedAt: number; result: Promise<ProbeResult<Value>> } | undefined;

  async function run(startedAt: number): Promise<ProbeResult<Value>> {
    const outcome = await check().then(
      (value) => ({ status: 'up' as const, value }),
      (error) => ({ status: 'down' as const, reason: reasonOf(error) }),
    );
    last = { ...outcome, ms: Math.round(performance.now() - startedAt), checkedAt: new Date() };
    running = undefined;
    return last;
  }

  return async () => {
    if (last && Date.now() - last.checkedAt.getTime() < freshMs[last.status]) return last;
    if (!running) {
      const startedAt = performance.now();
      running = { startedAt, result: run(startedAt) };
    }
    const { startedAt, result } = running;
    const left = Math.max(startedAt + deadlineMs - performance.now(), 0);
    return withTimeout(left, result, () => ({
      status: 'down',
      ms: Math.round(performance.now() - startedAt),
      checkedAt: new Date(),
      reason: `No response within ${deadlineMs / 1_000} s.`,
    }));
  };
}
