import { expect, it } from 'vitest';
import type { Transaction } from '../../../src/db/database.ts';
import { type LockedEntry, lockEntryRows, lockedEntries } from '../../../src/db/entry.ts';
import type { Kind } from '../../../src/db/kindTables.ts';
import { lockItems } from '../../../src/registry/bulkItems.ts';
import { type Answer, answering } from './answering.ts';

const there = ['AGENT acme/writer', 'AGENT acme/both', 'TEMPLATE acme/both', 'AGENT beta/other'];

function transaction() {
  const ofKind = (kind: Kind): Answer[] => [
    [lockEntryRows(kind, '', []), () => []],
    [
      lockedEntries(kind, '', []),
      (namespace: string, slugs: string[]) =>
        slugs.map((slug) => ({ id: `${kind} ${namespace}/${slug}`, slug })).filter(({ id }) => there.includes(id)),
    ],
  ];
  return answering(...ofKind('AGENT'), ...ofKind('TEMPLATE'));
}
const idOf = (entry: LockedEntry | undefined) => entry?.id;

it('the entries of all items are locked, each once, and found by kind and id', async () => {
  const { tx, sent } = transaction();
  const items = [
    { kind: 'TEMPLATE', id: 'both' },
    { kind: 'AGENT', id: 'writer' },
    { kind: 'AGENT', id: 'both' },
    { kind: 'AGENT', id: 'writer', version: '1.0.0' },
    { kind: 'AGENT', id: 'other' },
  ] as const;
  const find = await lockItems(tx as Transaction, 'acme', items);
  expect(items.map((item) => idOf(find(item)))).toEqual([
    'TEMPLATE acme/both',
    'AGENT acme/writer',
    'AGENT acme/both',
    'AGENT acme/writer',
    undefined,
  ]);
  const agents = ['acme', ['writer', 'both', 'other']];
  expect(sent).toEqual([agents, agents, ['acme', ['both']], ['acme', ['both']]]);
});

it('no statement is sent for a kind without items', async () => {
  const { tx, sent } = transaction();
  await lockItems(tx, 'acme', [{ kind: 'TEMPLATE', id: 'both' }]);
  expect(sent).toHaveLength(2);
});
