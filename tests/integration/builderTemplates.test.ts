import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasEngine } from '../support/database.ts';
import { template } from '../support/definitions.ts';
import { addAgent } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { type RestClient, restClient } from '../support/rest.ts';

describe.skipIf(!hasEngine)('the paths of the template builder', () => {
  let registry: TestRegistry;
  let rest: RestClient;

  beforeAll(async () => {
    registry = await openRegistry();
    rest = restClient(registry.url, await registry.token());
    await addAgent(await registry.actor(), 'reviewer', '1.0.0');
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  it('have the same routes as /api/templates', async () => {
    const published = await rest.post('/builder/templates/publish', template());
    expect(published).toMatchObject({ status: 201, body: { created: true } });
    expect(published.headers.get('location')).toBe('/api/templates/review-round/versions/1.0.0?namespace=default');
    for (const path of ['', '?first=1', '/review-round', '/review-round/versions', '/review-round/versions/1.0.0']) {
      const [builder, api] = [await rest.get(`/builder/templates${path}`), await rest.get(`/api/templates${path}`)];
      expect({ path, status: builder.status, body: builder.body }).toEqual({ path, status: 200, body: api.body });
      expect(builder.headers.get('etag')).toBe(api.headers.get('etag'));
    }
    const created = await rest.post('/builder/templates/review-round/instantiate', { variables: { change: 'a' } });
    expect(created.status).toBe(201);
    expect((await rest.post('/builder/templates/review-round/rate', { rating: 5 })).status).toBe(200);
  });

  it('refuse as these do, and are no other paths', async () => {
    expect(await rest.get('/builder/templates/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
    expect((await rest.get('/builder/templatesx', { accept: 'application/json' })).status).toBe(404);
    expect((await rest.get('/builder/agents', { accept: 'application/json' })).status).toBe(404);
    const anonymous = restClient(registry.url, null);
    expect((await anonymous.post('/builder/templates/publish', template())).status).toBe(401);
  });
});
