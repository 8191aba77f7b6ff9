import type { Socket } from 'node:net';

/** What is written to a connection at one moment goes out together: several values, a system call. */
export function createCork(): (connection: Socket) => void {
  let corked = new Set<Socket>();

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
