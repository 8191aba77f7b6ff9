import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { transcriptOf } from '../support/cliTranscript.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** What each command prints about entries, word for word. */
describe.skipIf(!hasEngine)('the output of a command', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let environment: Record<string, string>;
  let said: ReturnType<typeof transcriptOf>;
  let anonymous: ReturnType<typeof transcriptOf>;
  let id = '';
  const fresh = uniqueNames('printed');

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' };
    said = transcriptOf(environment);
    anonymous = transcriptOf({ REGISTRY_URL: registry.url });
  });
  beforeEach(() => {
    id = fresh();
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const addAgent = (version = '1.0.0', { draft = false, ...more }: Record<string, unknown> = {}) =>
    admin.do(publishAgent, { input: { ...agent({ agentId: id, version, ...more }), draft } });
  const addTemplate = (
    templateId: string,
    version = '1.0.0',
    { draft = false, ...more }: Record<string, unknown> = {},
  ) =>
    admin.do(publishTemplate, {
      input: { ...template({ templateId, version, supportedAgents: { [id]: '^1.0.0' }, ...more }), draft },
    });
  const plan = () => ({ steps: [{ id: 'only', name: 'Only', agent: id }] });

  it('shows an agent: what there is, and no line for what is missing', async () => {
    await admin.do(publishAgent, {
      input: {
        manifest: agent({
          ...{ agentId: id, category: 'engineering', tags: ['b', 'a'], owner: 'Team A' },
          repository: 'https://github.com/example/agents',
        }).manifest,
        files: [
          ...agent().files,
          { path: 'mcp.json', content: '{"mcpServers": {"web": {"type": "http", "url": "https://mcp.example.com"}}}' },
        ],
        commitSha: '0123456789abcdef0123456789abcdef01234567',
      },
    });
    const shown = await said(`show agent ${id}`);
    expect(shown.filter((line) => !line.startsWith('files'))).toEqual([
      `agent default/${id}  Reviewer`,
      'Reviews what it is given.',
      '',
      'status       active',
      'visibility   public',
      'category     engineering',
      'tags         b, a',
      'owner        Team A',
      'repository   https://github.com/example/agents',
      '',
      'version      1.0.0 (active, public)',
      'published    <time> by <uuid>',
      'commit       0123456789abcdef0123456789abcdef01234567',
      'digest       <digest>',
      'skills       review',
      'MCP servers  web (http)',
    ]);
    const { out } = await cliInProcess(environment, 'show', 'agent', `${id}@1.0.0`, '--json');
    expect(JSON.parse(out)).toMatchObject({
      kind: 'agent',
      slug: id,
      category: 'engineering',
      version: { version: '1.0.0', mcpServers: [{ name: 'web', transport: 'http' }] },
    });
  });

  it('shows a template: its environments, tests, agents, steps and rating', async () => {
    await addAgent();
    const rated = fresh();
    await addTemplate(rated, '1.0.0', {
      defaultPlan: {
        steps: [
          { id: 'first', name: 'First', agent: id },
          { id: 'second', name: 'Second', agent: id, dependsOn: ['first'] },
        ],
      },
      environments: { staging: {} },
    });
    expect(await said(`rate ${rated} 1 --dry-run`)).toEqual([
      `Your rating of ${rated} would be 1 star. It would have 1.0 stars from 1 rating.`,
    ]);
    expect(await said(`rate ${rated} 1`)).toEqual([
      `Your rating of ${rated} is 1 star. It has 1.0 stars from 1 rating.`,
    ]);
    const { out } = await cliInProcess(environment, 'rate', rated, '4', '--comment', 'better', '--json');
    expect(JSON.parse(out)).toEqual({
      templateId: rated,
      ...{ namespace: 'default', dryRun: false, average: 4, count: 1, mine: 4 },
    });
    const shown = await said(`show template ${rated}`);
    expect(shown.filter((line) => !line.startsWith('files'))).toEqual([
      `template default/${rated}  Review round`,
      'Reviews a change twice.',
      '',
      'status       active',
      'visibility   public',
      'rating       4.0 of 5, 1 rating',
      '',
      'version      1.0.0 (active, public)',
      'published    <time> by <uuid>',
      'digest       <digest>',
      'environments staging',
      'tests        0 tests passed; they use 0 of 2 variables and 0 of 1 environment',
      `agent        ${id} ^1.0.0: 1.0.0`,
      `step         first by ${id}`,
      `step         second by ${id} after first`,
    ]);
  });

  it('shows what is only a draft to its namespace, and nothing to others', async () => {
    await addAgent('1.0.0', { draft: true, visibility: 'private' });
    expect(await said(`show agent ${id}`)).toEqual([
      `agent default/${id}  Reviewer`,
      'Reviews what it is given.',
      '',
      'status       active',
      'visibility   private',
      '',
      'No published version.',
    ]);
    const missing = [`! ✗ Agent ${id} was not found, or you do not have access to it.`, 'exit 1'];
    expect(await anonymous(`show agent ${id}`)).toEqual(missing);
    expect(await anonymous(`versions agent ${id}`)).toEqual(missing);
    expect(await anonymous(`pull ${id} --kind agent`)).toEqual(missing);
    expect(await said(`pull ${id}`)).toEqual([`! ✗ ${id} has no current version that you have access to.`, 'exit 1']);
    expect(await said(`pull ${id}@2.0.0`)).toEqual([
      `! ✗ Version 2.0.0 of ${id} was not found, or you do not have access to it.`,
      'exit 1',
    ]);
    expect(await said(`versions agent ${id} --namespace other`)).toEqual([
      `! ✗ Agent ${id} was not found in the namespace other, or you do not have access to it.`,
      'exit 1',
    ]);
    expect(await said(`visibility agent ${id} public --dry-run`)).toEqual([
      `${id} would be public (currently private).`,
      'Others cannot read it yet: it has no published version.',
    ]);
  });

  it('lists versions, page by page, and by their status', async () => {
    await addAgent('1.0.0');
    await addAgent('1.1.0');
    await addAgent('1.2.0', { draft: true });
    const heading = 'version     status  visibility  published                 digest        commit';
    expect(await said(`versions agent ${id}`)).toEqual([
      heading,
      '1.2.0       draft   public      <time>  <digest>  -',
      '1.1.0    *  active  public      <time>  <digest>  -',
      '1.0.0       active  public      <time>  <digest>  -',
    ]);
    expect(await said(`versions agent ${id} --status active --first 1`)).toEqual([
      heading,
      '1.1.0    *  active  public      <time>  <digest>  -',
      '! Next page: --after <cursor>',
    ]);
    expect(await said(`versions agent ${id} --status archived`)).toEqual([
      `! ${id} has no archived version that you have access to.`,
    ]);
    const page = await cliInProcess(environment, ...`versions agent ${id} --first 1 --json`.split(' '));
    expect(JSON.parse(page.out)).toMatchObject({
      ...{ kind: 'agent', id, namespace: 'default', after: expect.any(String) },
      versions: [{ version: '1.2.0', status: 'DRAFT', isCurrent: false }],
    });
    const last = await cliInProcess(environment, ...`versions agent ${id} --status draft --json`.split(' '));
    expect(JSON.parse(last.out).after).toBeNull();
  });

  it('finds entries, with the number of all results', async () => {
    const word = id.replaceAll('-', '');
    await addAgent('1.0.0', { name: `Alpha ${word}`, tags: ['b', 'a'], category: 'engineering' });
    const first = id;
    id = fresh();
    await addAgent('1.0.0', { name: `Beta ${word}`, draft: true, visibility: 'private' });
    expect(await said(`search ${word} --tag a b --category engineering --kind agent`)).toEqual([
      `agent     ${first}@1.0.0  Alpha ${word}`,
      `          Alpha ${word}: Reviews what it is given`,
      '! 1 result, 1 shown.',
    ]);
    const [, , count, next] = await said(`search ${word} --namespace default --first 1`);
    expect([count, next]).toEqual(['! 2 results, 1 shown.', '! Next page: --after <cursor>']);
    expect(await said(`search ${word} --category nothing`)).toEqual(['! No results.']);
    expect(await anonymous(`search beta ${word} --tag missing`)).toEqual(['! No results.']);
  });

  it('publishes a draft, and takes it back', async () => {
    for (const version of ['1.0.0', '1.1.0']) await addAgent(version);
    await addAgent('1.2.0', { draft: true });
    const user = fresh();
    await addTemplate(user, '1.0.0', { defaultPlan: plan() });
    expect(await said(`promote agent ${id} 1.2.0 --dry-run`)).toEqual([
      `${id}: dry run: published 1.2.0. Current version: 1.2.0.`,
      'Newly readable by everyone: 1.2.0.',
      'Impact: 1 template (1 version) would resolve to another version.',
      `  default/${user}@1.0.0: ^1.0.0 resolves to 1.2.0 instead of 1.1.0`,
    ]);
    expect(await said(`promote agent ${id} 1.2.0 --expect 1.1.0 --key ${id}-promote`)).toEqual([
      `${id}: published 1.2.0. Current version: 1.2.0.`,
      'Newly readable by everyone: 1.2.0.',
      'Impact: 1 template (1 version) resolves to another version.',
    ]);
    expect(await said(`promote agent ${id} 1.2.0`)).toEqual([`${id}: no change. Current version: 1.2.0.`]);
    expect(await said(`rollback agent ${id} --reason bad --dry-run`)).toEqual([
      `${id} would be rolled back from 1.2.0 to 1.1.0.`,
      'Impact: 1 template (1 version) would resolve to another version.',
      `  default/${user}@1.0.0: ^1.0.0 resolves to 1.1.0 instead of 1.2.0`,
    ]);
    expect(await said(`rollback agent ${id} --reason bad`)).toEqual([
      `${id} was rolled back to 1.1.0; 1.2.0 remains published.`,
      'Impact: 1 template (1 version) resolves to another version.',
    ]);
    expect(await said(`rollback agent ${id} --reason bad --to 1.1.0`)).toEqual([
      `${id}: 1.1.0 is already the current version.`,
    ]);
    expect(await said(`rollback template ${user} --reason bad`)).toEqual([
      `! ✗ ${user} has no older release. (NOT_FOUND)`,
      'exit 1',
    ]);
    await addTemplate(user, '1.1.0', { defaultPlan: plan(), draft: true });
    const promoted = await cliInProcess(environment, ...`promote template ${user} 1.1.0 --json`.split(' '));
    expect(JSON.parse(promoted.out)).toMatchObject({ kind: 'template', id: user, dryRun: false });
    const back = await cliInProcess(environment, ...`rollback template ${user} --reason bad --json`.split(' '));
    expect(JSON.parse(back.out)).toMatchObject({
      ...{ kind: 'template', id: user, dryRun: false },
      ...{ version: { version: '1.0.0' }, previousVersion: { version: '1.1.0' } },
    });
  });
});
