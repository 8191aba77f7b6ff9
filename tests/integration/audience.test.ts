import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audienceOf } from '../../src/feed/audience.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** Who may see the same is read from what decides it: the policies, and the functions that they call. */
describe.skipIf(!hasEngine)('what a viewer may read', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database?.close());

  it('depends on their id only for their own ratings, comments, reports and idempotency keys', async () => {
    const policies = (await database.asOwner(`
      select tablename, qual from pg_policies
      where schemaname = 'nofx' and cmd in ('SELECT', 'ALL') and qual ~ 'viewer_id|auth\\.uid|''sub'''`)) as {
      tablename: string;
    }[];
    expect([...new Set(policies.map(({ tablename }) => tablename))].sort()).toEqual([
      'comment_reports',
      'idempotency_keys',
      'rating_comments',
      'template_ratings',
    ]);
  });

  it('depends on nothing else of their token than the role and the namespace', async () => {
    const functions = (await database.asOwner(`
      select proname, prosrc from pg_proc
      where pronamespace = 'nofx'::regnamespace and prorettype <> 'trigger'::regtype and prosrc ~ 'auth\\.(jwt|uid)|request\\.jwt'`)) as {
      proname: string;
    }[];
    // A seal is about writes. The two of the search read the role and the namespace.
    expect(functions.map(({ proname }) => proname).sort()).toEqual([
      'is_sealed',
      'search_drafts',
      'search_namespace',
      'viewer_id',
      'viewer_namespace',
      'viewer_role',
    ]);
  });

  it('is what everyone of the role and the namespace may read, as a user that nobody is', () => {
    const viewer = { kind: 'user', id: crypto.randomUUID(), role: 'publisher', namespace: 'acme' } as const;
    expect(audienceOf(viewer)).toEqual({ ...viewer, id: 'ffffffff-ffff-4fff-bfff-ffffffffffff' });
    expect(audienceOf({ ...viewer, id: crypto.randomUUID() })).toEqual(audienceOf(viewer));
    expect(audienceOf({ ...viewer, role: 'viewer' })).not.toEqual(audienceOf(viewer));
    expect(audienceOf({ ...viewer, namespace: 'other' })).not.toEqual(audienceOf(viewer));
    expect(audienceOf({ kind: 'anonymous' })).toEqual({ kind: 'anonymous' });
  });
});
