/** A round of the event loop that takes this long, in milliseconds, is felt by all who wait for one. */
const longRoundMs = 15;
/** How often it is measured, and how long a long round is remembered, in milliseconds. */
const everyMs = 10;
const memoryMs = 1_000;

/** Whether the event loop is busy. Measured when it is asked, so that an idle process has no timer. */
export function createCongestion(now: () => number = () => performance.now()): () => boolean {
  let measuredAt = Number.NEGATIVE_INFINITY;
  let until = 0;

  function measure(startedAt: number): void {
    measuredAt = startedAt;
    setImmediate(() =>
      setImmediate(() => {
        if (now() - startedAt >= longRoundMs) until = now() + memoryMs;
      }),
    );
  }

  return () => {
    const at = now();
    if (at - measuredAt >= everyMs) measure(at);
    return at < until;
  };
}
