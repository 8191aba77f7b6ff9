import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const id = '6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a11';
const claims = JSON.stringify({
  sub: id,
  role: 'authenticated',
  app_metadata: { registry_role: 'publisher', namespace: 'default' },
});

describe.skipIf(!hasEngine)('data that only the registry writes', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let cursor: string;

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor({ subject: id });
    ({ cursor } = (await alice.do(publishAgent, { input: agent() })).event);
  });
  afterAll(() => registry?.close());

  /** With raw SQL, the publisher's claims and an invented seal; rolled back. */
  const raw = async (statement: string, seal = '') => {
    try {
      await registry.database.asOwner(`begin;
        select set_config('request.jwt.claims', '${claims}', true), set_config('registry.seal', '${seal}', true);
        set local role authenticated;
        ${statement};
        rollback`);
      return 'done';
    } catch (error) {
      await registry.database.asOwner('rollback');
      return (error as { code?: string }).code;
    }
  };
  const ours = `(select id from nofx.agent_registry where slug = 'reviewer')`;
  const version = `insert into nofx.agent_versions (entry_id, version, status, manifest, digest, published_by)
    values (${ours}, '9.0.0', 'ACTIVE', '{}', repeat('0', 64), '${id}')`;
  const event = `insert into nofx.registry_events (type, action, kind, entry_id, slug, namespace, tenant, actor, correlation_id)
    values ('agent.updated', 'PUBLISHED', 'AGENT', ${ours}, 'reviewer', 'default', 'default', '${id}', 'c')`;
  const guessed = createHmac('sha256', '').update(`seal ${claims}`).digest('hex');

  it.each([
    ['a version', version],
    ['an event', event],
    ['the secret', 'select nofx.gateway_secret()'],
    ['the secret’s table', 'select secret from nofx.registry_secret'],
    ['the epoch', 'select epoch from nofx.registry_feed'],
  ])('cannot be written with the SQL of a publisher: %s', async (_, statement) => {
    expect(await raw(statement)).toBe('42501');
    expect(await raw(statement, guessed)).toBe('42501');
  });

  it('does not include the description of an entry, which a publisher may write', async () => {
    expect(await raw(`update nofx.agent_registry set description = 'x' where slug = 'reviewer'`)).toBe('done');
  });

  it('cannot be used to sign a cursor with what can be read', async () => {
    const page = 'query ($after: String) { registryEvents(first: 1, after: $after) { edges { cursor } } }';
    expect((await registry.anyone.ask(page, { after: cursor })).errors).toBeUndefined();
    const [feed] = (await registry.database.asOwner('select epoch::text, epoch_tag from nofx.registry_feed')) as {
      epoch: string;
      epoch_tag: string;
    }[];
    const [seq, tag, mark] = Buffer.from(cursor, 'base64url').toString().split('.');
    for (const key of [feed?.epoch ?? '', feed?.epoch_tag ?? '']) {
      const signed = createHmac('sha256', key).update(`${seq}.${mark}`).digest('base64url').slice(0, 16);
      const forged = Buffer.from(`${seq}.${tag}.${mark}.${signed}`).toString('base64url');
      const { errors } = await registry.anyone.ask(page, { after: forged });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  });

  it('is checked with a secret: a gateway whose database has another one reports it once, and continues', async () => {
    await registry.database.asOwner(`update nofx.registry_secret set secret = decode(repeat('5a', 64), 'hex')`);
    const input = agent({ agentId: 'after-restore' });
    const { errors } = await alice.ask(publishAgent, { input });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    expect(await alice.do(publishAgent, { input })).toMatchObject({ created: true });
  });
});
