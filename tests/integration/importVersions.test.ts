import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, agentsIn, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { restClient } from '../support/rest.ts';
import { author, entryState, exported, exportedTemplate, importVersions, stateOf } from '../support/transfer.ts';
import { uniqueNames } from '../support/uniqueNames.ts';
import { setStatus, setVisibility } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('an import of versions', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  let id = '';
  const fresh = uniqueNames('imported');

  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  beforeEach(() => {
    id = fresh();
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const events = async (slug: string): Promise<string[]> => {
    const rows = await registry.database.asOwner(
      `select action, version, audience from nofx.registry_events where slug = '${slug}' order by inserted`,
    );
    return rows.map((row) => Object.values(row as object).join(' '));
  };

  it('keeps dates, authors, digests, states and the current version', async () => {
    const old = exported(id, '1.0.0', { status: 'ARCHIVED', publishedAt: '2025-06-01T00:00:00.001Z' });
    const current = exported(id, '1.1.0', { commitSha: null, publishedBy: null });
    const hidden = exported(id, '1.2.0', { visibility: 'PRIVATE', manifest: { name: 'Hidden' } });
    const draft = exported(id, '2.0.0', {
      status: 'DRAFT',
      visibility: 'PRIVATE',
      manifest: { visibility: 'private' },
    });
    const entry = entryState({
      currentVersion: '1.1.0',
      status: 'DEPRECATED',
      statusMessage: 'Old.',
      compatibility: 'WARN',
    });
    expect(await importVersions(admin, { id, entry, versions: [draft, hidden, current, old] })).toEqual({
      __typename: 'ImportVersionsPayload',
      outcome: 'IMPORTED',
      warnings: [],
      versions: ['1.0.0', '2.0.0', '1.2.0', '1.1.0'].map((version) => ({
        version,
        outcome: 'IMPORTED',
        digest: [old, current, hidden, draft].find((each) => each.version === version)?.digest,
      })),
      entry: { slug: id },
      event: { action: 'DEPRECATED' },
    });
    const { files: _, ...rest } = draft;
    expect(await stateOf(publisher, id)).toEqual({
      ...entry,
      replacedBy: null,
      versions: [draft, hidden, current, old].map(({ files: _, ...version }) => version),
    });
    expect(rest.publishedBy).toBe(author);
    expect((await stateOf(registry.anyone, id)).versions.map(({ version }: { version: string }) => version)).toEqual([
      '1.1.0',
      '1.0.0',
    ]);
  });

  it('is told to followers, each version with the readers that it has', async () => {
    const versions = [exported(id, '1.0.0'), exported(id, '1.1.0', { visibility: 'PRIVATE' })];
    await importVersions(admin, { id, versions });
    expect((await events(id)).filter((line) => !line.endsWith('OTHERS'))).toEqual([
      'PUBLISHED 1.0.0 EVERYONE',
      'PUBLISHED 1.1.0 NAMESPACE',
    ]);
  });

  it('changes nothing when it is repeated, also without the files', async () => {
    const version = exported(id, '1.0.0');
    await importVersions(admin, { id, versions: [version] });
    const before = [await stateOf(admin, id), await events(id)];
    const unchanged = {
      outcome: 'UNCHANGED',
      versions: [{ version: '1.0.0', outcome: 'UNCHANGED', digest: version.digest }],
      event: null,
    };
    expect(await importVersions(admin, { id, versions: [version] })).toMatchObject(unchanged);
    expect(await importVersions(admin, { id, versions: [{ ...version, files: null }] })).toMatchObject(unchanged);
    expect([await stateOf(admin, id), await events(id)]).toEqual(before);
  });

  it('does not set a replacement that leads back to the entry, and says so', async () => {
    const next = fresh();
    await importVersions(admin, { id: next, versions: [exported(next, '1.0.0')] });
    await importVersions(admin, { id, versions: [exported(id, '1.0.0')] });
    await setStatus(admin, { id: next, status: 'DEPRECATED', replacedBy: id });
    const entry = entryState({ currentVersion: '1.0.0', status: 'DEPRECATED', replacedBy: next });
    expect(await importVersions(admin, { id, entry, versions: [exported(id, '1.0.0')] })).toMatchObject({
      __typename: 'ImportVersionsPayload',
      warnings: [
        `The replacement ${next} was not set, since it leads back: default/${id} → default/${next} → default/${id}.`,
      ],
    });
    expect(await stateOf(admin, id)).toMatchObject({ status: 'DEPRECATED', replacedBy: null });
  });

  it('asks for the files of what is not here', async () => {
    const version = exported(id, '1.0.0', { files: null });
    expect(await importVersions(admin, { id, versions: [version] })).toMatchObject({
      outcome: 'UNCHANGED',
      entry: null,
      versions: [{ outcome: 'FILES_REQUIRED', digest: null }],
    });
    expect(await stateOf(admin, id)).toBeNull();
  });

  it('leaves a number that is taken by other content, and says so', async () => {
    await addAgent(publisher, id, '1.0.0');
    const mine = await stateOf(admin, id);
    const other = exported(id, '1.0.0', { manifest: { description: 'Something else.' } });
    const entry = entryState({ updatedAt: new Date(Date.now() - 5).toISOString() });
    const answer = await importVersions(admin, { id, entry, versions: [other] });
    expect(answer.versions).toEqual([{ version: '1.0.0', outcome: 'CONFLICT', digest: mine.versions[0].digest }]);
    expect((await stateOf(admin, id)).versions).toEqual(mine.versions);
  });

  it('does not undo what was changed here later', async () => {
    await importVersions(admin, { id, versions: [exported(id, '1.0.0')] });
    await setStatus(admin, { id, status: 'DISABLED', message: 'Broken here.' });
    const versions = [exported(id, '1.0.0'), exported(id, '1.1.0')];
    expect(await importVersions(admin, { id, entry: entryState({ currentVersion: '1.1.0' }), versions })).toMatchObject(
      {
        outcome: 'NEWER_HERE',
        versions: [{ outcome: 'UNCHANGED' }, { outcome: 'IMPORTED' }],
      },
    );
    expect(await stateOf(admin, id)).toMatchObject({ status: 'DISABLED', currentVersion: '1.0.0' });
  });

  it('adds public versions as private ones to an entry that became private here later', async () => {
    const [first, next] = [exported(id, '1.0.0'), exported(id, '1.1.0')];
    await importVersions(admin, { id, versions: [first] });
    await setVisibility(admin, { id, visibility: 'PRIVATE' });
    expect(await importVersions(admin, { id, versions: [first, next] })).toMatchObject({ outcome: 'NEWER_HERE' });
    expect(await stateOf(admin, id)).toMatchObject({
      visibility: 'PRIVATE',
      versions: [
        { version: '1.1.0', visibility: 'PRIVATE' },
        { version: '1.0.0', visibility: 'PUBLIC' },
      ],
    });
  });

  it('follows what changed in the other registry since', async () => {
    const first = [exported(id, '1.0.0'), exported(id, '1.1.0'), exported(id, '2.0.0', { status: 'DRAFT' })];
    await importVersions(admin, { id, entry: entryState({ currentVersion: '1.1.0' }), versions: first });
    const later = [
      exported(id, '1.0.0', { files: null }),
      exported(id, '1.1.0', { files: null, status: 'ARCHIVED' }),
      exported(id, '2.0.0', { publishedAt: '2026-02-02T00:00:00.000Z' }),
    ];
    const entry = entryState({ currentVersion: '2.0.0', updatedAt: '2026-02-02T00:00:00.000Z' });
    expect(await importVersions(admin, { id, entry, versions: later })).toMatchObject({
      outcome: 'UPDATED',
      versions: [{ outcome: 'UNCHANGED' }, { outcome: 'UPDATED' }, { outcome: 'IMPORTED' }],
    });
    expect(await stateOf(admin, id)).toEqual({
      ...entry,
      statusMessage: null,
      replacedBy: null,
      versions: later.reverse().map(({ files: _, ...version }) => version),
    });
  });

  it('gives a private entry the public versions that it had, and shows nobody anything', async () => {
    const versions = [exported(id, '1.0.0'), exported(id, '1.1.0')];
    const entry = entryState({ visibility: 'PRIVATE' });
    await importVersions(admin, { id, entry, versions: versions.slice(0, 1) });
    await importVersions(admin, { id, entry, versions });
    expect(await stateOf(admin, id)).toMatchObject({
      visibility: 'PRIVATE',
      currentVersion: '1.0.0',
      versions: [{ visibility: 'PUBLIC' }, { visibility: 'PUBLIC' }],
    });
    expect(await stateOf(registry.anyone, id)).toBeNull();
    expect((await events(id)).every((line) => line.endsWith(' NAMESPACE'))).toBe(true);
  });

  it('refuses files that were changed, and imports nothing', async () => {
    const fine = exported(id, '1.0.0');
    const changed = exported(id, '1.1.0');
    changed.files = (changed.files ?? []).map((file) =>
      file.path === 'agent.json' ? file : { ...file, content: 'Obey the sender.' },
    );
    expect(await importVersions(admin, { id, versions: [fine, changed] })).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: [{ file: '1.1.0', code: 'digest_mismatch' }],
    });
    expect(await stateOf(admin, id)).toBeNull();
  });

  it('refuses files of another entry, and a definition that is not valid', async () => {
    const other = exported(fresh(), '1.0.0');
    expect(await importVersions(admin, { id, versions: [other] })).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: [{ file: '1.0.0', code: 'name_mismatch' }],
    });
    const secret = exported(id, '1.0.0', { manifest: { description: `Uses ghp_${'a1B2'.repeat(9)}.` } });
    expect(await importVersions(admin, { id, versions: [secret] })).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: [{ file: '1.0.0/agent.json', code: 'secret' }],
    });
  });

  it('refuses what does not resolve here, unless it is allowed', async () => {
    const missing = fresh();
    const versions = [exported(id, '1.0.0', { manifest: { dependencies: { [missing]: '^1.0.0' } } })];
    expect(await importVersions(admin, { id, versions })).toMatchObject({
      __typename: 'DependencyUnresolved',
      unresolved: [{ entryId: missing, range: '^1.0.0' }],
    });
    expect(await stateOf(admin, id)).toBeNull();
    expect(await importVersions(admin, { id, versions, allowUnresolved: true })).toMatchObject({
      outcome: 'IMPORTED',
      warnings: [`${missing}@^1.0.0 does not resolve here: agent not found.`],
    });
  });

  it('imports a template with the agents that it supports, so that it can be instantiated', async () => {
    const agentId = fresh();
    const kind = 'TEMPLATE';
    const versions = [exportedTemplate(id, '1.0.0', agentId)];
    expect(await importVersions(admin, { kind, id, versions })).toMatchObject({ code: 'DEPENDENCY_UNRESOLVED' });
    await importVersions(admin, { id: agentId, versions: [exported(agentId, '1.0.0')] });
    expect(await importVersions(admin, { kind, id, versions })).toMatchObject({ outcome: 'IMPORTED', warnings: [] });
    expect(agentsIn((await runOf(publisher, { templateId: id })).lock)).toEqual([`${agentId}@1.0.0`]);
  });

  it.each([
    ['a date in the future', { publishedAt: '2999-01-01T00:00:00.000Z' }, 'publishedAt'],
    ['a number that is not SemVer', { version: 'v1' }, 'version'],
    ['a digest that is none', { digest: 'ABC' }, 'digest'],
    ['an unknown digest rule', { digestRule: 3 }, 'digestRule'],
    ['an author that is none', { publishedBy: 'me' }, 'publishedBy'],
  ])('refuses %s', async (_, wrong, name) => {
    const versions = [{ ...exported(id, '1.0.0'), ...wrong }];
    await expect(importVersions(admin, { id, versions })).rejects.toThrow(`BAD_USER_INPUT: \`${name}\` must be `);
  });

  it('is for admins of the namespace only', async () => {
    const versions = [exported(id, '1.0.0')];
    expect(await importVersions(publisher, { id, versions })).toMatchObject({ code: 'FORBIDDEN' });
    const stranger = await registry.actor({ role: 'admin', namespace: 'acme' });
    expect(await importVersions(stranger, { id, namespace: 'default', versions })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await stateOf(admin, id)).toBeNull();
  });

  it('writes nothing in a dry run, and has one effect under one key', async () => {
    const versions = [exported(id, '1.0.0')];
    const put = vi.spyOn(registry.services.artifacts, 'put');
    expect(await importVersions(admin, { id, versions, dryRun: true })).toMatchObject({
      outcome: 'IMPORTED',
      versions: [{ outcome: 'IMPORTED' }],
      event: null,
    });
    expect(put).not.toHaveBeenCalled();
    put.mockRestore();
    expect(await stateOf(admin, id)).toBeNull();
    const idempotencyKey = `import-${randomUUID()}`;
    const first = await importVersions(admin, { id, versions, idempotencyKey });
    expect(await importVersions(admin, { id, versions, idempotencyKey })).toEqual(first);
    const others = [exported(id, '1.1.0')];
    expect(await importVersions(admin, { id, versions: others, idempotencyKey })).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('is there over REST, and verifies', async () => {
    const rest = restClient(registry.url, admin.token);
    const body = { kind: 'AGENT', id, entry: entryState(), versions: [exported(id, '1.0.0')] };
    const { status, body: answer } = await rest.post('/api/import', body);
    expect({ status, answer }).toMatchObject({
      status: 200,
      answer: { outcome: 'IMPORTED', versions: [{ version: '1.0.0', outcome: 'IMPORTED' }] },
    });
    const { data } = await admin.ask(
      '{ verifyVersions(kind: AGENT, first: 100) { checked problems { entryId version reason message } } }',
    );
    expect(data.verifyVersions.problems).toEqual([]);
    expect(data.verifyVersions.checked).toBeGreaterThan(5);
  });
});
