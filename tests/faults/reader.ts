import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createClient, type Transport } from '../../packages/client/index.ts';

/**
 * A reader that may be killed at any moment: node reader.ts <file> <ws|sse> <url>. It writes each event with its cursor
 * in one line, flushes it to disk before it reads the next, and continues after the last complete line.
 */
const [file = '', transport = 'ws', url = ''] = process.argv.slice(2);
const book = openSync(file, 'a+');
const kept = readFileSync(file, 'utf8');
const whole = kept.slice(0, kept.lastIndexOf('\n') + 1);
ftruncateSync(book, Buffer.byteLength(whole)); // The last line may be incomplete.
const last = whole.trimEnd().split('\n').at(-1);
const after = last ? last.split(' ')[2] : '0';

const client = createClient({ url, token: process.env.REGISTRY_TOKEN });
const events = client.registryEvents({
  after,
  transport: transport as Transport,
  backoff: { firstMs: 100, maxMs: 1_000 },
});
process.send?.('reading');
try {
  for await (const { number, id, cursor } of events) {
    writeSync(book, `${number} ${id} ${cursor}\n`);
    fdatasyncSync(book);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
closeSync(book);
