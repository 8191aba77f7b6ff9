import { closeSync, fdatasyncSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createClient, type Transport } from '../../packages/client/index.ts';

/**
 * A reader that may be killed at any moment: node reader.ts <file> <ws|sse> <url>. It writes down each event together
 * with its cursor, in one line that is on the disk before it asks for the next, and goes on after the last whole line.
 */
const [file = '', transport = 'ws', url = ''] = process.argv.slice(2);
const book = openSync(file, 'a+');
const kept = readFileSync(file, 'utf8');
const whole = kept.slice(0, kept.lastIndexOf('\n') + 1);
ftruncateSync(book, Buffer.byteLength(whole)); // The last line may be half a line.
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
