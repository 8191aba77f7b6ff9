/** The result of `work`, or of `late` after `ms` milliseconds. The work continues; its result is ignored. */
export async function withTimeout<Result>(ms: number, work: Promise<Result>, late: () => Result): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    return await Promise.race([work, timeout.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}

/** A timer waits at most about 24.8 days: a longer one would fire immediately. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Calls at a time of the clock, given in milliseconds since 1970, or immediately if it has passed; does not keep the
 * process alive.
 *
 * @returns a function that cancels it
 */
export function callAt(time: number, call: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    const left = time - Date.now();
    if (left <= 0) return call();
    timer = setTimeout(wait, Math.min(left, maxTimerMs)).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
