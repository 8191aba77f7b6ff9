import { Writable } from 'node:stream';
import { setImmediate as nextMoment } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createWriters } from '../../../server/websocket/writers.ts';

/** A connection that keeps what each call of the system writes. */
function connection() {
  const calls: string[][] = [];
  const writable = new Writable({
    write(chunk, _encoding, done) {
      calls.push([String(chunk)]);
      done();
    },
    writev(chunks, done) {
      calls.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  return { writable, calls };
}

it('writes what is for a connection at one moment at its end, in one call', async () => {
  const writerOf = createWriters();
  const [one, other] = [connection(), connection()];
  const [toOne, toOther] = [writerOf(one.writable as never), writerOf(other.writable as never)];
  toOne(Buffer.from('a'));
  toOther(Buffer.from('b'));
  toOne(Buffer.from('c'));
  expect([one.calls, other.calls]).toEqual([[], []]);
  await nextMoment();
  expect([one.calls, other.calls]).toEqual([[['a', 'c']], [['b']]]);
});

it('keeps the order of what is written beside it, and begins anew at the next moment', async () => {
  const { writable, calls } = connection();
  const write = createWriters()(writable as never);
  write(Buffer.from('a'));
  writable.write('a pong');
  write(Buffer.from('b'));
  await nextMoment();
  write(Buffer.from('c'));
  await nextMoment();
  write(Buffer.from('d'));
  write(Buffer.from('e'));
  await nextMoment();
  expect(calls).toEqual([['a', 'a pong', 'b'], ['c'], ['d', 'e']]);
});
