import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engine, hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { acknowledged } from '../support/rawSocket.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { openSecondGateway } from '../support/secondGateway.ts';

const following = { query: 'subscription { registryEvents { cursor } }' };
const lock = 20_261;

/** The embedded database has one connection: nothing can be held there while a mutation waits. */
describe.skipIf(!hasEngine || engine !== 'postgres')('a gateway that stops while a mutation is under way', () => {
  let registry: TestRegistry;

  beforeAll(async () => {
    registry = await openRegistry();
    await registry.database.asOwner(`
      create function nofx.wait_for_test() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock(${lock});
        return new;
      end $$`);
    await registry.database.asOwner(
      'create trigger wait_for_test before insert on nofx.agent_registry for each row execute function nofx.wait_for_test()',
    );
  });
  afterAll(() => registry?.close());

  it('answers it on its socket, closes the others at once, and begins nothing new', async () => {
    const gateway = await openSecondGateway(registry);
    const authorization = `Bearer ${await registry.token()}`;
    const [writer, follower] = [await acknowledged(gateway.url, { authorization }), await acknowledged(gateway.url)];
    follower.send({ id: 'follow', type: 'subscribe', payload: following });
    let closing: Promise<void> | undefined;
    await registry.database.onOneConnection(async (run) => {
      await run(`select pg_advisory_lock(${lock})`);
      writer.send({ id: 'write', type: 'subscribe', payload: { query: publishAgent, variables: { input: agent() } } });
      writer.send({ id: 'follow', type: 'subscribe', payload: following });
      const isWaiting = 'select 1 from pg_locks where locktype = $1 and objid = $2::bigint::oid and not granted';
      await expect.poll(() => run(isWaiting, ['advisory', lock])).toHaveLength(1);

      closing = gateway.close();
      expect(await follower.closed).toEqual({ code: 1001, reason: 'Going away' });
      writer.send({ id: 'late', type: 'subscribe', payload: { query: '{ __typename }' } });
      await run(`select pg_advisory_unlock(${lock})`);
    });
    await closing;

    const answer = await writer.next('write');
    expect([answer.id, answer.type, answer.payload.data.publishAgent.__typename]).toEqual([
      'write',
      'next',
      'PublishAgentPayload',
    ]);
    expect(await writer.next('write')).toEqual({ id: 'write', type: 'complete' });
    expect(await writer.closed).toEqual({ code: 1001, reason: 'Going away' });
    await expect(writer.next('late')).rejects.toThrow('The socket is closed.');
    expect(registry.masked).toEqual([]);
  });
});
