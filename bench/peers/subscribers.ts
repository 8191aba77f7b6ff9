import { once } from 'node:events';
import WebSocket from 'ws';

/** What the benchmark tells this process: connect so many sockets to this port, with these messages, if any. */
export interface Connect {
  port: number;
  path: string;
  protocol: string | null;
  count: number;
  /** Sent by each socket, one after the other; `{id}` stands for the number of the socket. */
  hello: string[];
}

/** What it tells the benchmark: all are connected; the bytes of the first message; all have had message number `round`. */
export type Told =
  | { kind: 'connected' }
  | { kind: 'sample'; text: string }
  | { kind: 'all'; round: number; at: number };

const tell = (told: Told) => void process.send?.(told);

/** Sockets that only count: as little work as possible, since they share the machine with what is measured. */
async function connect({ port, path, protocol, count, hello }: Connect) {
  let received = 0;
  const open = async (number: number) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocol ? [protocol] : [], {
      perMessageDeflate: false,
    });
    await once(socket, 'open');
    for (const message of hello) {
      const last = message === hello.at(-1);
      const answered = last ? null : once(socket, 'message');
      socket.send(message.replace('{id}', `socket-${number}`));
      await answered;
    }
    socket.once('message', (data) => {
      const text = String(data);
      if (text.includes('"type":"error"')) throw new Error(`Subscription ${number} was refused: ${text}`);
    });
    socket.once('close', (code, reason) => {
      throw new Error(`Subscription ${number} was cut (${code} ${reason}).`);
    });
    socket.on('message', (data) => {
      received += 1;
      if (received === 1) tell({ kind: 'sample', text: String(data) });
      if (received % count === 0) {
        tell({ kind: 'all', round: received / count, at: performance.timeOrigin + performance.now() });
      }
    });
  };
  for (let number = 0; number < count; number += 50) {
    await Promise.all(Array.from({ length: Math.min(50, count - number) }, (_, index) => open(number + index)));
  }
  tell({ kind: 'connected' });
}

process.on('message', (message: Connect) => void connect(message));
process.on('disconnect', () => process.exit(0));
