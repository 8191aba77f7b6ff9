import type { Duplex } from 'node:stream';

/**
 * Makes a function for each connection, which writes to it. What is written at one moment goes out at its end, to each
 * connection together: several values, a system call.
 */
export function createWriters(): (connection: Duplex) => (bytes: Buffer) => undefined {
  let moment = 0;
  let corked: Duplex[] = [];

  function end() {
    moment += 1;
    const all = corked;
    corked = [];
    for (const connection of all) connection.uncork();
  }

  return (connection) => {
    let corkedAt = -1;
    return (bytes) => {
      if (corkedAt !== moment) {
        corkedAt = moment;
        if (corked.push(connection) === 1) process.nextTick(end);
        connection.cork();
      }
      connection.write(bytes);
    };
  };
}
