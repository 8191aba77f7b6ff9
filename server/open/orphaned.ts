/**
 * Calls when npm, which started this process, has ended: npm and its shell do not pass every signal on, and a gateway
 * that stays keeps the port and the folder. Does nothing when npm did not start it, and does not keep it alive.
 */
export function whenOrphaned(call: () => void, parent = process.ppid): void {
  if (process.env.npm_lifecycle_event === undefined || parent === 1) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    call();
  }, 500).unref();
}
