import type { ExecutionResult } from 'graphql';
import { expect, it, vi } from 'vitest';
import { pushedValues } from '../../../server/websocket/pushedValues.ts';
import { type Stream, stream } from '../../../src/feed/streams.ts';

const value = (n: number): IteratorResult<ExecutionResult> => ({ value: { data: { n } }, done: false });
const failed = { errors: [{ message: 'No.' }] } as unknown as ExecutionResult;
const done: IteratorResult<ExecutionResult> = { value: undefined, done: true };

/** A stream of what is given to it. */
function given(...results: (IteratorResult<ExecutionResult> | Error)[]) {
  let wake: (() => void) | undefined;
  const end = vi.fn();
  const values: Stream<ExecutionResult> = stream({
    take() {
      const next = results.shift() ?? null;
      if (next instanceof Error) throw next;
      return next;
    },
    whenReady(go) {
      if (results.length > 0) queueMicrotask(go);
      else wake = go;
    },
    end,
  });
  const give = (result: IteratorResult<ExecutionResult>) => {
    results.push(result);
    wake?.();
  };
  return { values, give, end };
}

function pushed() {
  const sent: unknown[] = [];
  const push = (result: ExecutionResult) => void sent.push(result.data?.n);
  return { sent, push };
}

it('sends what is there, and what comes later, until the stream ends', async () => {
  const { values, give } = given(value(1), value(2));
  const { sent, push } = pushed();
  const ended = pushedValues(values, push).next();
  await vi.waitFor(() => expect(sent).toEqual([1, 2]));
  give(value(3));
  expect(sent).toEqual([1, 2, 3]);
  give(done);
  expect(await ended).toEqual(done);
});

it('sends no value before the one before it has gone out', async () => {
  const { values } = given(value(1), value(2), done);
  const gone = Promise.withResolvers<void>();
  const sent: unknown[] = [];
  const ended = pushedValues(values, (result) => {
    sent.push(result.data?.n);
    return sent.length === 1 ? gone.promise : undefined;
  }).next();
  await Promise.resolve();
  expect(sent).toEqual([1]);
  gone.resolve();
  expect(await ended).toEqual(done);
  expect(sent).toEqual([1, 2]);
});

it('leaves a value with errors to the protocol, and goes on when the next one is asked for', async () => {
  const { values } = given(value(1), { value: failed, done: false }, value(2), done);
  const { sent, push } = pushed();
  const all = pushedValues(values, push);
  expect(await all.next()).toEqual({ value: failed, done: false });
  expect(sent).toEqual([1]);
  expect(await all.next()).toEqual(done);
  expect(sent).toEqual([1, 2]);
});

it('fails as the stream fails, after what came before', async () => {
  const error = new Error('The log is gone.');
  const { values } = given(value(1), error);
  const { sent, push } = pushed();
  await expect(pushedValues(values, push).next()).rejects.toBe(error);
  expect(sent).toEqual([1]);
});

it('ends the stream when it is left', async () => {
  const { values, end } = given();
  await pushedValues(values, pushed().push).return?.();
  expect(end).toHaveBeenCalledTimes(1);
});
