import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { countEvents } from '../support/lifecycle.ts';
import { publishAgent, publishTemplate, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const error = '... on Error { code message }';
const stale = '... on StaleVersion { expected actual }';
const incompatible = '... on IncompatibleChange { changes }';
const bulk = (name: string) => `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
  ${name}(input: $input) { __typename ${error} ${stale} ${incompatible} ... on BulkPayload {
    changedCount unchangedCount refusedCount
    items { kind entryId version result { __typename ${error} ${stale} ${incompatible} ... on BulkItemPayload {
      changed entry { slug status statusMessage tags visibility } event { action reason }
      visibilityChange { readableBefore readableAfter versionsShown }
      impact { unresolved { agents agentVersions templates runs } dependents { entryId range before after } }
    } } } } } }`;

describe.skipIf(!hasEngine)('bulk mutations', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('bulky');

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const setStatus = (input: object, actor = admin) => actor.do(bulk('bulkSetStatus'), { input });
  const tag = (input: object, actor = admin) => actor.do(bulk('bulkTag'), { input });
  const archive = (input: object, actor = admin) =>
    actor.do(bulk('bulkArchive'), { input: { reason: 'Old.', ...input } });
  const setVisibility = (input: object, actor = admin) => actor.do(bulk('bulkSetVisibility'), { input });

  const item = (id: string, more: object = {}) => ({ kind: 'AGENT', id, ...more });
  async function agents(count: number, more: object = {}): Promise<string[]> {
    const ids = Array.from({ length: count }, () => fresh());
    for (const agentId of ids) await alice.do(publishAgent, { input: agent({ agentId, ...more }) });
    return ids;
  }
  const seen = async (id: string) =>
    (await admin.ask(`{ agent(agentId: "${id}") { status tags visibility listingOverrides updatedAt } }`)).data.agent;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  const results = (payload: any) => payload.items.map((each: any) => each.result);

  it('change entries of both kinds in one call, with an event for each, in order', async () => {
    const [one = '', two = ''] = await agents(2);
    const templateId = fresh('plan');
    const steps = [{ id: 'only', name: 'Only', agent: one, inputs: { change: '{{ variables.change }}' } }];
    const { manifest } = template({ templateId, supportedAgents: { [one]: '^1.0.0' } });
    await alice.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan: { steps } } } });
    const input = { items: [item(two), { kind: 'TEMPLATE', id: templateId }, item(one)], status: 'DEPRECATED' };
    const done = await setStatus({ ...input, message: 'Use another.' });
    expect(done).toMatchObject({ changedCount: 3, unchangedCount: 0, refusedCount: 0 });
    expect(done.items.map(({ entryId }: { entryId: string }) => entryId)).toEqual([two, templateId, one]);
    expect(results(done)).toMatchObject(
      [two, templateId, one].map((slug) => ({
        changed: true,
        entry: { slug, status: 'DEPRECATED', statusMessage: 'Use another.' },
        event: { action: 'DEPRECATED', reason: 'Use another.' },
      })),
    );
    const log = await registry.database.asOwner(
      `select slug from nofx.registry_events where action = 'DEPRECATED' and slug in ('${one}', '${two}', '${templateId}') order by seq`,
    );
    expect(log).toEqual([{ slug: two }, { slug: templateId }, { slug: one }]);
    expect(await setStatus({ ...input, message: 'Use another.' })).toMatchObject({
      changedCount: 0,
      unchangedCount: 3,
      items: [{ result: { changed: false, event: null, impact: null } }, {}, {}],
    });
  });

  it('change nothing when one item is refused, and name it', async () => {
    const [one = '', two = ''] = await agents(2);
    const status = 'DISABLED';
    expect(await setStatus({ items: [item(one), item('nowhere-at-all'), item(two)], status })).toEqual({
      __typename: 'NotFound',
      code: 'NOT_FOUND',
      message: 'items[1]: Agent "nowhere-at-all" not found in the namespace "default".',
    });
    const guarded = item(two, { expectedCurrentVersion: '9.0.0' });
    expect(await setStatus({ items: [item(one), guarded, item('nowhere-at-all')], status })).toMatchObject({
      __typename: 'StaleVersion',
      expected: '9.0.0',
      actual: '1.0.0',
      message: expect.stringMatching(/^items\[1\]: The current version of .* 1 more item was refused\.$/),
    });
    expect([(await seen(one)).status, (await seen(two)).status]).toEqual(['ACTIVE', 'ACTIVE']);
    expect(await countEvents(registry, one, 'DISABLED')).toBe(0);
  });

  it('change the others in the mode EACH, with a typed error for each refused item', async () => {
    const [one = '', two = '', three = ''] = await agents(3);
    const { updatedAt } = await seen(three);
    const old = '2026-01-01T00:00:00.000Z';
    const done = await setStatus({
      mode: 'EACH',
      status: 'DISABLED',
      items: [
        item(one, { expectedUpdatedAt: old }),
        item('nowhere-at-all'),
        item(two, { expectedCurrentVersion: '0.9.0' }),
        item(three, { expectedUpdatedAt: updatedAt, expectedCurrentVersion: '1.0.0' }),
        { kind: 'TEMPLATE', id: three },
      ],
    });
    expect(done).toMatchObject({ changedCount: 1, unchangedCount: 0, refusedCount: 4 });
    expect(results(done)).toMatchObject([
      { __typename: 'StaleVersion', expected: old, message: expect.stringContaining('was last changed at') },
      { __typename: 'NotFound', code: 'NOT_FOUND' },
      { __typename: 'StaleVersion', expected: '0.9.0', actual: '1.0.0' },
      { __typename: 'BulkItemPayload', changed: true, entry: { status: 'DISABLED' }, event: { action: 'DISABLED' } },
      { __typename: 'NotFound' },
    ]);
    expect([(await seen(one)).status, (await seen(three)).status]).toEqual(['ACTIVE', 'DISABLED']);
  });

  it('show the impact in a dry run, and change nothing', async () => {
    const [used = ''] = await agents(1);
    const [user = ''] = await agents(1, { dependencies: { [used]: '^1.0.0' } });
    const input = { items: [item(used)], status: 'DISABLED', dryRun: true };
    const impact = {
      unresolved: { agents: 1, agentVersions: 1, templates: 0, runs: 0 },
      dependents: [{ entryId: user, range: '^1.0.0', before: '1.0.0', after: null }],
    };
    expect(results(await setStatus(input))).toMatchObject([
      { changed: true, entry: { slug: used, status: 'DISABLED' }, event: null, impact },
    ]);
    expect((await seen(used)).status).toBe('ACTIVE');
    expect(results(await setStatus({ ...input, dryRun: false }))).toMatchObject([{ impact }]);
  });

  it('take effect once for an idempotency key, errors of items included', async () => {
    const [one = ''] = await agents(1);
    const input = {
      items: [item(one), item('nowhere-at-all')],
      status: 'DEPRECATED',
      mode: 'EACH',
      idempotencyKey: `bulk-once-${one}`,
    };
    const first = await setStatus(input);
    await admin.do(setAgentStatus, { input: { id: one, status: 'ACTIVE' } });
    const again = await setStatus(input);
    expect(again).toMatchObject({ changedCount: 1, refusedCount: 1 });
    expect(again.items[1]).toEqual(first.items[1]);
    expect((await seen(one)).status).toBe('ACTIVE');
    expect(await setStatus({ ...input, status: 'DISABLED' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
  });

  it('are for admins, in their own namespace', async () => {
    const [one = ''] = await agents(1);
    const calls = {
      bulkSetStatus: { items: [item(one)], status: 'DISABLED' },
      bulkTag: { items: [item(one)], add: ['x'] },
      bulkArchive: { items: [item(one, { version: '1.0.0' })], reason: 'Old.' },
      bulkSetVisibility: { items: [item(one)], visibility: 'PRIVATE' },
    };
    const stranger = await registry.actor({ role: 'admin', namespace: 'acme' });
    for (const [name, input] of Object.entries(calls)) {
      expect(await alice.do(bulk(name), { input }), name).toMatchObject({ __typename: 'Forbidden' });
      expect(await stranger.do(bulk(name), { input }), name).toMatchObject({ __typename: 'NotFound' });
      expect(await stranger.do(bulk(name), { input: { ...input, namespace: 'default' } }), name).toMatchObject({
        __typename: 'Forbidden',
      });
    }
    expect(await seen(one)).toMatchObject({ status: 'ACTIVE', visibility: 'PUBLIC' });
  });

  it.each([
    ['no items', [], '`items` must contain 1 to 500 items; got 0.'],
    [
      '501 items',
      Array.from({ length: 501 }, (_, n) => item(`many-${n}`)),
      '`items` must contain 1 to 500 items; got 501.',
    ],
    ['an item twice', [item('a-b'), item('c-d'), item('a-b')], '`items[2]` is the same as `items[0]`. Remove one.'],
  ])('refuse %s', async (_, items, message) => {
    const { errors } = await admin.ask(bulk('bulkSetStatus'), { input: { items, status: 'ACTIVE' } });
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('change 500 entries in one call', async () => {
    const [one = ''] = await agents(1);
    const items = [item(one), ...Array.from({ length: 499 }, (_, n) => item(`absent-${n}`))];
    expect(await setStatus({ items, status: 'DEPRECATED', mode: 'EACH' })).toMatchObject({
      changedCount: 1,
      refusedCount: 499,
    });
  });

  it('add and remove tags, which then stay', async () => {
    const [one = '', two = ''] = await agents(2, { tags: ['first', 'Review'] });
    const done = await tag({
      items: [item(one), item(two)],
      add: ['new', 'review'],
      remove: ['FIRST'],
      reason: 'Tidy.',
    });
    expect(results(done)).toMatchObject(
      [one, two].map(() => ({
        entry: { tags: ['Review', 'new'] },
        event: { action: 'LISTING_CHANGED', reason: 'Tidy.' },
      })),
    );
    await alice.do(publishAgent, { input: agent({ agentId: one, version: '1.1.0', tags: ['first', 'other'] }) });
    expect(await seen(one)).toMatchObject({ tags: ['Review', 'new'], listingOverrides: ['TAGS'] });
    expect(await tag({ items: [item(one)], add: ['NEW'] })).toMatchObject({ changedCount: 0, unchangedCount: 1 });
    const many = Array.from({ length: 19 }, (_, n) => `tag-${n}`);
    expect(await tag({ items: [item(two)], add: many })).toMatchObject({
      __typename: 'IncompatibleChange',
      message: `items[0]: ${two} would have 21 tags; the maximum is 20.`,
    });
  });

  it.each([
    [{}, 'Send tags in `add` or `remove`.'],
    [{ add: ['a', 'b'], remove: ['B'] }, 'The tag "b" is in both `add` and `remove`. Remove one.'],
    [{ add: ['a', 'b\nc'] }, '`add[1]` must be one line without spaces at its ends.'],
  ])('refuse the tags %j', async (tags, message) => {
    const { errors } = await admin.ask(bulk('bulkTag'), { input: { items: [item('a-b')], ...tags } });
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('archive versions, several of one entry too, but not the current one', async () => {
    const [one = ''] = await agents(1);
    for (const version of ['1.1.0', '1.2.0']) await alice.do(publishAgent, { input: agent({ agentId: one, version }) });
    const items = ['1.0.0', '1.1.0', '1.2.0', '9.0.0'].map((version) => item(one, { version }));
    expect(await archive({ items })).toMatchObject({
      __typename: 'IncompatibleChange',
      changes: ['version 1.2.0 is the current version'],
      message: expect.stringMatching(/^items\[2\]: /),
    });
    const done = await archive({ items, mode: 'EACH' });
    expect(done).toMatchObject({ changedCount: 2, refusedCount: 2, items: [{ version: '1.0.0' }, {}, {}, {}] });
    expect(results(done)).toMatchObject([
      { event: { action: 'ARCHIVED', reason: 'Old.' } },
      { event: { action: 'ARCHIVED' } },
      { __typename: 'IncompatibleChange' },
      { __typename: 'NotFound', message: `${one} has no version "9.0.0".` },
    ]);
    expect(await countEvents(registry, one, 'ARCHIVED')).toBe(2);
    const { errors } = await admin.ask(bulk('bulkArchive'), {
      input: { items: [item(one, { version: 'one' })], reason: 'Old.' },
    });
    expect(errors?.[0]?.message).toBe('`items[0].version` must be a SemVer 2.0 version such as 1.2.0; got "one".');
  });

  it('make entries private and public, with all versions on request', async () => {
    const [one = '', two = ''] = await agents(2);
    const items = [item(one), item(two)];
    expect(results(await setVisibility({ items, visibility: 'PRIVATE', reason: 'Names.' }))).toMatchObject(
      items.map(() => ({
        entry: { visibility: 'PRIVATE' },
        event: { action: 'VISIBILITY_CHANGED', reason: 'Names.' },
        visibilityChange: { readableBefore: true, readableAfter: false },
      })),
    );
    await alice.do(publishAgent, { input: agent({ agentId: one, version: '1.1.0', visibility: undefined }) });
    expect(results(await setVisibility({ items, visibility: 'PUBLIC' }))).toMatchObject([
      { visibilityChange: { readableAfter: false } },
      { visibilityChange: { readableAfter: true } },
    ]);
    expect(results(await setVisibility({ items, visibility: 'PUBLIC', allVersions: true }))).toMatchObject([
      { changed: true, visibilityChange: { readableAfter: true, versionsShown: ['1.1.0', '1.0.0'] } },
      { changed: false, event: null },
    ]);
  });
});
