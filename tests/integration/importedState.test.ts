import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { impact } from '../support/impact.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { author, type Exported, entryState, exported, importVersions, stateOf } from '../support/transfer.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { eventsOf } from '../support/visibility.ts';

/** The state of an entry that is there, and what an import records when it changes it. */
describe.skipIf(!hasEngine)('an import into an entry that is there', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let id = '';
  const fresh = uniqueNames('settled');

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(() => {
    id = fresh();
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const later = (more: object = {}) => entryState({ updatedAt: '2026-02-02T00:00:00.000Z', ...more });
  /** Versions as they are there, without their files. */
  const listed = (...versions: Exported[]) => versions.map((version) => ({ ...version, files: null }));
  /** The events since the first import. */
  const recorded = async (after: number) =>
    (await eventsOf(admin, id))
      .slice(after)
      .map(({ action, version, reason, before, after }) => ({ action, version, reason, before, after }));

  it('records each version in the order in which they were published, first the one that made the entry', async () => {
    const [old, current, draft] = [
      exported(id, '1.0.0', { commitSha: null, publishedBy: null, publishedAt: '2025-01-02T03:04:05.678Z' }),
      exported(id, '1.1.0'),
      exported(id, '2.0.0', { status: 'DRAFT', publishedAt: '2026-02-02T03:04:05.678Z' }),
    ];
    await importVersions(admin, {
      id,
      entry: entryState({ currentVersion: '1.1.0' }),
      versions: [current, draft, old],
    });
    const events = (await eventsOf(admin, id)).map(({ type, action, version, before, after }) => ({
      is: `${type} ${action} ${version}`,
      before,
      after,
    }));
    const after = ({ digest, status, commitSha, publishedBy, publishedAt }: Exported) => ({
      currentVersion: '1.1.0',
      versionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      versionStatus: status,
      digest,
      commitSha,
      publishedBy,
      publishedAt,
    });
    const before = { currentVersion: null };
    expect(draft.publishedBy).toBe(author);
    expect(events).toEqual([
      { is: 'agent.added PUBLISHED 1.0.0', before, after: after(old) },
      { is: 'agent.updated PUBLISHED 1.1.0', before, after: after(current) },
      { is: 'agent.updated DRAFTED 2.0.0', before, after: after(draft) },
    ]);
  });

  it('takes a version out of the archive that is current there, and records both', async () => {
    const versions = [exported(id, '1.0.0', { status: 'ARCHIVED' }), exported(id, '1.1.0')];
    await importVersions(admin, { id, entry: entryState({ currentVersion: '1.1.0' }), versions });
    const there = listed(exported(id, '1.0.0'), exported(id, '1.1.0', { status: 'ARCHIVED' }));
    expect(await importVersions(admin, { id, entry: later(), versions: there })).toMatchObject({
      outcome: 'UPDATED',
      warnings: [],
      versions: [
        { version: '1.0.0', outcome: 'UPDATED' },
        { version: '1.1.0', outcome: 'UPDATED' },
      ],
    });
    expect(await stateOf(admin, id)).toMatchObject({
      currentVersion: '1.0.0',
      versions: [
        { version: '1.1.0', status: 'ARCHIVED' },
        { version: '1.0.0', status: 'ACTIVE' },
      ],
    });
    expect(await recorded(2)).toEqual([
      {
        action: 'UNARCHIVED',
        version: '1.0.0',
        reason: null,
        before: { versionStatus: 'ARCHIVED' },
        after: { versionStatus: 'ACTIVE' },
      },
      {
        action: 'ARCHIVED',
        version: '1.1.0',
        reason: null,
        before: { versionStatus: 'ACTIVE' },
        after: { versionStatus: 'ARCHIVED' },
      },
      {
        action: 'ROLLED_BACK',
        version: '1.0.0',
        reason: null,
        before: { currentVersion: '1.1.0' },
        after: { currentVersion: '1.0.0' },
      },
    ]);
  });

  it('records a newer version that becomes current as promoted', async () => {
    const versions = [exported(id, '1.0.0'), exported(id, '1.1.0')];
    await importVersions(admin, { id, versions });
    await importVersions(admin, { id, entry: later({ currentVersion: '1.1.0' }), versions: listed(...versions) });
    expect(await recorded(2)).toEqual([
      {
        action: 'PROMOTED',
        version: '1.1.0',
        reason: null,
        before: { currentVersion: '1.0.0' },
        after: { currentVersion: '1.1.0' },
      },
    ]);
  });

  it.each([
    ['that is not here', '9.0.0'],
    ['that is archived here and there', '1.0.0'],
  ])('does not make a version current %s, and says so', async (_, currentVersion) => {
    const versions = [exported(id, '1.0.0', { status: 'ARCHIVED' }), exported(id, '1.1.0')];
    await importVersions(admin, { id, entry: entryState({ currentVersion: '1.1.0' }), versions });
    expect(
      await importVersions(admin, { id, entry: later({ currentVersion }), versions: listed(...versions) }),
    ).toMatchObject({
      outcome: 'UPDATED', // Its time.
      warnings: [`The current version ${currentVersion} is not here, so it was not set.`],
    });
    expect(await stateOf(admin, id)).toMatchObject({
      currentVersion: '1.1.0',
      updatedAt: '2026-02-02T00:00:00.000Z',
      versions: [
        { version: '1.1.0', status: 'ACTIVE' },
        { version: '1.0.0', status: 'ARCHIVED' },
      ],
    });
    expect(await recorded(2)).toEqual([]);
  });

  it('does not take a version out of the archive whose content is another', async () => {
    await importVersions(admin, {
      id,
      entry: entryState({ currentVersion: '1.1.0' }),
      versions: [exported(id, '1.0.0', { status: 'ARCHIVED' }), exported(id, '1.1.0')],
    });
    const other = exported(id, '1.0.0', { manifest: { description: 'Something else.' } });
    expect(await importVersions(admin, { id, entry: later(), versions: listed(other) })).toMatchObject({
      warnings: ['The current version 1.0.0 is not here, so it was not set.'],
      versions: [{ version: '1.0.0', outcome: 'CONFLICT' }],
    });
    expect(await stateOf(admin, id)).toMatchObject({
      currentVersion: '1.1.0',
      versions: [{ status: 'ACTIVE' }, { version: '1.0.0', status: 'ARCHIVED' }],
    });
  });

  it('records what else of its state changed, and nothing else', async () => {
    const next = fresh();
    await importVersions(admin, { id: next, versions: [exported(next, '1.0.0')] });
    const versions = [exported(id, '1.0.0', { visibility: 'PRIVATE' }), exported(id, '1.1.0')];
    const current = { currentVersion: '1.1.0' };
    await importVersions(admin, { id, entry: entryState({ ...current, visibility: 'PRIVATE' }), versions });
    const state = {
      ...current,
      compatibility: 'WARN',
      status: 'DEPRECATED',
      statusMessage: 'Use the next one.',
      replacedBy: next,
    };
    const there = listed(exported(id, '1.0.0'), exported(id, '1.1.0'));
    await importVersions(admin, { id, entry: later(state), versions: there });
    expect(await recorded(2)).toEqual([
      {
        action: 'VISIBILITY_CHANGED',
        version: null,
        reason: null,
        before: { visibility: 'PRIVATE' },
        after: { visibility: 'PUBLIC', versions: ['1.0.0'], versionCount: 1 },
      },
      {
        action: 'COMPATIBILITY_CHANGED',
        version: null,
        reason: null,
        before: { compatibility: 'STRICT' },
        after: { compatibility: 'WARN' },
      },
      {
        action: 'DEPRECATED',
        version: '1.1.0',
        reason: 'Use the next one.',
        before: { status: 'ACTIVE' },
        after: { status: 'DEPRECATED', replacedBy: `default/${next}` },
      },
    ]);
    await importVersions(admin, {
      id,
      entry: later({ ...state, ...{ updatedAt: '2026-02-03T00:00:00.000Z' } }),
      versions: there,
    });
    expect(await recorded(5)).toEqual([]);
  });

  it('of versions that were removed here is refused', async () => {
    await importVersions(admin, { id, versions: [exported(id, '1.0.0')] });
    await admin.do(impact.removeAgent, { input: { id, reason: 'A secret.' } });
    expect(await importVersions(admin, { id, entry: later(), versions: [exported(id, '1.1.0')] })).toEqual({
      __typename: 'Forbidden',
      code: 'FORBIDDEN',
      message: `${id} was removed; its id cannot be reused.`,
    });
    expect(await stateOf(admin, id)).toBeNull();
  });
});
