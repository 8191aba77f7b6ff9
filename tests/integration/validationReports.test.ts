import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const validate = (kind: 'Agent' | 'Template') => `mutation ($input: Validate${kind}Input!) {
  validate${kind}(input: $input) { __typename ... on Error { code } ... on ValidatePayload { valid report { id valid manifest } } }
}`;
const failures = `query ($after: String) {
  registryEvents(first: 100, after: $after, filter: {actions: [VALIDATION_FAILED]}) {
    edges { node { type action entryId version report { id manifest issues { code } } } } pageInfo { endCursor }
  }
}`;

describe.skipIf(!hasEngine)('a validation report', () => {
  let registry: TestRegistry;
  let alice: Actor;
  const fresh = uniqueNames('reported');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const failed = async (slug: string, actor = alice) => {
    const { data, errors } = await actor.ask(failures);
    expect(errors).toBeUndefined();
    return data.registryEvents.edges
      .map(({ node }: { node: { entryId: string | null } }) => node)
      .filter(({ entryId }: { entryId: string | null }) => entryId === slug);
  };

  it.each([
    ['Agent', (id: string) => ({ agentId: id, version: 'v1' })],
    ['Template', (id: string) => ({ templateId: id, version: 'v1' })],
  ] as const)('of a broken %s is announced by the feed, and contains the manifest', async (kind, manifestOf) => {
    const slug = fresh();
    const manifest = manifestOf(slug);
    const { data, errors } = await alice.ask(validate(kind), { input: { manifest } });
    expect(errors).toBeUndefined();
    const [, result] = Object.entries(data)[0] as [string, { valid: boolean; report: { id: string } }];
    expect(result).toMatchObject({ valid: false, report: { valid: false, manifest } });
    expect(await failed(slug)).toEqual([
      expect.objectContaining({
        type: `${kind.toLowerCase()}.validation_failed`,
        entryId: slug,
        report: expect.objectContaining({ id: result.report.id, manifest }),
      }),
    ]);
  });

  it('of a valid definition causes no event, and neither does a dry run', async () => {
    const slug = fresh();
    const { manifest, files } = agent({ agentId: slug });
    const { data } = await alice.ask(validate('Agent'), { input: { manifest, files } });
    expect(data.validateAgent).toMatchObject({ valid: true, report: { manifest: { agentId: slug } } });
    const dry = await alice.ask(validate('Agent'), { input: { manifest: { agentId: slug }, dryRun: true } });
    expect(dry.data.validateAgent).toMatchObject({ valid: false, report: null });
    expect(await failed(slug)).toEqual([]);
  });

  it('is filed once for one idempotency key, with one event', async () => {
    const slug = fresh();
    const input = { manifest: { agentId: slug }, idempotencyKey: `validate-${slug}` };
    await alice.ask(validate('Agent'), { input });
    await alice.ask(validate('Agent'), { input });
    expect(await failed(slug)).toHaveLength(1);
  });

  it('is the same for one idempotency key, whatever was published meanwhile, and is not that of another definition', async () => {
    const agentId = fresh();
    const { manifest, files } = agent({ agentId, version: '1.1.0' });
    const ask = (input: object) =>
      alice.do(validate('Agent'), { input: { ...input, idempotencyKey: `same-${agentId}` } });
    const first = await ask({ manifest, files });
    expect(first).toMatchObject({ valid: true });
    await alice.do(publishAgent, { input: agent({ agentId, description: 'Another one.' }) });
    expect(await ask({ manifest, files })).toEqual(first);
    expect(await ask({ manifest: { ...manifest, name: 'Another' }, files })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    const [file] = files;
    expect(await ask({ manifest, files: [{ ...file, content: 'Changed.' }] })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it.each([
    ['that have the same issues', { version: 'v1', name: 'One' }, { version: 'v1', name: 'Two' }],
    ['with half of a character', { version: 'v1', name: '\ud800' }, { version: 'v1', name: '\udfff' }],
  ])('of definitions %s has a key of its own', async (_, one, other) => {
    const agentId = fresh();
    const ask = (manifest: object) =>
      alice.do(validate('Agent'), {
        input: { manifest: { agentId, ...manifest }, idempotencyKey: `other-${agentId}` },
      });
    const first = await ask(one);
    expect(first).toMatchObject({ valid: false });
    expect(await ask(one)).toEqual(first);
    expect(await ask(other)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('of a viewer is filed, and causes no event', async () => {
    const slug = fresh();
    const viewer = await registry.actor({ role: 'viewer' });
    const { data, errors } = await viewer.ask(validate('Agent'), { input: { manifest: { agentId: slug } } });
    expect(errors).toBeUndefined();
    expect(data.validateAgent).toMatchObject({ valid: false });
    expect(await failed(slug)).toEqual([]);
  });

  it('of a refused publish contains the manifest, without its secrets', async () => {
    const slug = fresh();
    const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
    const base = agent({ agentId: slug });
    const manifest = {
      ...(base.manifest as object),
      metadata: { note: `use ${token} here`, password: 'hunter2hunter2', apiKey: '${secret:API_KEY}' },
    };
    await alice.ask(publishAgent, { input: { ...base, manifest } });
    const [{ report }] = await failed(slug);
    expect(report.manifest.metadata).toEqual({
      note: 'use (hidden) here',
      password: '(hidden)',
      apiKey: '${secret:API_KEY}',
    });
    expect(JSON.stringify(report)).not.toContain(token);
  });

  it('omits a manifest that is larger than 64 KiB, and stores what jsonb cannot represent', async () => {
    const large = fresh();
    await alice.ask(validate('Agent'), { input: { manifest: { agentId: large, description: 'a '.repeat(40_000) } } });
    expect((await failed(large))[0].report.manifest).toBe(null);
    const odd = fresh();
    const { errors } = await alice.ask(validate('Agent'), {
      input: { manifest: { agentId: odd, name: 'NUL \0 inside' } },
    });
    expect(errors).toBeUndefined();
    expect((await failed(odd))[0].report.manifest.name).toBe('NUL \ufffd inside');
  });
});
