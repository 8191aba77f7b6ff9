import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { setVisibility } from '../support/visibility.ts';

/** A request reads with several statements. Between two of them, the owner may hide what the first one found. */
describe.skipIf(!hasEngine)('what is hidden while it is read', () => {
  let registry: TestRegistry;
  let owner: Actor;
  /** Called before each statement of a reader. */
  let before: (statement: number) => Promise<void> | void = () => {};
  let statement = 0;

  beforeAll(async () => {
    registry = await openRegistry(() => ({ answerCache: undefined }));
    owner = await registry.actor({ role: 'admin' });
    await owner.do(publishAgent, { input: agent() });
    await owner.do(publishTemplate, { input: template() });
    const db = registry.services.db as { read: Database['read'] };
    const { read } = db;
    db.read = async (viewer, query, purpose) => {
      statement += 1;
      if (viewer.kind === 'anonymous') await before(statement);
      return read(viewer, query, purpose);
    };
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  /** What `work` returns when the agent is hidden before its statement of this number, and whether there was one. */
  async function hiddenBefore<Result>(number: number, work: () => Promise<Result>) {
    let isHidden = false;
    statement = 0;
    before = async (current) => {
      if (isHidden || current < number) return;
      isHidden = true;
      await setVisibility(owner, { id: 'reviewer', visibility: 'PRIVATE' });
    };
    const result = await work();
    before = () => {};
    if (isHidden) await setVisibility(owner, { id: 'reviewer', visibility: 'PUBLIC' });
    return { result, isHidden };
  }

  it.each([
    '{ agent(agentId: "reviewer") { version(version: "1.0.0") { manifest } } }',
    '{ agent(agentId: "reviewer") { version(version: "1.0.0") { files { path } } } }',
    '{ agent(agentId: "reviewer") { version(version: "1.0.0") { agent { name } } } }',
    '{ agent(agentId: "reviewer") { currentVersion { agent { name } } } }',
    '{ search(query: "reviewer") { edges { node { ... on Agent { version(version: "1.0.0") { model skills { id } } } } } } }',
    '{ template(templateId: "review-round") { agents { edges { node { version(version: "1.0.0") { manifest } } } } } }',
  ])('is a conflict that passes when the request is repeated: %s', async (query) => {
    const codes = new Set<string>();
    for (let number = 2; ; number += 1) {
      const { result, isHidden } = await hiddenBefore(number, () => registry.anyone.ask(query));
      if (!isHidden) break;
      for (const { extensions } of result.errors ?? []) codes.add(extensions.code);
    }
    expect([...codes]).toEqual(['CONFLICT']);
    expect((await registry.anyone.ask(query)).errors).toBeUndefined();
  });

  it('is a conflict over REST too, with the time after which to repeat it', async () => {
    const statuses = new Set<number>();
    for (let number = 1; ; number += 1) {
      const { result, isHidden } = await hiddenBefore(number, () =>
        fetch(new URL('/api/agents/reviewer/versions/1.0.0', registry.url)),
      );
      statuses.add(result.status);
      if (result.status === 409) expect(result.headers.get('retry-after')).toBe('1');
      if (!isHidden) break;
    }
    expect([...statuses].sort()).toEqual([200, 404, 409]);
  });
});
