import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a free port, reports it to the benchmark, and ends when the benchmark ends. */
export function ready(server: Server) {
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.on('disconnect', () => process.exit(0));
}
