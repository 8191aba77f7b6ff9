import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate, rateTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const list = `query ($id: String!, $first: Int, $after: String) { template(templateId: $id, namespace: "default") {
  ratings(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id stars comment version author isHidden hiddenReason reportCount reports { reason } } } } } }`;
const comment = 'comment { id comment isHidden hiddenReason reportCount reports { reason } }';
const error = '__typename ... on Error { code message }';
const report = `mutation ($input: ReportCommentInput!) { reportComment(input: $input) { ${error}
  ... on ReportCommentPayload { created ${comment} } } }`;
const hide = `mutation ($input: HideCommentInput!) { hideComment(input: $input) { ${error}
  ... on HideCommentPayload { ${comment} event { action reason before after } } } }`;
const show = `mutation ($input: HideCommentInput!) { showComment(input: $input) { ${error}
  ... on ShowCommentPayload { ${comment} event { action reason before after } } } }`;
const change = (field: string, input: string) =>
  `mutation ($input: ${input}!) { ${field}(input: $input) { __typename ... on Error { message } } }`;
const eventsOf =
  '{ registryEvents(first: 100, filter: { actions: [COMMENT_HIDDEN, COMMENT_SHOWN] }) { edges { node { entryId action reason } } } }';

describe.skipIf(!hasEngine)('comments of ratings', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let viewer: Actor;
  let author: Actor;
  let otherAdmin: Actor;
  const fresh = uniqueNames('commented');

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    viewer = await registry.actor({ role: 'viewer' });
    author = await registry.actor({ role: 'viewer', namespace: 'globex' });
    otherAdmin = await registry.actor({ role: 'admin', namespace: 'globex' });
    await admin.do(publishAgent, { input: agent() });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  async function publish(manifest: object = {}): Promise<string> {
    const templateId = fresh();
    await admin.do(publishTemplate, { input: template({ templateId, ...manifest }) });
    return templateId;
  }
  const rate = (who: Actor, templateId: string, rating: number, more: object = {}) =>
    who.do(rateTemplate, { input: { templateId, namespace: 'default', rating, ...more } });
  const ratings = async (who: Actor, id: string, more: object = {}) =>
    (await who.ask(list, { id, ...more })).data.template.ratings;
  const seen = async (who: Actor, id: string) =>
    (await ratings(who, id)).edges.map(({ node }: { node: { comment: string } }) => node.comment);
  /** A template with one comment, of `author`. */
  async function commented(text = 'Slow.') {
    const templateId = await publish();
    await rate(author, templateId, 2, { comment: text });
    const [{ node }] = (await ratings(viewer, templateId)).edges;
    return { templateId, id: node.id as string };
  }

  it('are listed newest first, in pages, with the version and the author', async () => {
    const templateId = await publish();
    const authors = await Promise.all([1, 2, 3].map(() => registry.actor({ role: 'viewer', namespace: 'globex' })));
    for (const [index, who] of authors.entries())
      await rate(who, templateId, index + 1, { comment: `No. ${index + 1}` });
    await rate(viewer, templateId, 5); // Without a comment.
    const { data } = await (authors[2] as Actor).ask('{ viewer { id } }');
    const first = await ratings(registry.anyone, templateId, { first: 2 });
    expect(first).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true },
      edges: [
        {
          node: {
            ...{ stars: 3, comment: 'No. 3', version: '1.0.0', author: data.viewer.id },
            ...{ isHidden: false, hiddenReason: null, reportCount: 0, reports: [] },
          },
        },
        { node: { comment: 'No. 2' } },
      ],
    });
    const rest = await ratings(registry.anyone, templateId, { first: 2, after: first.pageInfo.endCursor });
    expect(rest).toMatchObject({ pageInfo: { hasNextPage: false }, edges: [{ node: { comment: 'No. 1' } }] });
  });

  it('follow the rating: changed, made private, taken back', async () => {
    const { templateId } = await commented();
    await rate(author, templateId, 4, { comment: 'Better.' });
    expect((await ratings(viewer, templateId)).edges).toMatchObject([{ node: { stars: 4, comment: 'Better.' } }]);
    await rate(author, templateId, 4, { comment: 'Better.', isPrivate: true });
    for (const who of [registry.anyone, admin, author]) expect(await seen(who, templateId)).toEqual([]);
    await rate(author, templateId, 4, { comment: 'Better.' });
    expect(await seen(viewer, templateId)).toEqual(['Better.']);
    await rate(author, templateId, 4);
    expect(await seen(viewer, templateId)).toEqual([]);
  });

  it('are read by those who see the template', async () => {
    const templateId = await publish({ visibility: 'private' });
    await rate(viewer, templateId, 3, { comment: 'Ours.' });
    expect(await seen(admin, templateId)).toEqual(['Ours.']);
    const [{ node }] = (await ratings(viewer, templateId)).edges;
    const byId = async (who: Actor) =>
      (await who.ask('query ($id: ID!) { node(id: $id) { ... on RatingComment { comment } } }', { id: node.id })).data
        .node;
    expect([await byId(viewer), await byId(author), await byId(registry.anyone)]).toEqual([
      { comment: 'Ours.' },
      null,
      null,
    ]);
    const setVisibility = change('setTemplateVisibility', 'SetVisibilityInput');
    await admin.do(setVisibility, { input: { id: templateId, visibility: 'PUBLIC', allVersions: true } });
    expect(await seen(registry.anyone, templateId)).toEqual(['Ours.']);
    await admin.do(setVisibility, { input: { id: templateId, visibility: 'PRIVATE' } });
    expect([await byId(viewer), await byId(author), await byId(registry.anyone)]).toEqual([
      { comment: 'Ours.' },
      null,
      null,
    ]);
  });

  it('are reported once by each reader, to the admins of the template', async () => {
    const { templateId, id } = await commented();
    const reported = await viewer.do(report, { input: { id, reason: 'Rude.' } });
    expect(reported).toMatchObject({ created: true, comment: { reportCount: 1, reports: [{ reason: 'Rude.' }] } });
    expect(await viewer.do(report, { input: { id, reason: 'Again.' } })).toMatchObject({
      created: false,
      comment: { reportCount: 1, reports: [{ reason: 'Rude.' }] },
    });
    await otherAdmin.do(report, { input: { id, reason: 'Wrong.' } });
    const reportsFor = async (who: Actor) => {
      const [{ node }] = (await ratings(who, templateId)).edges;
      expect(node.reportCount).toBe(node.reports.length);
      return node.reports.map(({ reason }: { reason: string }) => reason);
    };
    expect(await reportsFor(admin)).toEqual(['Wrong.', 'Rude.']);
    expect(await reportsFor(otherAdmin)).toEqual(['Wrong.']);
    for (const who of [registry.anyone, author]) expect(await reportsFor(who)).toEqual([]);
  });

  it('are hidden from all but their author and the admins, and shown again; the stars count', async () => {
    const { templateId, id } = await commented();
    const input = { id, reason: 'It insults people.' };
    expect(await admin.do(hide, { input: { ...input, dryRun: true } })).toMatchObject({
      comment: { isHidden: true },
      event: null,
    });
    expect(await seen(viewer, templateId)).toEqual(['Slow.']);
    expect(await admin.do(hide, { input })).toMatchObject({
      comment: { isHidden: true, hiddenReason: 'It insults people.' },
      event: {
        ...{ action: 'COMMENT_HIDDEN', reason: 'It insults people.' },
        ...{ before: { isHidden: false }, after: { isHidden: true } },
      },
    });
    expect(await admin.do(hide, { input })).toMatchObject({ event: null });
    for (const who of [registry.anyone, viewer, otherAdmin]) expect(await seen(who, templateId)).toEqual([]);
    for (const who of [admin, author]) expect(await seen(who, templateId)).toEqual(['Slow.']);
    const { data } = await registry.anyone.ask(
      `{ template(templateId: "${templateId}") { rating { count average } } }`,
    );
    expect(data.template.rating).toEqual({ count: 1, average: 2 });

    await rate(author, templateId, 2); // Taken back, and given again: it stays hidden.
    await rate(author, templateId, 1, { comment: 'Still slow.' });
    expect([await seen(viewer, templateId), await seen(admin, templateId)]).toEqual([[], ['Still slow.']]);

    expect(await admin.do(show, { input: { id, reason: 'It was mended.' } })).toMatchObject({
      comment: { isHidden: false, hiddenReason: null },
      event: { action: 'COMMENT_SHOWN', reason: 'It was mended.' },
    });
    expect(await seen(registry.anyone, templateId)).toEqual(['Still slow.']);
    const told = async (who: Actor) =>
      (await who.ask(eventsOf)).data.registryEvents.edges
        .map(({ node }: { node: { entryId: string; action: string } }) => node)
        .filter((node: { entryId: string }) => node.entryId === templateId)
        .map(({ action }: { action: string }) => action);
    expect(await told(viewer)).toEqual(['COMMENT_HIDDEN', 'COMMENT_SHOWN']);
    for (const who of [registry.anyone, author, otherAdmin]) expect(await told(who)).toEqual([]);
  });

  it('are hidden by admins of the namespace only, and reported by those who see them', async () => {
    const { id } = await commented();
    const input = { id, reason: 'Spam.' };
    expect(await otherAdmin.do(hide, { input })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await viewer.do(hide, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await viewer.do(show, { input })).toMatchObject({ code: 'FORBIDDEN' });
    expect((await registry.anyone.ask(report, { input })).errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED' } },
    ]);
    await admin.do(hide, { input });
    expect(await viewer.do(report, { input })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await viewer.ask(report, { input: { ...input, id: 'nothing' } })).errors).toMatchObject([
      { message: '`id` is not a valid global id. Use the `id` field of an object.' },
    ]);
    expect((await admin.ask(hide, { input: { ...input, reason: ' ' } })).errors).toMatchObject([
      { message: '`reason` must be 1 to 2000 characters without control characters.' },
    ]);
  });

  it('of earlier releases stay in the namespace of their rater', async () => {
    const templateId = await publish();
    await registry.database.asOwner(`insert into nofx.template_ratings (template_id, rater, stars, comment)
      select id, gen_random_uuid(), 1, 'Just for us.' from nofx.template_registry where slug = '${templateId}'`);
    expect(await seen(admin, templateId)).toEqual([]);
  });
});
