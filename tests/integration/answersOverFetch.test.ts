import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposedGateway, compose } from '../../server/compose.ts';
import { type AnswersOverFetch, answersOverFetch } from '../../server/graphql/answers/overFetch.ts';
import { readEnv } from '../../server/open/env.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { hasEngine, openTestDatabase } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { tokenFor } from '../support/token.ts';

const read = 'query ($id: String!) { agent(agentId: $id) { name currentVersion { version } } }';

/** As functions answer: a `Request` comes in, and a `Response` goes out. */
describe.skipIf(!hasEngine)('answers that are kept, for a platform that hands over a Request', () => {
  let folder: string;
  let composed: ComposedGateway;
  let answers: AnswersOverFetch;
  let made = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-fetch-'));
    const database = await openTestDatabase();
    const env = readEnv({ REGISTRY_DATA_DIR: folder, REGISTRY_RATE_LIMITS: 'off' });
    composed = await compose(
      env,
      { db: { ...database.db, close: async () => {} }, migrated: [], release: database.close },
      { log: openLog('info', { write: () => {} }) },
    );
    answers = answersOverFetch(composed.options);
  });
  afterAll(async () => {
    await composed?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const handle = (request: Request) =>
    answers(request, 'http', '/graphql', (begun) => {
      made += 1;
      return composed.gateway.fetch(request, { begun });
    });
  async function send(query: string, variables: object, more: Record<string, string> = {}) {
    const body = JSON.stringify({ query, variables });
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...more };
    return handle(new Request('http://registry.example/graphql', { method: 'POST', headers, body }));
  }
  const get = (id: string, headers: Record<string, string> = {}) =>
    handle(
      new Request(
        `http://registry.example/graphql?${new URLSearchParams({ query: read, variables: JSON.stringify({ id }) })}`,
        { headers },
      ),
    );
  const authorized = async (as?: Parameters<typeof tokenFor>[1]) => ({
    authorization: `Bearer ${await tokenFor(folder, as)}`,
  });
  /** What `work` answers, and how many answers were made for it. */
  async function counted(work: () => Promise<Response>) {
    const before = made;
    const response = await work();
    return {
      status: response.status,
      body: await response.text(),
      etag: response.headers.get('etag'),
      made: made - before,
    };
  }

  it('are sent again for the same POST and the same GET, and 304 for their ETag', async () => {
    const alice = await authorized();
    const published = await send(publishAgent, { input: agent({ agentId: 'kept-one' }) }, alice);
    expect((await published.json()).data.publishAgent.__typename).toBe('PublishAgentPayload');

    const expected = JSON.stringify({ data: { agent: { name: 'Reviewer', currentVersion: { version: '1.0.0' } } } });
    const posts = [
      await counted(() => send(read, { id: 'kept-one' }, alice)),
      await counted(() => send(read, { id: 'kept-one' }, alice)),
    ];
    expect(posts.map(({ status, body, made: times }) => [status, body, times])).toEqual([
      [200, expected, 1],
      [200, expected, 0],
    ]);
    const gets = [await counted(() => get('kept-one', alice)), await counted(() => get('kept-one', alice))];
    expect(gets.map(({ status, body, made: times }) => [status, body, times])).toEqual([
      [200, expected, 1],
      [200, expected, 0],
    ]);
    const same = await counted(() => get('kept-one', { ...alice, 'if-none-match': gets[1]?.etag ?? '' }));
    expect([same.status, same.body, same.made]).toEqual([304, '', 0]);
  });

  it('end with a write, and are of one viewer', async () => {
    const alice = await authorized();
    await send(publishAgent, { input: agent({ agentId: 'kept-two', visibility: 'private' }) }, alice);
    const seen = async (headers: Record<string, string>) =>
      JSON.parse((await counted(() => send(read, { id: 'kept-two' }, headers))).body).data.agent?.currentVersion
        .version;
    const stranger = await authorized({ namespace: 'globex' });
    expect([await seen(alice), await seen(alice), await seen(stranger), await seen({})]).toEqual([
      '1.0.0',
      '1.0.0',
      undefined,
      undefined,
    ]);
    await send(publishAgent, { input: agent({ agentId: 'kept-two', visibility: 'private', version: '1.1.0' }) }, alice);
    expect([await seen(alice), await seen(stranger)]).toEqual(['1.1.0', undefined]);
  });

  it('are made in the ordinary way for a caller who asks for it, and for a token that is refused', async () => {
    const alice = await authorized();
    await counted(() => get('kept-one', alice));
    expect((await counted(() => get('kept-one', { ...alice, 'cache-control': 'no-cache' }))).made).toBe(1);
    const refused = await counted(() => get('kept-one', { authorization: 'Bearer x.y.z' }));
    expect([refused.status, refused.made]).toEqual([401, 1]);
  });
});
