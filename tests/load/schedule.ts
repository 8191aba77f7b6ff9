import { setTimeout as pause } from 'node:timers/promises';

/** What came of one kind of request. */
export interface Outcomes {
  /** From the time at which each should have been sent until its answer, in milliseconds. */
  latencies: number[];
  /** What went wrong, and how often. */
  errors: Map<string, number>;
}

/**
 * Sends at a fixed rate, whether or not answers come (an open loop): a server that falls behind is asked no less, and
 * what waits is counted from when it should have been sent.
 *
 * @param send throws when the answer is not what was expected
 * @param isCounted whether what begins now is counted, not warm-up
 */
export async function sendAtRate(
  perSecond: number,
  until: number,
  send: (turn: number) => Promise<unknown>,
  isCounted: () => boolean,
): Promise<Outcomes> {
  const latencies: number[] = [];
  const errors = new Map<string, number>();
  const open = new Set<Promise<void>>();
  const start = performance.now() + Math.random() * (1_000 / perSecond);
  for (let turn = 0; ; turn += 1) {
    const due = start + (turn * 1_000) / perSecond;
    if (due >= until) break;
    const early = due - performance.now();
    if (early > 0) await pause(early);
    const counts = isCounted();
    const sent = send(turn).then(
      () => {
        if (counts) latencies.push(performance.now() - due);
      },
      (error) => {
        const { message, cause } = error as Error & { cause?: { code?: unknown } };
        const what = `${message}${cause?.code === undefined ? '' : ` (${cause.code})`}`.slice(0, 200);
        errors.set(what, (errors.get(what) ?? 0) + 1);
      },
    );
    open.add(sent);
    void sent.then(() => open.delete(sent));
  }
  await Promise.all(open);
  return { latencies, errors };
}
