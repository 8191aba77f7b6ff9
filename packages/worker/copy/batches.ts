import { setTimeout as pause } from 'node:timers/promises';

const togetherMs = 10;

/** Combines events that arrive together: a reader that was away updates once, not once for each. */
export async function* batches<Item>(
  source: AsyncIterable<Item>,
  most: number,
): AsyncGenerator<[Item, ...Item[]], void, undefined> {
  const items = source[Symbol.asyncIterator]();
  const next = () => {
    const result = items.next();
    result.catch(() => {}); // Awaited later, when the previous batch has been processed.
    return result;
  };
  try {
    for (let pending = next(); ; ) {
      const first = await pending;
      if (first.done) return;
      const batch: [Item, ...Item[]] = [first.value];
      for (pending = next(); batch.length < most; pending = next()) {
        const more = await Promise.race([pending, pause(togetherMs, null)]);
        if (more === null || more.done) break;
        batch.push(more.value);
      }
      yield batch;
    }
  } finally {
    await items.return?.();
  }
}
