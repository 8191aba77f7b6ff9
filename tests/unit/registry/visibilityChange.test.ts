import { expect, it } from 'vitest';
import type { LockedEntry, Visibility } from '../../../src/db/entry.ts';
import { audienceOf } from '../../../src/db/visibility.ts';
import { visibilityChange } from '../../../src/registry/visibilityChange.ts';
import { answering } from './answering.ts';

type Readable = readonly [visibility: Visibility, isPublic: boolean];

/** What `visibilityChange` returns for an entry that was, and now is, as given. */
async function changed([before, wasPublic]: Readable, now: Readable | null, versions: string[], opened: string[] = []) {
  const rows = now ? [{ visibility: now[0], isPublic: now[1], versions }] : [];
  const { tx, sent } = answering([audienceOf('AGENT', '', true, []), () => rows]);
  const entry = { id: 'entry-id', visibility: before, isPublic: wasPublic } as LockedEntry;
  const change = await visibilityChange(tx, 'AGENT', entry, opened);
  expect(sent).toEqual([[wasPublic, opened, 'entry-id']]);
  return change;
}

const open: Readable = ['PUBLIC', true];
const closed: Readable = ['PRIVATE', false];
/** Public, without a version that others may read. */
const empty: Readable = ['PUBLIC', false];

it.each<[string, Readable, Readable, string[], object]>([
  [
    'an entry that others can read from now on shows its versions',
    closed,
    open,
    ['1.1.0', '1.0.0'],
    {
      before: 'PRIVATE',
      after: 'PUBLIC',
      readableBefore: false,
      readableAfter: true,
      versionsShown: ['1.1.0', '1.0.0'],
    },
  ],
  [
    'one that they cannot read from now on hides them',
    open,
    closed,
    ['1.0.0'],
    { before: 'PUBLIC', after: 'PRIVATE', readableBefore: true, readableAfter: false, versionsHidden: ['1.0.0'] },
  ],
  [
    'the first version that others can read changes it, too',
    empty,
    open,
    ['1.0.0'],
    { before: 'PUBLIC', after: 'PUBLIC', readableBefore: false, readableAfter: true, versionsShown: ['1.0.0'] },
  ],
  [
    'a version that was opened is shown, where the entry stays as it is',
    open,
    open,
    ['1.1.0'],
    { before: 'PUBLIC', after: 'PUBLIC', readableBefore: true, readableAfter: true, versionsShown: ['1.1.0'] },
  ],
  [
    'another visibility is a change although others read the same',
    closed,
    empty,
    [],
    { before: 'PRIVATE', after: 'PUBLIC', readableBefore: false, readableAfter: false },
  ],
  [
    'being readable is a change although no version is',
    empty,
    open,
    [],
    { before: 'PUBLIC', after: 'PUBLIC', readableBefore: false, readableAfter: true },
  ],
])('%s', async (_, before, now, versions, change) => {
  expect(await changed(before, now, versions)).toEqual({ versionsShown: [], versionsHidden: [], ...change });
});

it.each([[open], [closed], [empty]])(
  'an entry that stays %s without a version for others is no change',
  async (same) => {
    expect(await changed(same, same, [], ['1.0.0'])).toBeNull();
  },
);

it('an entry that is gone has no change', async () => {
  expect(await changed(open, null, [])).toBeNull();
});
