import { connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a Postgres that simulates network failures. */
export interface PostgresProxy {
  /** URL of the same database through the proxy. */
  url: string;
  /** Whether to drop everything that is sent, without closing connections. */
  setSilent(now: boolean): void;
  /** After the next complete response, in the same packet, the server announces its shutdown and disconnects. */
  endAfterNextResponse(): void;
  /** Cuts all connections; new ones are accepted. */
  cut(): void;
  close(): void;
}

export async function startPostgresProxy(url: string): Promise<PostgresProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let silent = false;
  let ending = false;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    near.on('data', (bytes) => silent || far.write(bytes));
    far.on('data', (bytes) => {
      if (silent) return;
      if (!ending || !bytes.subarray(-6).equals(readyForQuery)) return void near.write(bytes);
      ending = false;
      near.end(Buffer.concat([bytes, goingAway]));
      far.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const proxied = new URL(url);
  proxied.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: proxied.href,
    setSilent(now) {
      silent = now;
    },
    endAfterNextResponse() {
      ending = true;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** Messages of the protocol: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const message = (type: string, body: string) => {
  const bytes = Buffer.from(`${type}----${body}`, 'latin1');
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
};
const readyForQuery = message('Z', 'I');
const goingAway = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0');
