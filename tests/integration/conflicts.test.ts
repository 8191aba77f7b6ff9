import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

/** Two concurrent connections: only a native Postgres has them. */
describe.skipIf(!hasEngine || engine !== 'postgres')('during another call', () => {
  let registry: TestRegistry;
  beforeAll(async () => {
    registry = await openRegistry();
  });
  afterAll(() => registry?.close());

  it('with the same key, a call waits, is refused with the advice to retry, and takes effect when it is repeated', async () => {
    const alice = await registry.actor({ subject: '6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a11' });
    const other = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
    await other.connect();
    await other.query('begin');
    await other.query(`insert into nofx.idempotency_keys (actor, operation, key, payload_hash)
      values ('6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a11', 'publishAgent', 'slow-first-1', 'x')`);

    const input = { ...agent({ agentId: 'patient' }), idempotencyKey: 'slow-first-1' };
    const { errors, status } = await alice.ask(publishAgent, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(status).toBe(200);

    await other.query('rollback');
    await other.end();
    expect(await alice.do(publishAgent, { input })).toMatchObject({ created: true });
  });

  it('that holds the entry for too long, a publish is refused as a conflict, and not for what was sent behind the lock', async () => {
    const alice = await registry.actor();
    expect(await alice.do(publishAgent, { input: agent({ agentId: 'held' }) })).toMatchObject({ created: true });
    const other = new pg.Client({ connectionString: registry.database.ownerUrl ?? '' });
    await other.connect();
    await other.query('begin');
    await other.query(`select from nofx.agent_registry where slug = 'held' for update`);

    const input = agent({ agentId: 'held', version: '1.1.0' });
    const { errors } = await alice.ask(publishAgent, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);

    await other.query('rollback');
    await other.end();
    expect(await alice.do(publishAgent, { input })).toMatchObject({ created: true });
  });
});
