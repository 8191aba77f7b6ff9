import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** An embedded database has one connection. */
describe.skipIf(!hasEngine || engine !== 'postgres')('the list of words of searches', () => {
  let registry: TestRegistry;
  let client: pg.Client;
  beforeAll(async () => {
    registry = await openRegistry();
    client = new pg.Client({ connectionString: registry.database.url ?? '' });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await registry?.close();
  });

  it('cannot be locked by a caller with SQL, so that others could not publish', async () => {
    const alice = await registry.actor();
    // The key of the lock that publishes took before the table itself was locked.
    await client.query(
      `begin; set local role anon; select pg_advisory_xact_lock(hashtext('nofx.search_words')::bigint)`,
    );
    const { publishAgent: published } = (await alice.ask(publishAgent, { input: agent() })).data;
    expect(published).toMatchObject({ __typename: 'PublishAgentPayload', created: true });
    await client.query('rollback; begin; set local role anon');
    await expect(client.query('lock table nofx.search_words in access share mode')).rejects.toThrow(
      /permission denied/,
    );
    await client.query('rollback');
  });
});
