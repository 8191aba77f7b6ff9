import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backup, restore } from '../support/backup.ts';
import { engine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { gatewayOn, type RunningGateway } from '../support/gatewayOn.ts';
import { publishAgent } from '../support/operations.ts';

const described = 'query { agent(agentId: "kept") { description currentVersion { prompts { content } } } }';
/** What would break a line of JSON, a CSV or a careless parser. */
const hostile = 'Tab\t, quote ", backslash \\, line\u2028separator, null, {"a": null}, 𝒳.';

describe.runIf(engine === 'pglite')('a backup of the embedded registry', { timeout: 240_000 }, () => {
  let folder: string;
  let archive: string;
  const at = (name: string) => join(folder, name);
  const dataDir = (name: string) => ({ REGISTRY_DATA_DIR: at(name) });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-backup-'));
    archive = at('archive');
    const gateway = await gatewayOn(dataDir('source'));
    const alice = await gateway.actor();
    await alice.do(publishAgent, { input: agent({ agentId: 'kept', description: hostile }) });
    const refused = await backup(['--to', archive], dataDir('source'));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/has .* open. Stop it first/) });
    await gateway.close();
    const made = await backup(['--to', archive], dataDir('source'));
    expect(made.stderr).toBe('');
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('agent_registry: 1 row\n') });
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('contains the files of versions and the key that signs tokens, readable by its owner only', async () => {
    expect((await readdir(archive)).sort()).toEqual(['files', 'jwt-secret', 'manifest.json', 'tables']);
    expect(await readdir(join(archive, 'files', 'sha256'))).toHaveLength(2);
    expect((await stat(archive)).mode & 0o777).toBe(0o700);
    expect((await stat(join(archive, 'jwt-secret'))).mode & 0o777).toBe(0o600);
  });

  it('is restored into an empty data folder with the key, so that existing tokens remain valid', async () => {
    const done = await restore(['--from', archive], dataDir('target'));
    expect(done.stderr).toBe('');
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('the event log ends at event 1.') });
    expect(await readFile(at('target/jwt-secret'), 'utf8')).toBe(await readFile(at('source/jwt-secret'), 'utf8'));
    expect(await readdir(at('target/artifacts/agents/kept'))).toEqual(['1.0.0']);
    let gateway: RunningGateway | undefined;
    try {
      gateway = await gatewayOn(dataDir('target'));
      const alice = await gateway.actor();
      expect((await alice.ask(described)).data.agent).toEqual({
        description: hostile,
        currentVersion: { prompts: [{ content: 'You review what you are given.\n' }] },
      });
      const next = await alice.do(publishAgent, { input: agent({ agentId: 'kept', version: '1.1.0' }) });
      expect(next).toMatchObject({ created: true });
    } finally {
      await gateway?.close();
    }
  });

  it('is not restored over another registry', async () => {
    const refused = await restore(['--from', archive], dataDir('source'));
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^The target is not empty: the schema nofx/),
    });
  });

  it('is refused for a folder without a registry', async () => {
    const refused = await backup(['--to', at('none')], dataDir('nowhere'));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no registry in .*nowhere\./) });
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  it('is not written to an existing folder', async () => {
    const refused = await backup(['--to', archive], dataDir('source'));
    expect(refused).toMatchObject({ code: 1, stderr: `${archive} exists already. Name a new folder with --to.\n` });
  });

  it('does not replace another key', async () => {
    await cp(at('source/jwt-secret'), at('other/jwt-secret'));
    await appendFile(at('other/jwt-secret'), 'x');
    const refused = await restore(['--from', archive], dataDir('other'));
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is another key than that of the backup'),
    });
  });

  it.each([
    ['a row is lost', 'tables/agent_versions.jsonl.gz', /damaged: .*agent_versions.jsonl.gz/],
    ['a file of a version is changed', 'files/sha256', /^The file [0-9a-f]{64} cannot be read/],
    ['the key is changed', 'jwt-secret', /jwt-secret is not the key that was saved/],
    ['the manifest is missing', 'manifest.json', /is not a complete backup: .*manifest.json cannot be read \(ENOENT\)/],
  ])('is refused when %s', async (_, part, message) => {
    const damaged = at(`damaged-${part.replaceAll('/', '-')}`);
    await cp(archive, damaged, { recursive: true });
    const [file] = part === 'files/sha256' ? await readdir(join(damaged, part)) : [''];
    const path = join(damaged, part, file ?? '');
    if (part === 'manifest.json') await rm(path);
    else if (part.startsWith('tables')) await cp(join(archive, 'tables/blob_claims.jsonl.gz'), path);
    else await writeFile(path, 'changed');
    expect(await restore(['--check', '--from', damaged])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(message),
    });
  });

  it('is refused when it was made by a newer release', async () => {
    const newer = at('newer');
    await cp(archive, newer, { recursive: true });
    const manifest = JSON.parse(await readFile(join(newer, 'manifest.json'), 'utf8'));
    manifest.migrations.push('20991231000001');
    await writeFile(join(newer, 'manifest.json'), JSON.stringify(manifest));
    expect(await restore(['--check', '--from', newer])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('migrations that this release does not know (20991231000001)'),
    });
  });

  it.each([
    ['backup', backup, '--to'],
    ['restore', restore, '--from'],
  ])('has `npm run %s`, which shows its usage and refuses unknown options', async (name, run, option) => {
    expect(await run(['--help'])).toMatchObject({ code: 0, stdout: expect.stringContaining(`npm run ${name}`) });
    expect(await run([])).toMatchObject({ code: 2, stderr: expect.stringContaining(`"${option}" is required.`) });
    expect(await run(['--all'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"--all" is not an option'),
    });
  });
});
