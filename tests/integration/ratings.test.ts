import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Actor, actorAt } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { instantiateTemplate, publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const setTemplateStatus = `mutation ($input: SetStatusInput!) { setTemplateStatus(input: $input) { __typename } }`;
const ratingOf = `query ($id: String!, $namespace: String) {
  template(templateId: $id, namespace: $namespace) { rating { average count mine distribution { stars count } } } }`;
const usageOf = `query ($id: String!, $days: Int) {
  template(templateId: $id) { usage(days: $days) { days runs succeeded failed successRate p50Seconds p95Seconds lastUsedAt perDay { date count } } } }`;
const ratedEvents = `{ registryEvents(first: 100, filter: { actions: [RATED] }) { edges { node { entryId actor reason before after } } } }`;

describe.skipIf(!hasEngine)('ratings and usage', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let viewer: Actor;
  let stranger: Actor;
  const fresh = uniqueNames('rated');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    viewer = await registry.actor({ role: 'viewer' });
    stranger = await registry.actor({ role: 'viewer', namespace: 'globex' });
    await publisher.do(publishAgent, { input: agent() });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  async function publish(more: object = {}): Promise<string> {
    const templateId = fresh();
    await publisher.do(publishTemplate, { input: template({ templateId, ...more }) });
    return templateId;
  }
  /** A run of `default` that was created that long ago. */
  const runBefore = (templateId: string, status: string, ago: string) =>
    registry.database.asOwner(`insert into nofx.runs (namespace, template_id, template_version_id, created_by, status, created_at)
      select namespace, id, current_version_id, gen_random_uuid(), '${status}', now() - interval '${ago}'
      from nofx.template_registry where slug = '${templateId}'`);
  const rate = (who: Actor, input: object) => who.do(rateTemplate, { input });
  const seenBy = async (who: Actor, id: string) =>
    (await who.ask(ratingOf, { id, namespace: 'default' })).data.template.rating;

  it('have no average without a rating', async () => {
    const id = await publish();
    expect(await seenBy(registry.anyone, id)).toMatchObject({ average: null, count: 0, mine: null });
  });

  it('count one rating per user, in any namespace: the last one', async () => {
    const templateId = await publish();
    expect(await rate(viewer, { templateId, rating: 2, comment: 'Slow.' })).toMatchObject({
      template: { templateId },
      rating: { average: 2, count: 1, mine: 2 },
      event: {
        action: 'RATED',
        type: 'template.updated',
        entryId: templateId,
        reason: 'Slow.',
        before: null,
        after: { rating: 2 },
      },
    });
    expect(await rate(stranger, { templateId, rating: 5 })).toMatchObject({
      rating: { average: 3.5, count: 2, mine: 5 },
    });
    expect(await rate(viewer, { templateId, rating: 4 })).toMatchObject({
      rating: { average: 4.5, count: 2, mine: 4 },
      event: { reason: null, before: { rating: 2 }, after: { rating: 4 } },
    });
    expect(await seenBy(registry.anyone, templateId)).toEqual({
      average: 4.5,
      count: 2,
      mine: null,
      distribution: [
        { stars: 5, count: 1 },
        { stars: 4, count: 1 },
        { stars: 3, count: 0 },
        { stars: 2, count: 0 },
        { stars: 1, count: 0 },
      ],
    });
  });

  it('add nothing to the log when the rating does not change', async () => {
    const templateId = await publish();
    const input = { templateId, rating: 3, comment: 'Fine.' };
    expect((await rate(viewer, input)).event).not.toBeNull();
    expect(await rate(viewer, input)).toMatchObject({ rating: { count: 1, mine: 3 }, event: null });
  });

  it('are counted correctly for one user and for many at once', async () => {
    const templateId = await publish();
    const crowd = await Promise.all(Array.from({ length: 6 }, () => registry.actor({ role: 'viewer' })));
    await Promise.all(
      [...crowd, ...crowd, viewer, viewer, viewer].map((who, index) =>
        rate(who, { templateId, rating: (index % 5) + 1 }),
      ),
    );
    const { count, distribution } = await seenBy(registry.anyone, templateId);
    expect(count).toBe(7);
    expect(
      await registry.database.asOwner(
        `select stars, count(*)::integer as count from nofx.template_ratings where template_id =
        (select id from nofx.template_registry where slug = '${templateId}') group by stars order by stars desc`,
      ),
    ).toEqual(distribution.filter((each: { count: number }) => each.count > 0));
  });

  it('reveal who rated, and why, in the rater’s own namespace only', async () => {
    const templateId = await publish();
    await rate(stranger, { templateId, rating: 1, comment: 'Broke our build.' });
    const seen = async (who: Actor) =>
      (await who.ask(ratedEvents)).data.registryEvents.edges
        .map((edge: { node: { entryId: string } }) => edge.node)
        .filter((node: { entryId: string }) => node.entryId === templateId);
    expect(await seen(stranger)).toMatchObject([{ reason: 'Broke our build.', after: { rating: 1 } }]);
    for (const who of [registry.anyone, publisher, viewer]) expect(await seen(who)).toEqual([]);
    const { data } = await publisher.ask(
      `{ template(templateId: "${templateId}") { events(first: 50) { edges { node { action } } } } }`,
    );
    expect(JSON.stringify(data)).not.toContain('RATED');
  });

  it('are refused for hidden and for disabled entries', async () => {
    const hidden = await publish({ visibility: 'private' });
    expect(await rate(stranger, { templateId: hidden, namespace: 'default', rating: 1 })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await rate(viewer, { templateId: hidden, rating: 5 })).toMatchObject({ rating: { count: 1 } });
    const off = await publish();
    const admin = await registry.actor({ role: 'admin' });
    await admin.do(setTemplateStatus, { input: { id: off, status: 'DISABLED', message: 'Wrong.' } });
    expect(await rate(viewer, { templateId: off, rating: 5 })).toMatchObject({ code: 'NOT_FOUND' });
    const sketch = fresh();
    await publisher.do(publishTemplate, { input: { ...template({ templateId: sketch }), draft: true } });
    expect(await rate(publisher, { templateId: sketch, rating: 5 })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await rate(viewer, { templateId: 'not-there', rating: 5 })).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are refused without a role', async () => {
    const templateId = await publish();
    const claims = { role: 'authenticated', aud: 'authenticated', app_metadata: { namespace: 'default' } };
    const noRole = actorAt(
      registry.url,
      await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(randomUUID())
        .setExpirationTime('1h')
        .sign(registry.secret),
    );
    expect(await rate(noRole, { templateId, rating: 5 })).toMatchObject({ __typename: 'Forbidden' });
    const { errors } = await registry.anyone.ask(rateTemplate, { input: { templateId, rating: 5 } });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it.each([
    ['no stars', { rating: 0 }],
    ['six stars', { rating: 6 }],
    ['a comment of 2,001 characters', { rating: 5, comment: 'x'.repeat(2_001) }],
    ['a blank comment', { rating: 5, comment: '  ' }],
    ['a token in the comment', { rating: 5, comment: `Use ghp_${'a1B2c3D4e5'.repeat(4).slice(0, 36)}` }],
    ['a password in the comment', { rating: 5, comment: 'The password: hunter2Zebra!9q' }],
    ['an idempotency key that is too short', { rating: 5, idempotencyKey: 'short' }],
  ])('are refused for %s', async (what, input) => {
    const templateId = await publish();
    const { errors, status } = await viewer.ask(rateTemplate, { input: { templateId, ...input } });
    expect([errors?.[0]?.extensions.code, status]).toEqual([
      'BAD_USER_INPUT',
      what === 'a token in the comment' ? 400 : 200, // A token is refused before anything is executed.
    ]);
    expect(await seenBy(viewer, templateId)).toMatchObject({ count: 0 });
  });

  it('take effect once for one idempotency key', async () => {
    const templateId = await publish();
    const idempotencyKey = randomUUID();
    const first = await rate(viewer, { templateId, rating: 4, idempotencyKey });
    expect(await rate(viewer, { templateId, rating: 4, idempotencyKey })).toEqual(first);
    expect(await rate(viewer, { templateId, rating: 5, idempotencyKey })).toMatchObject({
      __typename: 'IdempotencyKeyReused',
    });
  });

  it('can be previewed by a dry run, which stores nothing', async () => {
    const templateId = await publish();
    expect(await rate(viewer, { templateId, rating: 4, dryRun: true })).toMatchObject({
      rating: { average: 4, count: 1, mine: 4 },
      event: null,
    });
    expect(await seenBy(viewer, templateId)).toMatchObject({ average: null, count: 0, mine: null });
  });

  it('are read for a list with one statement each', async () => {
    for (let made = 0; made < 3; made += 1) await publish();
    const ask = () =>
      viewer.ask(
        `{ templates(first: 20) { edges { node { rating { average count mine } usage { runs perDay { count } } week: usage(days: 7) { runs } } } } }`,
      );
    registry.statements();
    const { data } = await ask();
    expect(data.templates.edges.length).toBeGreaterThan(3);
    // The list, the ratings, and the usage for each number of days.
    expect(registry.statements()).toHaveLength(4);
  });

  it('count the runs of the viewer’s own namespace by day', async () => {
    const templateId = await publish();
    const other = await registry.actor({ namespace: 'globex' });
    const run = async (who: Actor) =>
      (await who.do(instantiateTemplate, { input: { templateId, namespace: 'default', variables: { change: 'x' } } }))
        .run.id;
    const usage = async (who: Actor, days?: number) =>
      (await who.ask(usageOf, { id: templateId, days })).data.template.usage;

    expect(await usage(viewer)).toEqual({
      ...{ days: 30, runs: 0, succeeded: 0, failed: 0, successRate: null, p50Seconds: null, p95Seconds: null },
      ...{ lastUsedAt: null, perDay: [] },
    });
    await run(publisher);
    await run(other);
    await runBefore(templateId, 'SUCCEEDED', '0');
    await runBefore(templateId, 'FAILED', '6 days');
    await runBefore(templateId, 'SUCCEEDED', '90 days');

    const month = await usage(viewer);
    expect(month).toMatchObject({ days: 30, runs: 3, succeeded: 1, failed: 1, perDay: [{ count: 1 }, { count: 2 }] });
    expect(month.perDay[1].date).toBe(month.lastUsedAt.slice(0, 10));
    expect(await usage(viewer, 365)).toMatchObject({ runs: 4, perDay: [{ count: 1 }, { count: 1 }, { count: 2 }] });
    expect(await usage(viewer, 1)).toMatchObject({ days: 1, runs: 2, failed: 0 });
    expect(await usage(other)).toMatchObject({ runs: 1, perDay: [{ count: 1 }] });
    expect(await usage(registry.anyone)).toMatchObject({ runs: 0, lastUsedAt: null });
  });

  it('tell the success rate and the durations, of a template and of each of its versions', async () => {
    const templateId = await publish();
    const ended = (status: string, seconds: number, ago: string) =>
      registry.database.asOwner(`insert into nofx.runs (namespace, template_id, template_version_id, created_by, status, created_at, started_at, finished_at)
        select namespace, id, current_version_id, gen_random_uuid(), '${status}', at, at, at + interval '${seconds} s'
        from nofx.template_registry, (select now() - interval '${ago}' as at) as time where slug = '${templateId}'`);
    for (let seconds = 1; seconds <= 20; seconds += 1)
      await ended(seconds <= 5 ? 'FAILED' : 'SUCCEEDED', seconds, '5 days');
    await publisher.do(publishTemplate, { input: template({ templateId, version: '1.1.0' }) });
    await ended('SUCCEEDED', 101, '20 days');
    await ended('CANCELLED', 9_999, '5 days');
    await ended('QUEUED', 9_999, '5 days');

    const fields = 'runs succeeded failed successRate p50Seconds p95Seconds';
    const windows = [1, 7, 30, 90].map((days) => `d${days}: usage(days: ${days}) { ${fields} }`).join(' ');
    const { data } = await viewer.ask(
      `query ($id: String!) { template(templateId: $id) { ${windows}
        old: version(version: "1.0.0") { usage { ${fields} } } new: version(version: "1.1.0") { usage { ${fields} } } } }`,
      { id: templateId },
    );
    const { d1, d7, d30, d90, old, new: newer } = data.template;
    const none = { runs: 0, succeeded: 0, failed: 0, successRate: null, p50Seconds: null, p95Seconds: null };
    expect(d1).toEqual(none);
    expect(d7).toEqual({ runs: 22, succeeded: 15, failed: 5, successRate: 0.75, p50Seconds: 10.5, p95Seconds: 19.05 });
    const month = { runs: 23, succeeded: 16, failed: 5, successRate: 16 / 21, p50Seconds: 11, p95Seconds: 20 };
    expect([d30, d90]).toEqual([month, month]);
    expect(old.usage).toEqual({ ...d7, runs: 20 });
    expect(newer.usage).toEqual({ runs: 3, succeeded: 1, failed: 0, successRate: 1, p50Seconds: 101, p95Seconds: 101 });
    const stranger = await registry.actor({ namespace: 'globex' });
    expect((await stranger.ask(usageOf, { id: templateId, days: 30 })).data.template?.usage ?? none).toMatchObject(
      none,
    );
  });

  it('include the last use of a template, however long ago', async () => {
    const templateId = await publish();
    await runBefore(templateId, 'SUCCEEDED', '800 days');
    const { data } = await viewer.ask(usageOf, { id: templateId, days: 365 });
    expect(data.template.usage).toMatchObject({ runs: 0, perDay: [] });
    expect(Date.parse(data.template.usage.lastUsedAt)).toBeLessThan(Date.now() - 799 * 86_400_000);
  });

  it('have a cost that limits lists over a year', async () => {
    const list = (days: number) =>
      `{ templates(first: 100) { edges { node { usage(days: ${days}) { runs perDay { date count } } } } } }`;
    expect((await viewer.ask(list(30))).errors).toBeUndefined();
    const twice = `{ a: templates(first: 100) { edges { node { usage(days: 365) { runs } } } }
      b: templates(first: 100) { edges { node { usage(days: 365) { runs } } } } }`;
    expect((await viewer.ask(twice)).errors?.[0]?.extensions.code).toBe('QUERY_TOO_COMPLEX');
  });

  it.each([0, -1, 366])('are refused for %s days', async (days) => {
    const { errors } = await viewer.ask(usageOf, { id: await publish(), days });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
