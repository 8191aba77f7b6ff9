import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { addAgent, addTemplate, allowBreaking, runOf } from '../support/locks.ts';
import { publishAgent } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { setStatus } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('the CLI with locks', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let folder = '';
  const at = (...path: string[]) => join(folder, ...path);
  const cli = (...words: string[]) =>
    cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: alice.token ?? '' }, ...words);
  const offline = (...words: string[]) => cliInProcess({ REGISTRY_URL: 'http://127.0.0.1:1/graphql' }, ...words);
  const verify = (...more: string[]) =>
    offline('verify', '--lock', at('registry.lock.json'), '--dir', at('vendor'), ...more);

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    folder = await mkdtemp(join(tmpdir(), 'nofx-locks-'));
    await addAgent(alice, 'helper', '1.0.0');
    const mcp = JSON.stringify({ mcpServers: { tools: { command: 'npx', args: ['-y', 'tools@1.0.0'] } } });
    const { manifest, files } = agent({ agentId: 'writer', dependencies: { helper: '^1.0.0' } });
    await alice.do(publishAgent, { input: { manifest, files: [...files, { path: 'mcp.json', content: mcp }] } });
    await addTemplate(alice, 'round', '1.0.0', { writer: '^1.0.0' });
  });
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('writes a lock and a copy, which is verified offline', async () => {
    const file = at('registry.lock.json');
    const locked = await cli('lock', 'round', '--out', file, '--pull', at('vendor'));
    expect([locked.err.includes('instantiate round --lock'), locked.code]).toEqual([true, 0]);
    expect(locked.out).toContain('round@1.0.0: 3 parts, digest ');
    const lock = JSON.parse(await readFile(file, 'utf8'));
    const { data } = await alice.ask('{ template(templateId: "round") { lock { lock } } }');
    expect(lock).toEqual(data.template.lock.lock);

    expect(await verify()).toMatchObject({ code: 0, err: '' });
    const { parts, ok } = JSON.parse((await verify('--json')).out);
    expect([ok, parts.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`)]).toEqual([
      true,
      ['template round', 'agent helper', 'agent writer'],
    ]);
  });

  it('finds a part where pull puts it, and does not mind white space and line ends', async () => {
    await rename(at('vendor', 'agents', 'helper'), at('vendor', 'helper'));
    const manifest = at('vendor', 'helper', 'agent.json');
    await writeFile(manifest, JSON.stringify(JSON.parse(await readFile(manifest, 'utf8')), null, 4));
    const prompt = at('vendor', 'helper', 'prompts', 'system.md');
    await writeFile(prompt, (await readFile(prompt, 'utf8')).replaceAll('\n', '\r\n'));
    expect(await verify()).toMatchObject({ code: 0, err: '' });
  });

  it('names what was changed, added and removed in the copy', async () => {
    const prompt = at('vendor', 'agents', 'writer', 'prompts', 'system.md');
    const original = await readFile(prompt, 'utf8');
    await writeFile(prompt, 'Do something else.\n');
    await writeFile(at('vendor', 'agents', 'writer', 'prompts', 'more.md'), 'More.\n');
    await rm(at('vendor', 'helper'), { recursive: true });
    const { code, out, err } = await verify();
    expect(code).toBe(1);
    expect(out).toContain(
      '✗ agent default/writer@1.0.0\n  prompts/system.md differs from the lock.\n  prompts/more.md is not in the lock.',
    );
    expect(out).toContain('✗ agent default/helper@1.0.0\n  It is missing in the copy.');
    expect(out).toContain('✓ template default/round@1.0.0');
    expect(err).toContain('2 parts of 3 differ from');
    await writeFile(prompt, original);
  });

  it('refuses a lock that was changed, is not one, or is not there', async () => {
    const lock = await readFile(at('registry.lock.json'), 'utf8');
    await writeFile(at('changed.json'), lock.replace('"version": "1.0.0"', '"version": "1.0.1"'));
    const changed = await offline('verify', '--lock', at('changed.json'));
    expect([changed.code, changed.err]).toEqual([1, expect.stringContaining('digest: The lock was changed')]);
    await writeFile(at('text.json'), 'no lock');
    expect(await offline('verify', '--lock', at('text.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not valid JSON'),
    });
    expect(await offline('verify', '--lock', at('nowhere.json'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere.json cannot be read (ENOENT)'),
    });
  });

  it('instantiates with the lock after everything moved, and says that the lock is not up to date', async () => {
    const file = at('registry.lock.json');
    expect(await cli('lock', 'round', '--out', file, '--check')).toMatchObject({ code: 0 });
    await allowBreaking(alice, 'Agent', 'writer');
    await addAgent(alice, 'writer', '1.1.0');
    expect(await cli('lock', 'round', '--out', file, '--check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not up to date'),
    });
    const run = JSON.parse((await cli('instantiate', 'round', '--lock', file, '--json')).out);
    expect(run.lockDigest).toBe(JSON.parse(await readFile(file, 'utf8')).digest);
    expect(run.steps).toMatchObject([{ agentVersion: { version: '1.0.0' } }]);
    expect(await runOf(alice, { templateId: 'round' })).toMatchObject({
      steps: [{ agentVersion: { version: '1.1.0' } }],
    });
  });

  it('refuses what cannot be resolved, with the chain', async () => {
    const admin = await registry.actor({ role: 'admin' });
    await addTemplate(alice, 'pinned', '1.0.0', { writer: '1.0.0' });
    await setStatus(admin, { id: 'helper', status: 'DISABLED', message: 'It leaks.' });
    expect(await cli('lock', 'pinned', '--out', at('pinned.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('pinned@1.0.0 -> writer@1.0.0 -> helper@^1.0.0: the agent is disabled'),
    });
    expect(await cli('lock', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nobody was not found'),
    });
    expect(await cli('instantiate', 'round', '--lock', at('registry.lock.json'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('The agent default/helper is disabled'),
    });
  });
});
