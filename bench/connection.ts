import { connect } from 'node:net';

export interface Answer {
  status: number;
  body: Buffer;
}

/** A kept-alive HTTP/1.1 connection that has one request under way at a time. */
export interface Connection {
  send(request: Buffer): Promise<Answer>;
  close(): void;
}

const endOfHead = Buffer.from('\r\n\r\n');

/**
 * Less than an HTTP client: it shares the machine with what it measures, so it does next to nothing. Understands
 * answers with a `content-length`, which all peers send, and throws on any other.
 */
export function openConnection(port: number): Connection {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  let received: Buffer = Buffer.alloc(0);

  const fail = (error: Error) => {
    settle?.reject(error);
    settle = undefined;
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const answer = parse(received);
      if (!answer) return;
      received = Buffer.alloc(0);
      settle?.resolve(answer);
      settle = undefined;
    } catch (error) {
      fail(error as Error);
    }
  });

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** Null until all of it is there. */
function parse(bytes: Buffer): Answer | null {
  const end = bytes.indexOf(endOfHead);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (!length) throw new Error(`An answer without content-length:\n${head}`);
  const body = bytes.subarray(end + endOfHead.length);
  return body.length < Number(length) ? null : { status: Number(head.slice(9, 12)), body };
}

/**
 * A GET, or a POST where there is a body, as it goes over the wire. Its answer comes from the database, unless `isCached`
 * allows one that the gateway has kept.
 */
export function requestBytes(
  { path, body }: { path: string; body?: string },
  { isCached = false }: { isCached?: boolean | undefined } = {},
): Buffer {
  const noCache = isCached ? '' : 'cache-control: no-cache\r\n';
  const head = `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n${noCache}`;
  if (body === undefined) return Buffer.from(`${head}\r\n`);
  return Buffer.from(
    `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
