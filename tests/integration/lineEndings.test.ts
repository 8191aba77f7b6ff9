import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DigestRule, digestOfFiles } from '../../packages/manifest/index.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const utf8 = new TextEncoder();

describe.skipIf(!hasEngine)('line endings of published files', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  const fresh = uniqueNames('agent');
  const path = 'prompts/system.md';

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (agentId: string, content: string, more = {}) =>
    alice.do(publishAgent, { input: { ...agent({ agentId }), files: [{ path, content }], ...more } });

  const verifyVersions = async () =>
    (await admin.do('{ verifyVersions(kind: AGENT, first: 100) { problems { entryId reason } } }')).problems;

  /** Turns a published version into one from before there was another rule. */
  async function makeOld(agentId: string, content: string) {
    const { manifest } = agent({ agentId });
    const digest = digestOfFiles(manifest, [{ path, bytes: utf8.encode(content) }], 1);
    for (const statement of [
      'alter table nofx.agent_versions disable trigger guard_version',
      `update nofx.agent_versions set digest_rule = 1, digest = '${digest}'
        where entry_id = (select id from nofx.agent_registry where slug = '${agentId}')`,
      'alter table nofx.agent_versions enable trigger guard_version',
    ])
      await registry.database.asOwner(statement);
  }

  it('do not change the content, and the version has the rule of its digest', async () => {
    const agentId = fresh();
    const first = await publish(agentId, 'One.\nTwo.\n');
    expect(await publish(agentId, 'One.\r\nTwo.\r\n')).toMatchObject({
      created: false,
      version: { id: first.version.id, digest: first.version.digest },
    });
    const { data } = await registry.anyone.ask(
      `{ agent(agentId: "${agentId}") { currentVersion { digestRule files { path size } } } }`,
    );
    expect(data.agent.currentVersion.digestRule).toBe(2 satisfies DigestRule);
  });

  it('are returned as they were published, byte for byte', async () => {
    const agentId = fresh();
    await publish(agentId, 'One.\r\nTwo.\n');
    const file = new URL(`/api/agents/${agentId}/versions/1.0.0/files/${path}`, registry.url);
    expect(await (await fetch(file)).text()).toBe('One.\r\nTwo.\n');
  });

  it.each([
    ['a CR alone', 'One.\rTwo.\r'],
    ['a byte order mark', '\uFEFFOne.\nTwo.\n'],
  ])('are named by the refusal when nothing else differs: %s', async (_, content) => {
    const agentId = fresh();
    await publish(agentId, 'One.\nTwo.\n');
    expect(await publish(agentId, content)).toMatchObject({
      __typename: 'VersionExists',
      message: `${agentId}@1.0.0 is already published with other content. It differs only in line endings: "${path}". Publish it under a new version number.`,
    });
    expect((await publish(agentId, 'Other.\n')).message).not.toContain('line endings');
    expect((await publish(agentId, content, { dryRun: true })).message).toContain('differs only in line endings');
  });

  it.each([
    ['LF', 'One.\nTwo.\n'],
    ['CRLF', 'One.\r\nTwo.\r\n'],
  ])(
    'of a version from before the rule (%s) remain valid, and publishing it again changes nothing',
    async (_, content) => {
      const agentId = fresh();
      const { version } = await publish(agentId, content);
      await makeOld(agentId, content);
      for (const checkout of ['One.\nTwo.\n', 'One.\r\nTwo.\r\n'])
        expect(await publish(agentId, checkout)).toMatchObject({ created: false, version: { id: version.id } });
      expect(await publish(agentId, 'Other.\n')).toMatchObject({ __typename: 'VersionExists' });
      const problems = (await verifyVersions()).filter(({ entryId }: { entryId: string }) => entryId === agentId);
      // The log has the digest of the publish above; the digest of the row matches its files under rule 1.
      expect(problems.map(({ reason }: { reason: string }) => reason)).toEqual(
        content.includes('\r') ? ['LOG_MISMATCH'] : [],
      );
    },
  );
});
