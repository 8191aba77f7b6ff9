import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePage } from '../../scripts/docs/page.ts';
import type { Actor } from '../support/actor.ts';
import { setChannel } from '../support/channels.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { addAgent, addTemplate, agentsIn, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const page = 'docs/channels.md';
const { fences } = parsePage(page, await readFile(new URL(`../../${page}`, import.meta.url), 'utf8'));
const written = (language: string) => fences.filter((fence) => fence.language === language).map(({ text }) => text);

// The page is followed from its beginning to its end, in a registry that has what it names.
describe.skipIf(!hasEngine)('the examples of docs/channels.md', () => {
  let registry: TestRegistry;
  let admin: Actor;
  const [move = '', read = '', gate = '', ...others] = written('graphql');
  const commands = written('sh').flatMap((text) => text.split('\n').filter(Boolean));

  /** Runs a line such as `npm run registry -- channel list agent code-reviewer`. */
  const follow = (line = '') => {
    const [, words = ''] = /^npm run registry -- (.*)$/.exec(line) ?? [];
    const list = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '');
    return cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' }, ...list);
  };

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    for (const version of ['1.0.0', '1.3.0', '1.4.0']) await addAgent(admin, 'code-reviewer', version);
    for (const version of ['1.2.5', '1.3.0']) await addAgent(admin, 'test-writer', version);
    await setChannel(admin, { id: 'code-reviewer', version: '1.3.0' });
    await setChannel(admin, { id: 'code-reviewer', channel: 'beta', version: '1.4.0' });
    await addTemplate(admin, 'release-train', '1.0.0', { 'code-reviewer': '*' });
    await setChannel(admin, { id: 'release-train', version: '1.0.0' }, 'Template');
  });
  afterAll(() => registry?.close());

  it('are those that are followed here', () => {
    expect([others, commands.length, written('json').length]).toEqual([[], 3, 1]);
  });

  it('move a channel', async () => {
    expect(await admin.do(move)).toMatchObject({
      __typename: 'SetAgentChannelPayload',
      channel: { name: 'stable', version: { version: '1.4.0' }, previousVersion: { version: '1.3.0' } },
      event: { action: 'CHANNEL_SET', before: { channelVersion: '1.3.0' }, after: { channelVersion: '1.4.0' } },
    });
    expect(await admin.do(move)).toMatchObject({ __typename: 'StaleVersion', expected: '1.3.0', actual: '1.4.0' });
  });

  it('read channels, and the version of one', async () => {
    const { data } = await registry.anyone.ask(read);
    expect(data.agent).toMatchObject({
      channels: [
        { name: 'beta', version: { version: '1.4.0' } },
        { name: 'stable', version: { version: '1.4.0' } },
      ],
      version: { version: '1.4.0', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('refer to a channel in the place of a range', async () => {
    const [text = '{}'] = written('json');
    const { supportedAgents } = JSON.parse(text);
    await addTemplate(admin, 'by-channel', '1.0.0', supportedAgents);
    const { lock } = await runOf(admin, { templateId: 'by-channel' });
    expect(agentsIn(lock)).toEqual(['code-reviewer@1.4.0', 'test-writer@1.3.0']);
  });

  it('set a gate for the version that is in the channel', async () => {
    expect(await admin.do(gate)).toMatchObject({
      __typename: 'SetTemplateChannelPayload',
      channel: { name: 'stable', gate: { minRuns: 20, minSuccessRate: 0.95, onRegression: 'ROLL_BACK' } },
    });
  });

  it('move, list and remove channels on the command line', async () => {
    const [set, list, remove] = commands;
    expect(await follow(set)).toMatchObject({ code: 0, out: expect.stringContaining('1.0.0') });
    expect((await follow(list)).out.split('\n').filter(Boolean)).toEqual(['beta  1.4.0', 'stable  1.4.0']);
    expect(await follow(remove)).toMatchObject({ code: 0 });
    expect((await follow(list)).out).toBe('stable  1.4.0\n');
  });
});
