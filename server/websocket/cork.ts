import type { Duplex } from 'node:stream';

/** What is written to a connection at one moment goes out together: several values, a system call. */
export function createCork(): (connection: Duplex) => void {
  let corked = new Set<Duplex>();

  function uncork() {
    const all = corked;
    corked = new Set();
    for (const connection of all) connection.uncork();
  }

  return (connection) => {
    if (corked.has(connection)) return;
    if (corked.size === 0) process.nextTick(uncork);
    corked.add(connection);
    connection.cork();
  };
}
