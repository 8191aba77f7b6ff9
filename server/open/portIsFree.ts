import { once } from 'node:events';
import { createServer } from 'node:net';

/** Asks early, before anything is written, what listening would find out late. Throws EADDRINUSE and its like. */
export async function portIsFree(host: string, port: number): Promise<void> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  server.close();
  await once(server, 'close');
}
