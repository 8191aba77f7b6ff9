/**
 * Opens at the first call and keeps the result. After a failure, which all waiting callers receive, the next call tries
 * again.
 */
export function lazily<Opened>(open: () => Promise<Opened>): () => Promise<Opened> {
  let opened: Promise<Opened> | undefined;
  return () => {
    opened ??= open().catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
