import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { readEvents } from '../support/eventSource.ts';
import { type CallOptions, type OpenApiClient, openApiClient } from '../support/openApiClient.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { entryState, exported } from '../support/transfer.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

describe.skipIf(!hasEngine)('the OpenAPI document', () => {
  let registry: TestRegistry;
  let client: OpenApiClient;
  let publisher: string;
  let admin: string;
  const fresh = uniqueNames('described');
  let id = '';

  beforeAll(async () => {
    registry = await openRegistry(() => ({}), { REGISTRY_WEBHOOK_ALLOW_HOSTS: '127.0.0.1' });
    const { body } = await restClient(registry.url, null).get('/api/openapi.json');
    client = openApiClient(body, registry.url);
    publisher = await registry.token();
    admin = await registry.token({ role: 'admin' });
    await does('publishAgent', 201, { body: agent() });
    await does('publishTemplate', 201, { body: template() });
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  async function does(operationId: string, status: number, asked: CallOptions = {}) {
    const told = await client.call(operationId, { token: publisher, ...asked });
    expect({ operationId, status: told.status, body: told.body }).toMatchObject({ status });
    return told;
  }

  describe.each([
    ['Agent', (manifest: object) => agent({ agentId: id, ...manifest })],
    ['Template', (manifest: object) => template({ templateId: id, ...manifest })],
  ] as const)('describes the responses for an %s', (kind, definition) => {
    it('from its first version to its end', async () => {
      id = fresh();
      const path = { id };
      await does(`publish${kind}`, 201, { body: definition({}), headers: { 'idempotency-key': randomUUID() } });
      await does(`publish${kind}`, 200, { body: definition({}) });
      await does(`publish${kind}`, 409, { body: definition({ description: 'Other.' }) });
      await does(`publish${kind}`, 422, { body: definition({ version: 'v1' }) });
      await does(`publish${kind}`, 200, { body: { ...definition({ version: '7.0.0' }), dryRun: true } });
      await does(`publish${kind}`, 201, {
        body: { ...definition({ version: '1.1.0' }), draft: true, commitSha: 'abcdef1' },
      });
      await does(`publish${kind}`, 401, { body: definition({}), token: null });
      await does(`publish${kind}`, 400, { body: { nothing: true } });
      await does(`validate${kind}`, 200, { body: definition({ version: 'v1' }) });
      await does(`validate${kind}`, 200, { body: definition({}) });
      await does(`promote${kind}`, 412, { path, body: { version: '1.1.0', expectedCurrentVersion: '0.1.0' } });
      await does(`promote${kind}`, 200, { path, body: { version: '1.1.0' } });
      await does(`promote${kind}`, 404, { path: { id: 'missing' }, body: { version: '1.1.0' } });
      await does(`list${kind}s`, 200, { query: { first: '2', tags: 'a,b' } });
      await does(`list${kind}s`, 200, { query: { first: '100', orderBy: 'UPDATED_AT', direction: 'DESC' } });
      await does(`list${kind}s`, 400, { query: { first: '0' } });
      await does(`get${kind}`, 200, { path });
      await does(`get${kind}`, 404, { path: { id: 'missing' } });
      await does(`list${kind}Versions`, 200, { path, query: { first: '1' } });
      const version = await does(`get${kind}Version`, 200, { path: { id, version: '1.1.0' }, token: null });
      const etag = version.headers.get('etag') ?? '';
      await does(`get${kind}Version`, 304, {
        path: { id, version: '1.1.0' },
        headers: { 'if-none-match': etag },
        token: null,
      });
      await does(`diff${kind}Versions`, 200, { path, query: { from: '1.0.0', to: '1.1.0' } });
      await does(`diff${kind}Versions`, 400, { path, query: { from: '1.0.0' } });
      await does(`diff${kind}Versions`, 404, { path, query: { from: '1.0.0', to: '9.0.0' } });
      await does(`rollback${kind}`, 403, { path, body: { reason: 'Worse.' } });
      await does(`rollback${kind}`, 200, { path, body: { reason: 'Worse.', dryRun: true }, token: admin });
      await does(`rollback${kind}`, 200, { path, body: { reason: 'Worse.' }, token: admin });
      await does(`set${kind}Status`, 200, {
        path,
        body: { status: 'DEPRECATED', message: 'Use another.' },
        token: admin,
      });
      await does(`set${kind}Compatibility`, 200, { path, body: { compatibility: 'WARN' } });
      await does(`set${kind}Compatibility`, 404, { path: { id: 'missing' }, body: { compatibility: 'WARN' } });
      await does(`set${kind}Visibility`, 400, { path, body: { visibility: 'HIDDEN' } });
      await does(`set${kind}Visibility`, 200, { path, body: { visibility: 'PRIVATE', dryRun: true } });
      await does(`list${kind}Dependencies`, 200, { path });
      await does(`list${kind}Dependencies`, 404, { path: { id: 'missing' } });
      await does(`list${kind}Dependents`, 200, { path, query: { first: '2' } });
      await does(`list${kind}Dependents`, 404, { path: { id: 'missing' } });
      const archived = { version: '1.1.0', reason: 'Superseded.' };
      await does(`archive${kind}Version`, 403, { path, body: archived });
      await does(`archive${kind}Version`, 409, { path, body: { ...archived, version: '1.0.0' }, token: admin });
      await does(`archive${kind}Version`, 200, { path, body: archived, token: admin });
      await does(`unarchive${kind}Version`, 200, { path, body: archived, token: admin });
      await does(`unarchive${kind}Version`, 404, { path, body: { ...archived, version: '9.0.0' }, token: admin });
      const channel = { ...path, name: 'stable' };
      const moved = { version: '1.1.0', reason: 'It is good.' };
      await does(`set${kind}Channel`, 200, { path: channel, body: moved });
      await does(`set${kind}Channel`, 412, { path: channel, body: { ...moved, expectedVersion: '1.0.0' } });
      await does(`set${kind}Channel`, 400, { path: { ...path, name: 'v1' }, body: moved });
      await does(`list${kind}Channels`, 200, { path });
      await does(`list${kind}Channels`, 404, { path: { id: 'missing' } });
      await does(`get${kind}Channel`, 200, { path: channel });
      await does(`get${kind}Channel`, 404, { path: { ...path, name: 'beta' } });
      await does(`get${kind}Version`, 404, { path: { ...path, version: 'stable' } });
      const gate = { minRuns: 1 };
      await does(`set${kind}Channel`, 409, { path: channel, body: { ...moved, version: '1.0.0', gate }, token: admin });
      await does(`remove${kind}Channel`, 403, { path: channel, body: { reason: 'No use.' } });
      await does(`remove${kind}Channel`, 200, { path: channel, body: { reason: 'No use.' }, token: admin });
      await does(`publish${kind}`, 201, { body: { ...definition({ version: '1.2.0' }), draft: true } });
      await does(`discard${kind}Draft`, 200, { path, body: { version: '1.2.0' } });
      await does(`discard${kind}Draft`, 404, { path, body: { version: '1.2.0' } });
      await does('getFile', 200, {
        path: { kind: `${kind.toLowerCase()}s`, id, version: '1.0.0', path: `${kind.toLowerCase()}.json` },
      });
      await does(`remove${kind}`, 403, { path, body: { reason: 'A trial.' } });
      await does(`remove${kind}`, 412, {
        path,
        body: { reason: 'A trial.', expectedCurrentVersion: '9.0.0' },
        token: admin,
      });
      await does(`remove${kind}`, 200, { path, body: { reason: 'A trial.' }, token: admin });
      await does(`remove${kind}`, 404, { path, body: { reason: 'A trial.' }, token: admin });
    });
  });

  it.each(['Agent', 'Template'])('describes the responses for the listing of an %s', async (kind) => {
    const path = { id: kind === 'Agent' ? 'reviewer' : 'review-round' };
    await does(`update${kind}Listing`, 200, { path, body: { tags: ['one'], reset: ['CATEGORY'] } });
    await does(`update${kind}Listing`, 400, { path, body: {} });
    const stale = { tags: ['two'], expectedUpdatedAt: '2026-01-05T09:00:00.000Z' };
    await does(`update${kind}Listing`, 412, { path, body: stale });
    await does(`update${kind}Listing`, 404, { path: { id: 'missing' }, body: { tags: [] } });
  });

  it.each(['Agent', 'Template'])('describes the responses for featuring an %s', async (kind) => {
    const path = { id: kind === 'Agent' ? 'reviewer' : 'review-round' };
    const body = { featured: true };
    await does(`set${kind}Featured`, 403, { path, body });
    await does(`set${kind}Featured`, 200, { path, body, token: admin });
    await does(`list${kind}s`, 200, { query: { featured: 'true' } });
    await does('search', 200, { query: { featured: 'false' } });
    await does(`set${kind}Featured`, 200, { path, body: { featured: false }, token: admin });
    await does(`set${kind}Featured`, 404, { path: { id: 'missing' }, body, token: admin });
    await does(`set${kind}Featured`, 400, { path, body: {}, token: admin });
  });

  it.each(['Agent', 'Template'])('describes the responses for sharing an %s', async (kind) => {
    const id = kind === 'Agent' ? 'reviewer' : 'review-round';
    const path = { id, sharedWith: 'globex' };
    const body = { mayInstantiate: true };
    await does(`share${kind}`, 403, { path, body });
    await does(`share${kind}`, 200, { path, body, token: admin });
    await does(`share${kind}`, 400, { path: { id, sharedWith: 'default' }, body, token: admin });
    await does(`share${kind}`, 404, { path: { ...path, id: 'missing' }, body, token: admin });
    await does(`list${kind}Shares`, 200, { path: { id }, token: admin });
    await does(`list${kind}Shares`, 200, { path: { id }, token: null });
    await does(`list${kind}Shares`, 404, { path: { id: 'missing' } });
    const globex = await registry.token({ namespace: 'globex' });
    await does(`list${kind}Shares`, 200, { path: { id }, query: { namespace: 'default' }, token: globex });
    await does(`list${kind}s`, 200, { query: { sharedWithMe: 'true' }, token: globex });
    const declined = { path: { id }, body: { namespace: 'default', reason: 'Not needed.' } };
    const globexAdmin = await registry.token({ namespace: 'globex', role: 'admin' });
    await does(`decline${kind}Share`, 403, { ...declined, token: globex });
    await does(`decline${kind}Share`, 200, { ...declined, token: globexAdmin });
    await does(`decline${kind}Share`, 404, { ...declined, token: globexAdmin });
    await does(`decline${kind}Share`, 400, { ...declined, token: admin });
    await does(`share${kind}`, 200, { path, body, token: admin });
    await does(`unshare${kind}`, 403, { path, body: {} });
    await does(`unshare${kind}`, 200, { path, body: {}, token: admin });
    await does(`unshare${kind}`, 404, { path, body: {}, token: admin });
  });

  it('describes the responses for many entries', async () => {
    const id = fresh();
    await does('publishAgent', 201, { body: agent({ agentId: id }) });
    const item = { kind: 'AGENT', id };
    const items = [item, { kind: 'TEMPLATE', id: 'review-round' }];
    const nobody = { ...item, id: 'missing' };
    await does('bulkSetStatus', 403, { body: { items, status: 'ACTIVE' } });
    await does('bulkSetStatus', 200, { body: { items, status: 'DEPRECATED', dryRun: true }, token: admin });
    await does('bulkSetStatus', 404, { body: { items: [item, nobody], status: 'ACTIVE' }, token: admin });
    await does('bulkSetStatus', 400, { body: { items: [], status: 'ACTIVE' }, token: admin });
    await does('bulkTag', 200, { body: { items: [item, nobody], add: ['new'], mode: 'EACH' }, token: admin });
    const stale = { ...item, expectedCurrentVersion: '9.0.0' };
    await does('bulkTag', 412, { body: { items: [stale], add: ['newer'] }, token: admin });
    const old = { items: [{ ...item, version: '1.0.0' }], reason: 'Old.' };
    await does('bulkArchive', 409, { body: old, token: admin });
    await does('bulkArchive', 200, { body: { ...old, mode: 'EACH' }, token: admin });
    await does('bulkSetVisibility', 200, { body: { items, visibility: 'PRIVATE', dryRun: true }, token: admin });
  });

  it('describes the responses for a run', async () => {
    const path = { id: 'review-round' };
    await does('instantiateTemplate', 422, { path, body: {} });
    await does('getTemplateLock', 200, { path });
    await does('getTemplateLock', 404, { path: { id: 'missing' } });
    await does('instantiateTemplate', 404, { path: { id: 'missing' }, body: {} });
    await does('instantiateTemplate', 200, { path, body: { variables: { change: 'a' }, dryRun: true } });
    const { body } = await does('instantiateTemplate', 201, { path, body: { variables: { change: 'a' } } });
    await does('getRun', 200, { path: { id: body.run.id } });
    await does('getRunUpgrade', 200, { path: { id: body.run.id } });
    await does('upgradeRun', 200, { path: { id: body.run.id }, body: { dryRun: true } });
    await does('upgradeRun', 422, { path: { id: body.run.id }, body: { variables: { change: 1 } } });
    await does('upgradeRun', 404, { path: { id: randomUUID() }, body: {} });
    const claimed = await does('claimSteps', 200, { body: { worker: 'w', first: 3 } });
    const [{ token, step }] = claimed.body.claims;
    const report = { stepId: step.stepId, status: 'SUCCEEDED', claim: token, outputs: { findings: [] } };
    await does('reportRun', 409, { path: { id: body.run.id }, body: { ...report, claim: randomUUID() } });
    await does('reportRun', 422, { path: { id: body.run.id }, body: { ...report, outputs: {} } });
    await does('reportRun', 200, { path: { id: body.run.id }, body: report });
    const [second] = (await does('claimSteps', 200, { body: { worker: 'w' } })).body.claims;
    const error = { code: 'broke', message: 'It broke.' };
    const failed = { stepId: second.step.stepId, status: 'FAILED', claim: second.token, retry: false, error };
    await does('reportRun', 200, { path: { id: body.run.id }, body: failed });
    await does('cancelRun', 409, { path: { id: body.run.id }, body: {} });
    await does('retryRun', 200, { path: { id: body.run.id }, body: { reason: 'The cause is gone.' } });
    await does('retryRun', 409, { path: { id: body.run.id }, body: {} });
    await does('cancelRun', 200, { path: { id: body.run.id }, body: { reason: 'Wrong branch.' } });
    await does('reportRun', 200, { path: { id: body.run.id }, body: { status: 'CANCELLED' } });
    await does('listRuns', 200, { query: { first: '1' } });
    await does('rateTemplate', 200, { path, body: { rating: 5, comment: 'Good.' } });
    await does('rateTemplate', 404, { path: { id: 'missing' }, body: { rating: 5 } });
  });

  it('describes search results, and refusals', async () => {
    await does('search', 200, { query: { q: 'review' } });
    await does('search', 200, { query: { kinds: 'AGENT,TEMPLATE', first: '50' } });
    await does('listDrafts', 200, { query: { kind: 'AGENT' } });
    await does('listValidationReports', 200, { query: { valid: 'false' } });
    await does('readUsage', 200, { query: { first: '2' }, token: admin });
    await does('readUsage', 403);
    await does('readUsage', 400, { query: { first: '101' }, token: admin });
    await does('getStats', 200, { token: null, query: { days: '7' } });
    await does('getStats', 400, { query: { days: '0' } });
    await does('rateTemplate', 200, { path: { id: 'review-round' }, body: { rating: 4, comment: 'Fine.' } });
    const { body: ratings } = await does('listRatings', 200, { path: { id: 'review-round' } });
    const comment = { id: ratings.items[0].id };
    await does('listRatings', 404, { path: { id: 'missing' } });
    await does('reportComment', 200, { path: comment, body: { reason: 'Spam.' } });
    await does('hideComment', 403, { path: comment, body: { reason: 'Spam.' } });
    await does('hideComment', 200, { path: comment, body: { reason: 'Spam.' }, token: admin });
    await does('showComment', 200, { path: comment, body: { reason: 'It is none.' }, token: admin });
    await does('showComment', 400, { path: { id: 'nothing' }, body: { reason: 'It is none.' }, token: admin });
    await does('getTemplateUsage', 200, { path: { id: 'review-round' }, query: { days: '7' } });
    await does('getTemplateUsage', 404, { path: { id: 'missing' } });
    await does('getAgentUsage', 200, { path: { id: 'reviewer' } });
    await does('getAgentUsage', 400, { path: { id: 'reviewer' }, query: { days: '0' } });
    await does('getNamespaceUsage', 200, { token: admin });
    await does('getNamespaceUsage', 403);
    await does('isLive', 200);
    await does('isReady', 200);
    await does('getMetrics', 200);
    const imported = { id: 'imported', entry: entryState(), versions: [exported('imported', '1.0.0')] };
    await does('importVersions', 200, { token: admin, body: { kind: 'AGENT', ...imported } });
    await does('importVersions', 400, { token: admin, body: { kind: 'AGENT', ...imported, id: '-' } });
    await does('followEvents', 400, { query: { after: 'nonsense' } });
  });

  it('describes webhooks, from the first to the last call', async () => {
    const url = 'https://127.0.0.1/hooks'; // Allowed below, and nothing listens there.
    await does('createWebhook', 403, { body: { url } });
    await does('createWebhook', 400, { token: admin, body: { url: 'http://localhost' } });
    const { body } = await does('createWebhook', 201, { token: admin, body: { url, filter: { kind: 'AGENT' } } });
    await does('createWebhook', 200, { token: admin, body: { url, dryRun: true } });
    const path = { id: body.webhook.id };
    await does('listWebhooks', 200, { token: admin, query: { first: '1' } });
    await does('getWebhook', 200, { token: admin, path });
    await does('getWebhook', 404, { path });
    await does('updateWebhook', 200, { token: admin, path, body: { status: 'PAUSED', description: 'A trial.' } });
    await does('updateWebhook', 400, { token: admin, path, body: { status: 'DISABLED' } });
    await does('rotateWebhookSecret', 200, { token: admin, path, body: {} });
    const { body: tested } = await does('testWebhook', 200, { token: admin, path, body: {} });
    expect(tested.delivery).toMatchObject({ type: 'webhook.test', attempts: [{ statusCode: null }] });
    await does('listWebhookDeliveries', 200, { token: admin, path, query: { status: 'PENDING', first: '5' } });
    await does('listWebhookDeliveries', 404, { path });
    await does('replayWebhook', 200, { token: admin, path, body: { after: '0' } });
    await does('replayWebhook', 400, { token: admin, path, body: {} });
    await does('removeWebhook', 404, { path: { id: randomUUID() }, body: {}, token: admin });
    await does('removeWebhook', 200, { token: admin, path, body: {} });
  });

  it('describes links to the console', async () => {
    const { body } = await does('createConsoleLink', 200, { token: admin, body: { expiresInSeconds: 60 } });
    await does('createConsoleLink', 400, { token: admin, body: { expiresInSeconds: 0 } });
    await does('redeemConsoleLink', 200, { body: { linkCode: body.linkCode } });
    await does('redeemConsoleLink', 404, { body: { linkCode: body.linkCode } });
    await does('redeemConsoleLink', 400, { body: { linkCode: 'x' } });
  });

  it('describes an event', async () => {
    const reader = await readEvents(new URL('/api/events?after=0', registry.url));
    const events = await reader.take(3);
    reader.close();
    for (const { data } of events) client.checkAgainst(JSON.parse(data), 'RegistryEvent');
  });

  // Must be last: every documented operation was called, and succeeded.
  it('contains no operation that was not tested', () => {
    const worked = client.operationIds.filter((each) =>
      [...(client.answered.get(each) ?? [])].some((status) => status < 300),
    );
    expect(client.operationIds.filter((each) => !worked.includes(each))).toEqual(['followEvents', 'exportEntries']);
  });
});
