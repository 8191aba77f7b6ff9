import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { transcriptOf } from '../support/cliTranscript.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { publishAgent, publishTemplate } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

/** What the commands that change an entry print, word for word, for agents and for templates. */
describe.skipIf(!hasEngine)('a command that changes', () => {
  let registry: TestRegistry;
  let admin: Actor;
  let environment: Record<string, string>;
  let said: ReturnType<typeof transcriptOf>;
  let anonymous: ReturnType<typeof transcriptOf>;
  let id = '';
  let templateId = '';
  const fresh = uniqueNames('changed');

  beforeAll(async () => {
    registry = await openRegistry();
    admin = await registry.actor({ role: 'admin' });
    environment = { REGISTRY_URL: registry.url, REGISTRY_TOKEN: admin.token ?? '' };
    said = transcriptOf(environment);
    anonymous = transcriptOf({ REGISTRY_URL: registry.url });
  });
  beforeEach(async () => {
    [id, templateId] = [fresh(), fresh()];
    await addAgent('1.0.0');
    await addTemplate('1.0.0');
  });
  afterEach(() => expect(registry.masked.splice(0)).toEqual([]));
  afterAll(() => registry?.close());

  const addAgent = (version: string, { draft = false, ...more }: Record<string, unknown> = {}) =>
    admin.do(publishAgent, { input: { ...agent({ agentId: id, version, ...more }), draft } });
  const addTemplate = (version: string, { draft = false, ...more }: Record<string, unknown> = {}) => {
    const defaultPlan = { steps: [{ id: 'only', name: 'Only', agent: id }] };
    const made = template({ templateId, version, supportedAgents: { [id]: '^1.0.0' }, defaultPlan, ...more });
    return admin.do(publishTemplate, { input: { ...made, draft } });
  };
  const json = async (line: string) => JSON.parse((await cliInProcess(environment, ...line.split(' '), '--json')).out);

  it('many entries in one call, all or nothing or each by itself', async () => {
    const both = `agent:${id} template:${templateId}`;
    expect(await said(`bulk status deprecated ${both} --message Old. --dry-run`)).toEqual([
      `${'item'.padEnd(`template:${templateId}`.length + 2)}outcome`,
      `${`agent:${id}`.padEnd(`template:${templateId}`.length + 2)}would change`,
      `template:${templateId}  would change`,
      '!',
      '! 2 items would change, 0 unchanged, 0 refused.',
    ]);
    expect(await said(`bulk status disabled ${both} agent:nobody-here`)).toEqual([
      '! ✗ items[2]: Agent "nobody-here" not found in the namespace "default". (NOT_FOUND)',
      'exit 1',
    ]);
    expect(await said(`bulk tag agent:${id} agent:nobody-here --add new --each`)).toEqual([
      expect.stringMatching(/^item +outcome$/),
      expect.stringMatching(new RegExp(`^agent:${id} +changed$`)),
      expect.stringMatching(/^agent:nobody-here +refused +Agent "nobody-here" not found in .* \(NOT_FOUND\)$/),
      '!',
      '! 1 item changed, 0 unchanged, 1 refused.',
      'exit 1',
    ]);
    await addAgent('1.1.0');
    expect(await json(`bulk archive agent:${id}@1.0.0 --reason Old.`)).toMatchObject({
      changedCount: 1,
      items: [{ kind: 'AGENT', entryId: id, version: '1.0.0', result: { changed: true } }],
    });
    expect((await said(`bulk visibility private ${both}`)).slice(3, 6)).toEqual([
      `agent:${id}: No longer readable by others: 1.1.0, 1.0.0.`,
      `template:${templateId}: No longer readable by others: 1.0.0.`,
      '!',
    ]);
    for (const [line, message] of [
      ['bulk tag code-reviewer --add x', 'got "code-reviewer"'],
      [`bulk archive agent:${id} --reason x`, `! ✗ Name the version to archive, such as ${id}@1.0.0.`],
      [`bulk tag agent:${id}@1.0.0 --add x`, '! ✗ A version is allowed only with "archive"'],
      ['bulk tag --add x --file /nowhere.txt', '! ✗ /nowhere.txt cannot be read (ENOENT).'],
    ]) {
      const lines = await said(line ?? '');
      expect([lines.join('\n').includes(message ?? ''), lines.at(-1)], lines.join('\n')).toEqual([true, 'exit 2']);
    }
  });

  it('how an entry is listed, until it is reset', async () => {
    expect(await said(`listing agent ${id} --tags a b --clear category --description Set. --reason Better.`)).toEqual([
      `${id} is listed with:`,
      '  tags         a, b',
      '  category     -',
      '  description  Set.',
      'Stays until it is reset: tags, category, description.',
    ]);
    expect((await said(`listing agent ${id} --tags a b`))[0]).toBe(`${id} was already listed with:`);
    expect((await said(`listing template ${templateId} --tags x --dry-run`))[0]).toBe(
      `${templateId} would be listed with:`,
    );
    expect((await said(`listing agent ${id} --reset tags category description`)).at(-1)).toBe(
      'Everything comes from the current version.',
    );
    expect(await json(`listing template ${templateId} --category c`)).toMatchObject({
      kind: 'template',
      id: templateId,
      category: 'c',
      listingOverrides: ['CATEGORY'],
      changed: true,
    });
  });

  it('what is featured, until it no longer is', async () => {
    expect(await said(`feature agent ${id} --dry-run`)).toEqual([`${id} would be featured.`]);
    expect(await said(`feature agent ${id} --reason Good. --key ${id}-featured`)).toEqual([`${id} is featured.`]);
    expect(await said(`feature agent ${id}`)).toEqual([`${id} was already featured.`]);
    expect(await json(`search ${id} --featured --first 1`)).toMatchObject({ edges: [{ node: { slug: id } }] });
    expect(await json(`unfeature agent ${id}`)).toEqual({
      ...{ kind: 'agent', id, featured: false, dryRun: false, changed: true },
    });
    expect(await json(`search ${id} --featured --first 1`)).toMatchObject({ totalCount: 0, edges: [] });
    expect(await said(`feature template ${templateId}`)).toEqual([`${templateId} is featured.`]);
    expect(await said(`unfeature template ${templateId}`)).toEqual([`${templateId} is not featured.`]);
  });

  it('with whom an entry is shared', async () => {
    expect(await said(`share agent ${id} --with globex --dry-run`)).toEqual([
      `${id} would be shared with globex, to be read.`,
    ]);
    expect(await said(`share agent ${id} --with globex --key ${id}-shared`)).toEqual([
      `${id} is shared with globex, to be read.`,
    ]);
    expect(await said(`share agent ${id} --with globex`)).toEqual([
      `${id} was already shared with globex, to be read.`,
    ]);
    expect(await json(`share agent ${id} --with globex --may-instantiate`)).toMatchObject({
      ...{ kind: 'agent', id, share: { namespace: 'globex', mayInstantiate: true }, dryRun: false, changed: true },
    });
    expect((await said(`show agent ${id}`)).join('\n')).toContain('globex (to be read and used)');
    expect(await said(`share template ${templateId} --with globex`)).toEqual([
      `${templateId} is shared with globex, to be read.`,
    ]);
    expect(await said(`unshare template ${templateId} --with globex`)).toEqual([
      `${templateId} is no longer shared with globex.`,
    ]);
    expect(await json(`unshare agent ${id} --with globex --dry-run`)).toMatchObject({
      ...{ sharedWith: 'globex', dryRun: true, impact: { runs: 0 } },
    });
    expect(await said(`unshare agent ${id} --with globex`)).toEqual([`${id} is no longer shared with globex.`]);
  });

  it('what another namespace shares, no longer', async () => {
    const globex = { ...environment, REGISTRY_TOKEN: await registry.token({ namespace: 'globex', role: 'admin' }) };
    const there = transcriptOf(globex);
    await said(`share agent ${id} --with globex`);
    await said(`share template ${templateId} --with globex --may-instantiate`);
    expect(await there(`decline agent ${id} --from default --dry-run`)).toEqual([
      `default/${id} would be no longer shared with your namespace.`,
    ]);
    expect(await there(`decline agent ${id} --from default --reason Unused. --key ${id}-declined`)).toEqual([
      `default/${id} is no longer shared with your namespace.`,
    ]);
    expect(await there(`decline agent ${id} --from default`)).toEqual([
      `! ✗ No agent "${id}" of the namespace "default" is shared with your namespace. (NOT_FOUND)`,
      'exit 1',
    ]);
    const { out } = await cliInProcess(globex, ...`decline template ${templateId} --from default --json`.split(' '));
    expect(JSON.parse(out)).toEqual({
      ...{ kind: 'template', id: templateId, namespace: 'default', dryRun: false },
      impact: { days: 30, templates: 0, templateVersions: 0, runs: 0, openRuns: 0 },
    });
    expect(await json(`show agent ${id}`)).toMatchObject({ shares: [] });
  });

  it('who can read an entry says what becomes readable, and what does not', async () => {
    expect(await said(`visibility agent ${id} private --dry-run`)).toEqual([
      `${id} would be private (currently public).`,
      'No longer readable by others: 1.0.0.',
    ]);
    expect(await said(`visibility agent ${id} private --reason x`)).toEqual([
      `${id} is now private (before: public).`,
      'No longer readable by others: 1.0.0.',
    ]);
    expect(await said(`visibility agent ${id} private`)).toEqual([`${id} is already private.`]);
    await addAgent('1.1.0', { visibility: 'private' });
    expect(await said(`visibility agent ${id} public`)).toEqual([
      `${id} is now public (before: private).`,
      'Others cannot read it yet: the current version 1.1.0 is private. Add --versions 1.1.0 to make it public.',
    ]);
    expect(await said(`visibility agent ${id} public --all-versions`)).toEqual([
      `${id} is now public (before: public).`,
      'Newly readable by everyone: 1.1.0, 1.0.0.',
    ]);
    expect(await json(`visibility template ${templateId} private`)).toMatchObject({
      ...{ id: templateId, templateId, visibility: 'PRIVATE' },
      visibilityChange: { before: 'PUBLIC', after: 'PRIVATE', versionsHidden: ['1.0.0'] },
    });
    expect(await said(`visibility template ${templateId} public`)).toEqual([
      `${templateId} is now public (before: private).`,
      'Newly readable by everyone: 1.0.0.',
    ]);
  });

  it('the compatibility policy says the new one', async () => {
    expect(await said(`compatibility agent ${id} strict --dry-run`)).toEqual([
      `The compatibility policy of ${id} would be strict.`,
    ]);
    expect(await said(`compatibility agent ${id} strict --reason x --key ${id}-strict`)).toEqual([
      `The compatibility policy of ${id} is strict.`,
    ]);
    expect(await said(`compatibility template ${templateId} none --namespace default`)).toEqual([
      `The compatibility policy of ${templateId} is none.`,
    ]);
    expect(await json(`compatibility template ${templateId} warn`)).toEqual({ id: templateId, compatibility: 'WARN' });
    expect(await said(`compatibility template ${id} warn`)).toEqual([
      `! ✗ Template "${id}" not found in the namespace "default". (NOT_FOUND)`,
      'exit 1',
    ]);
  });

  it('the status says the state, the message, the replacement and who can read it', async () => {
    const other = id;
    [id] = [fresh()];
    await addAgent('1.0.0');
    expect(await said(`deprecate agent ${id} --message old --replaced-by ${other} --dry-run`)).toEqual([
      `${id} would be deprecated: old`,
      `Replaced by default/${other}.`,
    ]);
    expect(await said(`deprecate agent ${id} --message old --replaced-by ${other}`)).toEqual([
      `${id} is deprecated: old`,
      `Replaced by default/${other}.`,
    ]);
    expect(await said(`deprecate agent ${id} --message old --replaced-by ${other}`)).toEqual([
      `${id} was already deprecated: old`,
      `Replaced by default/${other}.`,
    ]);
    const shown = await said(`show agent ${id}`);
    expect(shown.slice(3, 5)).toEqual(['status       deprecated: old', `replaced by  default/${other}`]);
    expect(await said(`enable agent ${id}`)).toEqual([`${id} is active.`]);
    expect(await said(`enable agent ${id}`)).toEqual([`${id} was already active.`]);
    expect(await said(`disable template ${templateId} --dry-run`)).toEqual([
      `${templateId} would be disabled.`,
      'No longer readable by others: 1.0.0.',
    ]);
    expect(await json(`disable template ${templateId}`)).toMatchObject({
      ...{ kind: 'template', id: templateId, status: 'DISABLED', dryRun: false, changed: true },
      visibilityChange: { readableBefore: true, readableAfter: false, versionsHidden: ['1.0.0'] },
    });
    expect(await json(`enable template ${templateId} --dry-run`)).toMatchObject({
      ...{ kind: 'template', status: 'ACTIVE', dryRun: true, changed: null },
    });
  });

  it('whether a version is archived says so once', async () => {
    await addAgent('1.1.0');
    await addTemplate('1.1.0');
    expect(await said(`archive agent ${id} 1.0.0 --reason x --dry-run`)).toEqual([`${id}@1.0.0 would be archived.`]);
    expect(await said(`archive agent ${id} 1.0.0 --reason x`)).toEqual([`${id}@1.0.0 is archived.`]);
    expect(await said(`archive agent ${id} 1.0.0 --reason x`)).toEqual([`${id}@1.0.0 was already archived.`]);
    expect(await json(`unarchive agent ${id} 1.0.0`)).toMatchObject({
      ...{ kind: 'agent', id, dryRun: false, changed: true },
      version: { version: '1.0.0', status: 'ACTIVE' },
    });
    expect(await said(`archive template ${templateId} 1.0.0 --reason x --expect 1.1.0`)).toEqual([
      `${templateId}@1.0.0 is archived.`,
    ]);
    expect(await said(`unarchive template ${templateId} 1.0.0 --reason y`)).toEqual([`${templateId}@1.0.0 is active.`]);
  });

  it('a draft: an archive does not contain it', async () => {
    await addTemplate('1.1.0', { draft: true });
    expect(await said(`archive template ${templateId} 1.1.0 --reason x`)).toEqual([
      `! ✗ ${templateId}@1.1.0 is a draft and cannot be archived. Discard it, or promote it first. (INCOMPATIBLE_CHANGE)`,
      'exit 1',
    ]);
    expect(await said(`unarchive template ${templateId} 1.1.0`)).toEqual([
      `! ✗ ${templateId}@1.1.0 is a draft and not archived. Promote it to publish it. (INCOMPATIBLE_CHANGE)`,
      'exit 1',
    ]);
    expect(await said(`discard template ${templateId} 1.1.0 --dry-run`)).toEqual([
      `The draft ${templateId}@1.1.0 would be discarded.`,
    ]);
    expect(await json(`discard template ${templateId} 1.1.0 --reason late`)).toMatchObject({
      ...{ kind: 'template', id: templateId, version: '1.1.0', dryRun: false },
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await said(`discard template ${templateId} 1.1.0`)).toEqual([
      `! ✗ ${templateId} has no version "1.1.0". (NOT_FOUND)`,
      'exit 1',
    ]);
  });

  it('nothing, because the entry is gone, says how much of it there was', async () => {
    await addAgent('1.1.0');
    expect(await json(`remove template ${templateId} --reason gone --dry-run`)).toMatchObject({
      ...{ kind: 'template', id: templateId, namespace: 'default', versionCount: 1, dryRun: true },
    });
    expect(await said(`remove template ${templateId} --reason gone --key ${templateId}-remove`)).toEqual([
      `${templateId} was removed, with 1 published version.`,
      'No longer readable by others: 1.0.0.',
    ]);
    expect(await said(`remove agent ${id} --reason gone --expect 1.1.0 --dry-run`)).toEqual([
      `${id} would be removed, with 2 published versions.`,
      'No longer readable by others: 1.1.0, 1.0.0.',
    ]);
  });

  it('nothing says who asks, and where', async () => {
    expect(await said('whoami')).toEqual(['<uuid>: the role admin in the namespace default at <gateway>/graphql.']);
    const hint = 'Create a token for a local gateway: export REGISTRY_TOKEN=$(registry token --role publisher)';
    expect(await anonymous('whoami')).toEqual([
      'Anonymous at <gateway>/graphql: access to public entries only.',
      `! ${hint}`,
    ]);
    expect(await said('console')).toEqual([
      '<gateway>/console/#code=<code>',
      '! Signs in as admin in the namespace default. It works once, within two minutes: do not share it.',
    ]);
    expect(await anonymous('console /runs')).toEqual([
      '<gateway>/runs',
      `! Opens the console without signing in. ${hint}`,
    ]);
    expect(await json('console /runs')).toMatchObject({ viewer: { role: 'ADMIN', namespace: 'default' } });
    expect(await json('whoami')).toMatchObject({ url: registry.url, viewer: { role: 'ADMIN' } });
  });

  it('nothing: what is checked, and the seal', async () => {
    const [log, seal, ...versions] = await said('verify');
    expect(log).toMatch(/^✓ log: \d+ events checked\.$/);
    expect(seal).toBe('  Store this seal where no one else can change it: <seal>');
    expect(versions).toEqual([
      expect.stringMatching(/^✓ agents: \d+ versions checked\.$/),
      expect.stringMatching(/^✓ templates: \d+ versions checked\.$/),
    ]);
    const checked = await json('verify --no-versions');
    expect(checked).toMatchObject({ ok: true, checks: [{ problems: [] }], seal: expect.any(String) });
    expect(await said(`verify --no-versions --seen ${checked.seal}`)).toEqual([
      log,
      '✓ log: events up to the seal checked.',
      seal,
    ]);
    expect(await said('verify --no-log')).toEqual(versions);
    expect(await said('verify --no-versions --seen nonsense')).toEqual([
      log,
      '! ✗ Invalid --seen: must be a seal, as `verify` printed it.',
      'exit 2',
    ]);
  });

  it('uploaded files counts them', async () => {
    expect((await said('sweep --dry-run'))[0]).toMatch(/^0 files \(0 B\) would be removed; \d+ files checked\.$/);
    expect(await json('sweep --older-than 48')).toMatchObject({ dryRun: false, removed: 0, bytes: 0 });
    expect(await said('sweep --older-than 87601')).toEqual([
      "! ✗ Option '--older-than <hours>' argument '87601' is invalid. Must be an integer from 24 to 87600.",
      '!   registry help sweep',
      'exit 2',
    ]);
  });

  it('nothing: a version is compared with one of the kind that was asked for', async () => {
    const both = { manifest: template({ templateId: id, supportedAgents: { [id]: '^1.0.0' } }).manifest, files: [] };
    const defaultPlan = { steps: [{ id: 'only', name: 'Only', agent: id }] };
    for (const version of ['0.9.0', '1.0.0'])
      await admin.do(publishTemplate, { input: { ...both, manifest: { ...both.manifest, defaultPlan, version } } });
    const [title] = await said(`diff ${id} 0.9.0 1.0.0 --kind template`);
    expect(title).toBe(`${id} 0.9.0 → 1.0.0`);
    expect(await said(`diff ${id} 1.0.0 1.0.0`)).toEqual([
      `! ✗ ${id} is both an agent and a template. Add --kind agent or --kind template.`,
      'exit 2',
    ]);
  });

  it('a deprecated entry is pulled and locked with a warning that names its replacement', async () => {
    const [otherAgent, otherTemplate] = [fresh(), fresh()];
    await admin.do(publishAgent, { input: agent({ agentId: otherAgent }) });
    const { manifest } = template({ templateId: otherTemplate, supportedAgents: { [id]: '^1.0.0' } });
    const defaultPlan = { steps: [{ id: 'only', name: 'Only', agent: id }] };
    await admin.do(publishTemplate, { input: { manifest: { ...manifest, defaultPlan }, files: [] } });
    await said(`deprecate agent ${id} --message old --replaced-by ${otherAgent}`);
    await said(`deprecate template ${templateId} --replaced-by ${otherTemplate}`);
    const folder = await mkdtemp(join(tmpdir(), 'registry-deprecated-'));
    try {
      const pulled = await said(`pull ${id} --out ${folder}/agent`);
      expect(pulled).toContain(`! Warning: The agent ${id} is deprecated: old. Use default/${otherAgent} instead.`);
      const locked = await said(`lock ${templateId} --out ${folder}/lock.json`);
      expect(locked).toContain(
        `! Warning: The template ${templateId} is deprecated. Use default/${otherTemplate} instead.`,
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('a version is compared with one that exists', async () => {
    await addAgent('2.0.0', { skills: [] });
    const [title, ...lines] = await said(`diff ${id} 1.0.0 2.0.0 --fail-on risky`);
    expect(title).toBe(`${id} 1.0.0 → 2.0.0`);
    expect(lines).toContain('  1 breaking, 0 risky, 0 safe. 2.0.0 allows these changes.');
    expect(lines.at(-1)).toBe('exit 1');
    const back = await said(`diff ${id} 2.0.0 1.0.0 --fail-on breaking`);
    expect(back.filter((line) => line.includes('allow'))).toEqual([
      '  0 breaking, 0 risky, 1 safe. 1.0.0 allows these changes.',
    ]);
    expect(await said(`diff ${id} 2.0.0 2.0.0`)).toEqual([`${id} 2.0.0 → 2.0.0`, '  No changes.']);
    await said(`channel set agent ${id} stable 2.0.0 --reason tried`);
    const [named, ...told] = await said(`diff ${id} 1.0.0 stable --brief`);
    expect(named).toBe(`${id} 1.0.0 → stable (2.0.0)`);
    expect(told).toContain('  1 breaking, 0 risky, 0 safe. 2.0.0 allows these changes.');
    const missing = (version: string) => [
      `! ✗ Version ${version} of ${id} was not found, or you do not have access to it.`,
      'exit 1',
    ];
    expect(await said(`diff ${id} 1.0.0 9.9.9`)).toEqual(missing('9.9.9'));
    expect(await said(`diff ${id} 0.0.1 1.0.0`)).toEqual(missing('0.0.1'));
    expect(await said(`diff ${id} 1.0.0 2.0.0 --kind template`)).toEqual([
      `! ✗ Template ${id} was not found, or you do not have access to it.`,
      'exit 1',
    ]);
  });
});
