import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TestProxy {
  /** URL of the same gateway, through the proxy. */
  url: string;
  /** Cuts every connection and accepts no new one, like a gateway that is down. */
  close(): Promise<void>;
  open(): Promise<void>;
}

/** A proxy in front of a gateway that a test can close. */
export async function startProxy(gateway: string): Promise<TestProxy> {
  const { hostname, port, pathname } = new URL(gateway);
  const sockets = new Set<Socket>();
  const server = createServer((outside) => {
    const inside = connect(Number(port), hostname);
    for (const socket of [outside, inside]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        outside.destroy();
        inside.destroy();
      });
    }
    outside.pipe(inside).pipe(outside);
  });
  let own = 0;
  const open = async () => {
    server.listen(own, '127.0.0.1');
    await once(server, 'listening');
    own = (server.address() as AddressInfo).port;
  };
  await open();
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    open,
    async close() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
