import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Door {
  /** The same gateway, behind the door. */
  url: string;
  /** Cuts every connection and takes no new one, as a gateway that went away. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** A way to a gateway that a test can shut. */
export async function doorTo(gateway: string): Promise<Door> {
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
    async shut() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
