import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const bulkSetVisibility = `mutation ($input: BulkSetVisibilityInput!) { bulkSetVisibility(input: $input) {
  __typename ... on Error { code message } ... on BulkPayload { changedCount } } }`;

/** Two concurrent connections: only a native Postgres has them. */
describe.skipIf(!hasEngine || engine !== 'postgres')(
  'a bulk change and another writer that wait for each other',
  () => {
    let registry: TestRegistry;
    let admin: Actor;
    let other: pg.Client;
    const fresh = uniqueNames('waiting');

    beforeAll(async () => {
      registry = await openRegistry();
      admin = await registry.actor({ role: 'admin' });
    });
    beforeEach(async () => {
      other = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
      await other.connect();
      await other.query(`set deadlock_timeout = '1min'`); // The gateway's transaction is the one that is ended.
      await other.query('begin');
    });
    afterEach(async () => {
      await other.end();
      expect(registry.masked.splice(0)).toEqual([]);
    });
    afterAll(() => registry?.close());

    /** Two entries, each with a word that no other entry has. */
    async function publishTwo(): Promise<[ids: string[], words: string[]]> {
      const ids = [fresh(), fresh()];
      const words = ids.map((id) =>
        `word${id.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')}`.replace('-', ''),
      );
      for (const [index, agentId] of ids.entries())
        await admin.do(publishAgent, { input: agent({ agentId, name: words[index], visibility: 'public' }) });
      return [ids, words];
    }
    const lockWord = (word: string | undefined) =>
      other.query('select from nofx.search_words where word = $1 for update', [word]);
    const deadlocks = async () => {
      const [row] = await registry.database.asOwner(
        `select deadlocks::int from pg_stat_database where datname = current_database()`,
      );
      return (row as { deadlocks: number }).deadlocks;
    };
    const waits = async () => {
      const rows = await registry.database.asOwner(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length;
    };

    it('both succeed: what Postgres ended is done again', async () => {
      const [ids, [first, second]] = await publishTwo();
      const before = await deadlocks();
      await lockWord(second);
      const items = ids.map((id) => ({ kind: 'AGENT', id }));
      const changing = admin.do(bulkSetVisibility, { input: { items, visibility: 'PRIVATE' } });
      await expect.poll(waits).toBe(1);
      await lockWord(first); // Which the bulk change has; it gives it back when it is ended.
      await other.query('commit');
      expect(await changing).toEqual({ __typename: 'BulkPayload', changedCount: 2 });
      await expect.poll(deadlocks, { timeout: 10_000 }).toBe(before + 1);
    });
  },
);
