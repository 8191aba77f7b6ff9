import { beforeEach, expect, it } from 'vitest';
import { createOperationIds, type OperationIds } from '../../../server/websocket/operationIds.ts';

const message = (type: string, id: string) => JSON.stringify({ id, type, payload: { query: '{ version }' } });
let ids: OperationIds;
/** The number that an operation of the client gets. */
function begin(id: string): string {
  const incoming = ids.incoming(message('subscribe', id));
  if (incoming.kind !== 'pass' || incoming.operation === undefined) throw new Error('It was not begun.');
  return incoming.operation;
}
beforeEach(() => {
  ids = createOperationIds();
});

it('finds an operation by its number, with the id of its client', () => {
  const [one, two] = [begin('a'), begin('b')];
  expect([ids.find(one), ids.find(two)]).toEqual([
    { name: 'a', isOver: false },
    { name: 'b', isOver: false },
  ]);
  expect(ids.find('another')).toBeNull();
});

it('finds none that its client has completed, whether or not the id was used again', () => {
  const one = begin('a');
  const operation = ids.find(one);
  expect(ids.incoming(message('complete', 'a'))).toMatchObject({ kind: 'pass' });
  expect(operation).toEqual({ name: 'a', isOver: true });
  expect(ids.find(one)).toBeNull();
  const two = begin('a');
  expect(ids.find(two)).toEqual({ name: 'a', isOver: false });
  ids.ended(one);
  expect(ids.find(two)).toEqual({ name: 'a', isOver: false });
  expect(ids.incoming(message('subscribe', 'a'))).toEqual({ kind: 'taken', id: 'a' });
});

it.each(['complete', 'error'])('finds none of which `%s` was sent, and lets its client use the id again', (type) => {
  const one = begin('a');
  const operation = ids.find(one);
  expect(ids.outgoing(`{"id":"${one}","type":"${type}"}`)).toBe(`{"id":"a","type":"${type}"}`);
  expect(operation).toEqual({ name: 'a', isOver: true });
  expect(ids.outgoing(`{"id":"${one}","type":"next"}`)).toBeNull();
  expect(begin('a')).not.toBe(one);
});

it('finds none that has ended', () => {
  const one = begin('a');
  const operation = ids.find(one);
  ids.ended(one);
  expect(operation).toEqual({ name: 'a', isOver: true });
  expect(ids.find(one)).toBeNull();
  expect(ids.incoming(message('complete', 'a'))).toEqual({ kind: 'ignore' });
});
