import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Artifacts } from '../../src/artifacts/artifacts.ts';
import { lockBlobsForRemoval, releaseBlobs, reserveBlobs, unreferencedBlobs } from '../../src/db/blob.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { remove } from '../support/lifecycle.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { blob, listed, type OpenStore, stores } from '../unit/artifacts/stores.ts';

const sweepArtifacts = `mutation ($input: SweepArtifactsInput!) {
  sweepArtifacts(input: $input) { __typename
    ... on Error { code message }
    ... on SweepArtifactsPayload { checked removed bytes endCursor }
  }
}`;

const old = 48;

describe.skipIf(!hasEngine).each(Object.entries(stores))('a registry with its files in %s', (_, open) => {
  let registry: TestRegistry;
  let store: OpenStore;
  /** The storage of the gateway, which a test can intercept. */
  let artifacts: Artifacts;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('agent');

  beforeAll(async () => {
    registry = await openRegistry();
    store = await open();
    artifacts = { ...store.artifacts };
    Object.assign(registry.services, { artifacts });
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(async () => {
    await growOld();
    await sweep();
  });
  afterEach(() => {
    Object.assign(artifacts, store.artifacts);
    vi.restoreAllMocks();
    expect(registry.masked.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await registry?.close();
    await store?.close();
  });

  const sweep = (input = {}, actor = admin) => actor.do(sweepArtifacts, { input });
  const isThere = async (content: string) => (await store.artifacts.get(blob(content).sha256)) !== null;
  /** Old content that no version references. */
  async function orphan(content: string) {
    await store.artifacts.put([blob(content)]);
    await store.age(blob(content).sha256, old);
  }
  const withFile = (content: string, manifest: Record<string, unknown> = {}) => ({
    ...agent({ agentId: fresh(), ...manifest }),
    files: [{ path: 'prompts/system.md', content }],
  });
  const publish = (definition: ReturnType<typeof agent>, actor = alice, more = {}) =>
    actor.do(publishAgent, { input: { ...definition, ...more } });
  /** Publishes, makes its files old, and removes the reservations of the publish. */
  async function publishLongAgo(definition: ReturnType<typeof agent>, actor = alice, more = {}) {
    expect(await publish(definition, actor, more)).toMatchObject({ __typename: 'PublishAgentPayload' });
    await growOld();
  }
  async function growOld() {
    for (const { sha256 } of await listed(store.artifacts)) await store.age(sha256, old);
    await registry.database.asOwner(
      `update nofx.blob_claims set held_until = now() - interval '1 minute', taken_at = null`,
    );
  }
  async function readFile(definition: ReturnType<typeof agent>, actor = alice) {
    const { agentId, version } = definition.manifest;
    const address = `/api/agents/${agentId}/versions/${version}/files/prompts/system.md`;
    const response = await fetch(new URL(address, registry.url), {
      headers: { authorization: `Bearer ${actor.token}` },
    });
    return response.status === 200 ? response.text() : `HTTP ${response.status}`;
  }

  describe('during a sweep', () => {
    it('removes what no version references, when it is older than a day', async () => {
      await orphan('an orphan');
      await orphan('another orphan');
      await store.artifacts.put([blob('a young orphan')]);
      expect(await sweep()).toMatchObject({ removed: 2, bytes: 'an orphananother orphan'.length, endCursor: null });
      expect([await isThere('an orphan'), await isThere('another orphan'), await isThere('a young orphan')]).toEqual([
        false,
        false,
        true,
      ]);
    });

    it('first reports what it would remove, and removes nothing', async () => {
      await orphan('untouched');
      const { checked, removed, bytes } = await sweep({ dryRun: true });
      expect({ removed, bytes }).toEqual({ removed: 1, bytes: 9 });
      expect(await isThere('untouched')).toBe(true);
      expect(await sweep()).toMatchObject({ checked, removed, bytes });
    });

    it('keeps what is younger than the given age', async () => {
      await orphan('two days old');
      expect(await sweep({ olderThanHours: old + 1 })).toMatchObject({ removed: 0 });
      expect(await sweep({ olderThanHours: old - 1 })).toMatchObject({ removed: 1 });
    });

    it('removes the files of a removed entry, but not those that another entry uses too', async () => {
      const definition = withFile('only of a removed agent');
      const files = [...definition.files, { path: 'prompts/more.md', content: 'of two agents' }];
      await publishLongAgo({ ...definition, files });
      await publishLongAgo(withFile('of two agents'));
      expect(await sweep()).toMatchObject({ removed: 0 });
      expect(await remove(admin, { id: definition.manifest.agentId })).toMatchObject({ versionCount: 1 });
      expect(await sweep()).toMatchObject({ removed: 2 }); // The manifest, which is a file too, and the prompt.
      expect([await isThere('only of a removed agent'), await isThere('of two agents')]).toEqual([false, true]);
      const verified = '{ verifyVersions(kind: AGENT, first: 100) { problems { reason } } }';
      expect((await admin.ask(verified)).data).toEqual({ verifyVersions: { problems: [] } });
      await publishLongAgo(withFile('only of a removed agent'));
      expect(await isThere('only of a removed agent')).toBe(true);
    });

    it('keeps the files of every version: of agents and templates, older ones, private ones, of other namespaces, drafts', async () => {
      const stranger = await registry.actor({ namespace: 'elsewhere' });
      const agentId = fresh();
      const kept = [
        ['first', alice, { agentId, version: '1.0.0' }, {}],
        ['second', alice, { agentId, version: '1.1.0' }, {}],
        ['private', alice, { visibility: 'private' }, {}],
        ['elsewhere', stranger, { visibility: 'private' }, {}],
        ['draft', alice, {}, { draft: true }],
        ['draft elsewhere', stranger, {}, { draft: true }],
      ] as const;
      for (const [content, actor, manifest, more] of kept) {
        await publishLongAgo(withFile(content, manifest), actor, more);
      }
      await publish(agent({ agentId: 'reviewer' }));
      const definition = { ...template(), files: [{ path: 'prompts/tone.md', content: 'of a template' }] };
      expect(await alice.do(publishTemplate, { input: definition })).toMatchObject({ created: true });
      await growOld();
      expect(await sweep()).toMatchObject({ removed: 0 });
      for (const [content] of kept) expect(await isThere(content)).toBe(true);
      expect(await isThere('of a template')).toBe(true);
    });

    it('removes the files of a replaced draft, and keeps those that the new draft shares', async () => {
      const agentId = fresh();
      const draft = (content: string) => ({
        ...agent({ agentId }),
        files: [
          { path: 'prompts/system.md', content: 'shared by drafts' },
          { path: 'assets/a.txt', content },
        ],
      });
      await publishLongAgo(draft('old draft'), alice, { draft: true });
      await publishLongAgo(draft('new draft'), alice, { draft: true });
      expect(await sweep()).toMatchObject({ removed: 1 });
      expect([await isThere('old draft'), await isThere('new draft'), await isThere('shared by drafts')]).toEqual([
        false,
        true,
        true,
      ]);
    });

    it('removes the files of a refused publish', async () => {
      const definition = withFile('never published', { dependencies: { 'not-there': '^1.0.0' } });
      expect(await publish(definition)).toMatchObject({ __typename: 'DependencyUnresolved' });
      expect(await isThere('never published')).toBe(true);
      await growOld();
      await sweep();
      expect(await isThere('never published')).toBe(false);
    });

    it('discards unfinished uploads and old reservations, unless it is a dry run', async () => {
      const discard = vi.spyOn(artifacts, 'discardUnfinished');
      await publishLongAgo(withFile('held for a day'));
      const held = () => registry.database.asOwner('select from nofx.blob_claims');
      await sweep({ dryRun: true });
      expect([discard.mock.calls.length, (await held()).length > 0]).toEqual([0, true]);
      await sweep();
      expect([discard.mock.calls.length, (await held()).length]).toEqual([1, 0]);
      const [[before] = []] = discard.mock.calls;
      expect((Date.now() - Number(before)) / 3_600_000).toBeCloseTo(24, 1);
    });

    it('continues where a call stopped for lack of time', async () => {
      const contents = Array.from({ length: 50 }, (_, index) => `stretch ${index}`);
      for (const content of contents) await orphan(content);
      const all = (await listed(store.artifacts)).length;
      const { list } = store.artifacts;
      let clock = Date.now();
      vi.spyOn(Date, 'now').mockImplementation(() => clock);
      artifacts.list = async (after) => {
        clock += 30_000;
        return list(after);
      };
      const total = { checked: 0, removed: 0 };
      let after: string | null = null;
      do {
        const { checked, removed, endCursor } = await sweep({ after });
        total.checked += checked;
        total.removed += removed;
        after = endCursor;
      } while (after !== null);
      expect(total).toMatchObject({ checked: all, removed: contents.length });
    });

    it('gives the same result for the same key, and refuses the key for another request', async () => {
      await orphan('under a key');
      const idempotencyKey = 'sweep-under-a-key';
      const first = await sweep({ idempotencyKey });
      expect(first).toMatchObject({ removed: 1 });
      await orphan('after the key');
      expect(await sweep({ idempotencyKey })).toEqual(first);
      expect(await isThere('after the key')).toBe(true);
      expect(await sweep({ idempotencyKey, olderThanHours: 30 })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });

    it('reports that storage is unavailable, and catches up the next time', async () => {
      await orphan('while away');
      const unavailable = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      artifacts.remove = () => Promise.reject(unavailable);
      expect((await admin.ask(sweepArtifacts, { input: {} })).errors?.[0]?.extensions.code).toBe(
        'INTERNAL_SERVER_ERROR',
      );
      registry.masked.splice(0);
      Object.assign(artifacts, store.artifacts);
      expect(await sweep()).toMatchObject({ removed: 0 }); // It may still be removed: it is left alone for ten minutes.
      await registry.database.asOwner(`update nofx.blob_claims set taken_at = now() - interval '11 minutes'`);
      expect(await sweep()).toMatchObject({ removed: 1 });
    });
  });

  describe('swept by', () => {
    it.each(['viewer', 'publisher'] as const)('a %s: Forbidden', async (role) => {
      await orphan(`against a ${role}`);
      const actor = await registry.actor({ role });
      expect(await sweep({}, actor)).toMatchObject({ __typename: 'Forbidden' });
      expect(await sweep({ dryRun: true }, actor)).toMatchObject({ __typename: 'Forbidden' });
      expect(await isThere(`against a ${role}`)).toBe(true);
    });

    it.each([
      ['anonymous', {}, 'UNAUTHENTICATED'],
      ['an admin in a hurry', { olderThanHours: 23 }, 'BAD_USER_INPUT'],
      ['an admin with no age', { olderThanHours: -1 }, 'BAD_USER_INPUT'],
      ['an admin with a cursor of their own', { after: '../../etc/passwd' }, 'BAD_USER_INPUT'],
      ['an admin with a short key', { idempotencyKey: 'x' }, 'BAD_USER_INPUT'],
    ])('%s: refused', async (who, input, code) => {
      const actor = who === 'anonymous' ? registry.anyone : admin;
      const { errors } = await actor.ask(sweepArtifacts, { input });
      expect(errors?.[0]?.extensions.code).toBe(code);
    });

    it('anyone is refused by Postgres, whatever the gateway allows', async () => {
      const as = (role: 'viewer' | 'publisher' | 'admin') =>
        ({ kind: 'user', id: '5b2b2f0e-3a1c-4f7e-9a63-7f5f6c1d2e3f', role, namespace: 'default' }) as const;
      const { db } = registry.services;
      const digests = [blob('asked for').sha256];
      for (const role of ['viewer', 'publisher'] as const) {
        for (const query of [unreferencedBlobs(digests), lockBlobsForRemoval(digests), releaseBlobs(digests)]) {
          await expect(db.transact(as(role), (tx) => tx.run<unknown>(query))).rejects.toThrow('Your role');
        }
      }
      await expect(db.transact(as('viewer'), (tx) => tx.run(reserveBlobs(digests)))).rejects.toThrow('Your role');
      await expect(db.read({ kind: 'anonymous' }, unreferencedBlobs(digests))).rejects.toThrow('Your role');
      expect(await db.read(as('admin'), unreferencedBlobs(digests))).toEqual([{ sha256: digests[0] }]);
    });
  });

  describe('swept during a publish', () => {
    it('keeps an orphan that a publish has found until the version exists', async () => {
      await orphan('found again');
      const definition = withFile('found again');
      const swept: unknown[] = [];
      artifacts.put = async (blobs) => {
        await store.artifacts.put(blobs);
        for (const { sha256 } of blobs) await store.age(sha256, old);
        swept.push(await sweep());
      };
      expect(await publish(definition)).toMatchObject({ created: true });
      expect(swept).toMatchObject([{ removed: 0 }]);
      expect(await readFile(definition)).toBe('found again');
    });

    it('lets a publish wait for a removal that has started, and then upload the file again', async () => {
      await orphan('on its way out');
      const definition = withFile('on its way out');
      let published: Promise<unknown> | undefined;
      let waited: unknown;
      artifacts.remove = async (digests) => {
        published = publish(definition);
        waited = await Promise.race([published, pause(300, 'still waiting')]);
        return store.artifacts.remove(digests);
      };
      expect(await sweep()).toMatchObject({ removed: 1 });
      expect(waited).toBe('still waiting');
      expect(await published).toMatchObject({ created: true });
      expect(await readFile(definition)).toBe('on its way out');
    });

    it('does not remove what was reserved between the query and the removal', async () => {
      await orphan('held in time');
      const definition = withFile('held in time');
      const { db } = registry.services;
      let published: Promise<unknown> | undefined;
      vi.spyOn(db, 'read').mockImplementationOnce(async (viewer, query) => {
        const loose = await db.read(viewer, query);
        published = publish(definition);
        await published;
        return loose;
      });
      expect(await sweep()).toMatchObject({ removed: 0 });
      expect(await published).toMatchObject({ created: true });
      expect(await readFile(definition)).toBe('held in time');
    });

    it('asks a publisher to retry for ten minutes after a sweep crashed over one of its files', async () => {
      await orphan('died over');
      const definition = withFile('died over');
      artifacts.remove = () => Promise.reject(new Error('killed'));
      await admin.ask(sweepArtifacts, { input: {} });
      registry.masked.splice(0);
      Object.assign(artifacts, store.artifacts);
      const { errors } = await alice.ask(publishAgent, { input: definition });
      expect(errors?.[0]?.extensions.code).toBe('UNAVAILABLE');
      await registry.database.asOwner(`update nofx.blob_claims set taken_at = now() - interval '11 minutes'`);
      expect(await publish(definition)).toMatchObject({ created: true });
      expect(await readFile(definition)).toBe('died over');
    });

    it('removes each file once during two concurrent sweeps', async () => {
      const contents = Array.from({ length: 30 }, (_, index) => `twice ${index}`);
      for (const content of contents) await orphan(content);
      artifacts.remove = async (digests) => {
        await pause(20);
        return store.artifacts.remove(digests);
      };
      const both = await Promise.all([sweep(), sweep()]);
      expect(both[0].removed + both[1].removed).toBe(contents.length);
      for (const content of contents) expect(await isThere(content)).toBe(false);
    });

    it('never leaves a version without a file, in any order of publish and sweep', { timeout: 60_000 }, async () => {
      const shaky = () => pause(Math.random() * 15);
      artifacts.list = async (after) => {
        const { blobs, next } = await store.artifacts.list(after);
        return { blobs: blobs.map((each) => ({ ...each, putAt: new Date(0) })), next };
      };
      artifacts.remove = async (digests) => {
        await shaky();
        const removed = await store.artifacts.remove(digests);
        await shaky();
        return removed;
      };
      artifacts.put = async (blobs) => {
        await shaky();
        await store.artifacts.put(blobs);
        await shaky();
      };
      let publishing = true;
      const sweeps = (async () => {
        let removed = 0;
        while (publishing) removed += (await sweep()).removed;
        return removed;
      })();
      const definitions = Array.from({ length: 60 }, (_, index) => withFile(`contested ${index % 45}`));
      const publisher = async (mine: typeof definitions) => {
        for (const definition of mine) {
          await store.artifacts.put(definition.files.map(({ content }) => blob(content))); // An orphan for a moment.
          await pause(Math.random() * 100);
          expect(await publish(definition)).toMatchObject({ created: true });
        }
      };
      await Promise.all([0, 1, 2].map((each) => publisher(definitions.filter((_, index) => index % 3 === each))));
      publishing = false;
      expect(await sweeps).toBeGreaterThan(0);
      for (const definition of definitions) expect(await readFile(definition)).toBe(definition.files[0]?.content);
    });
  });

  describe('after a publish', () => {
    it('has a description of the published version beside its files', async () => {
      const definition = withFile('described');
      const { version } = await publish(definition);
      const index = JSON.parse(await store.read(`agents/${definition.manifest.agentId}/1.0.0/bundle.json`));
      expect(index).toMatchObject({ kind: 'AGENT', namespace: 'default', version: '1.0.0', digest: version.digest });
      expect(index.files).toContainEqual({ path: 'prompts/system.md', size: 9, sha256: blob('described').sha256 });
    });

    it('names the namespace in the description when it is not the default one', async () => {
      const stranger = await registry.actor({ namespace: 'team-b' });
      const definition = withFile('described elsewhere');
      await publish(definition, stranger);
      const place = `agents/@team-b/${definition.manifest.agentId}/1.0.0/bundle.json`;
      expect(JSON.parse(await store.read(place))).toMatchObject({ namespace: 'team-b' });
    });

    it('has the description of a draft after its promotion', async () => {
      const definition = withFile('described when promoted');
      await publish(definition, alice, { draft: true });
      const id = definition.manifest.agentId;
      const promoteAgent = 'mutation ($input: PromoteInput!) { promoteAgent(input: $input) { __typename } }';
      expect(await alice.do(promoteAgent, { input: { id, version: '1.0.0' } })).toEqual({
        __typename: 'PublishAgentPayload',
      });
      expect(JSON.parse(await store.read(`agents/${id}/1.0.0/bundle.json`))).toMatchObject({ id, version: '1.0.0' });
    });

    it.each([{ draft: true }, { dryRun: true }])(
      'has no description of a version that is not published: %j',
      async (more) => {
        const definition = withFile('not described');
        await publish(definition, alice, more);
        const path = `agents/${definition.manifest.agentId}/1.0.0/bundle.json`;
        await expect(store.read(path)).rejects.toThrow(path);
      },
    );

    it('has the version even if the description cannot be written', async () => {
      artifacts.describe = () => Promise.reject(new Error('no room'));
      expect(await publish(withFile('without description'))).toMatchObject({ created: true });
    });

    it('returns an error, not the bytes, when a file is damaged', async () => {
      const definition = withFile('an honest prompt');
      await publish(definition);
      await store.damage(blob('an honest prompt').sha256, Buffer.from('an evil prompt'));
      expect(await readFile(definition)).toBe('HTTP 500');
      const { agentId } = definition.manifest;
      const { data, errors } = await alice.ask(
        `{ agent(agentId: "${agentId}") { agentId currentVersion { prompts { content } } } }`,
      );
      expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(data ?? {})).not.toContain('evil');
      expect(registry.masked.splice(0).map(String).join()).toContain(blob('an honest prompt').sha256);
    });
  });
});
