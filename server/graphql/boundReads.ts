import type { Database } from '../../src/db/database.ts';

/**
 * The same database, with at most so many reads at a time: the others of an operation wait, so that one with many parts
 * leaves connections to others.
 */
export function boundReads(db: Database, atOnce: number): Database {
  const waiting: (() => void)[] = [];
  let running = 0;

  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  const read: Database['read'] = async (viewer, query, purpose) => {
    if (running < atOnce) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await db.read(viewer, query, purpose);
    } finally {
      leave();
    }
  };
  return Object.assign(Object.create(db) as Database, { read });
}
