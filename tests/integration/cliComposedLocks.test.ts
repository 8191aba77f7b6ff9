import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lock, lockDigest } from '../../packages/manifest/index.ts';
import type { Actor } from '../support/actor.ts';
import { setChannel } from '../support/channels.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { archive } from '../support/lifecycle.ts';
import { addAgent, addTemplate, allowBreaking, runOf } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { rollback, setStatus } from '../support/visibility.ts';

describe.skipIf(!hasEngine)('the CLI with the lock of a template that includes others', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  let folder = '';
  const at = (...path: string[]) => join(folder, ...path);
  const cli = (...words: string[]) =>
    cliInProcess({ REGISTRY_URL: registry.url, REGISTRY_TOKEN: alice.token ?? '' }, ...words);
  const verify = (...more: string[]) =>
    cliInProcess(
      { REGISTRY_URL: 'http://127.0.0.1:1/graphql' },
      ...['verify', '--lock', at('registry.lock.json'), '--dir', at('vendor'), ...more],
    );
  const lockFile = async (): Promise<Lock> => JSON.parse(await readFile(at('registry.lock.json'), 'utf8'));
  const variables = { type: 'object', required: ['x'], properties: { x: { type: 'string' } } };
  const inner = (version: string, steps: object[], expectedOutputs: object = {}) =>
    addTemplate(
      alice,
      'send-note',
      version,
      { writer: '^1.0.0' },
      { variables, defaultPlan: { steps }, expectedOutputs },
    );

  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    folder = await mkdtemp(join(tmpdir(), 'nofx-composed-'));
    await addAgent(alice, 'helper', '1.0.0');
    await addAgent(alice, 'writer', '1.0.0', { dependencies: { helper: '^1.0.0' } });
    await addAgent(alice, 'closer', '1.0.0');
    await setChannel(alice, { id: 'closer', version: '1.0.0' });
    await inner('1.0.0', [{ id: 'write', agent: 'writer', inputs: { about: '{{ variables.x }}' } }]);
    await addTemplate(
      alice,
      'whole-round',
      '1.0.0',
      { closer: 'stable' },
      {
        variables,
        dependencies: { 'send-note': '^1.0.0' },
        defaultPlan: {
          steps: [
            { id: 'note', template: { id: 'send-note', variables: { x: '[{{ variables.x }}]' } } },
            { id: 'close', agent: 'closer', dependsOn: ['note'] },
          ],
        },
      },
    );
  });
  afterAll(async () => {
    await registry?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('locks and copies the included template and its agents, which is verified offline', async () => {
    const locked = await cli('lock', 'whole-round', '--out', at('registry.lock.json'), '--pull', at('vendor'));
    expect([locked.code, locked.out]).toEqual([0, expect.stringContaining('whole-round@1.0.0: 5 parts, digest ')]);
    const lock = await lockFile();
    expect(lock.digest).toBe(lockDigest(lock));
    expect(lock.templates.map(({ templateId, version }) => `${templateId}@${version}`)).toEqual(['send-note@1.0.0']);
    expect(lock.agents.map(({ agentId, version }) => `${agentId}@${version}`)).toEqual([
      'closer@1.0.0',
      'helper@1.0.0',
      'writer@1.0.0',
    ]);
    expect(await verify()).toMatchObject({ code: 0, err: '' });
  });

  it('names what was changed in the copy of the included template', async () => {
    const file = at('vendor', 'templates', 'send-note', 'template.json');
    const original = await readFile(file, 'utf8');
    await writeFile(file, original.replace('"write"', '"wrote"'));
    const { code, out, err } = await verify();
    expect([code, err]).toEqual([1, expect.stringContaining('1 part of 5 differs from')]);
    expect(out).toContain('✗ template default/send-note@1.0.0\n  template.json differs from the lock.');
    expect(out).toContain('✓ template default/whole-round@1.0.0');
    await writeFile(file, original);
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('makes the same run with the same digest after everything moved, again and again', async () => {
    const first = await runOf(alice, { templateId: 'whole-round', variables: { x: 'A' } });
    for (const id of ['helper', 'writer', 'closer']) await allowBreaking(alice, 'Agent', id);
    await allowBreaking(alice, 'Template', 'send-note');
    await allowBreaking(alice, 'Template', 'whole-round');
    await addAgent(alice, 'helper', '1.1.0');
    await addAgent(alice, 'writer', '1.1.0');
    await addAgent(alice, 'writer', '1.2.0');
    await rollback(admin, { id: 'writer', toVersion: '1.1.0', reason: 'It is slow.' });
    await addAgent(alice, 'closer', '2.0.0');
    await setChannel(alice, { id: 'closer', version: '2.0.0' });
    await inner('1.1.0', [{ id: 'other', agent: 'writer' }]);
    await addTemplate(alice, 'whole-round', '1.1.0', { closer: 'stable' });
    expect(await archive(admin, { id: 'send-note', version: '1.0.0' }, 'Template')).toMatchObject({
      version: { status: 'ARCHIVED' },
    });
    expect(await archive(admin, { id: 'closer', version: '1.0.0' })).toMatchObject({ version: { status: 'ARCHIVED' } });
    await setStatus(admin, { id: 'helper', status: 'DEPRECATED', message: 'It is old.' });

    const { digest } = await lockFile();
    const options = ['--lock', at('registry.lock.json'), '--variables', '{"x":"A"}', '--json'];
    const [run, again] = [
      JSON.parse((await cli('instantiate', 'whole-round', ...options)).out),
      JSON.parse((await cli('instantiate', 'whole-round', ...options)).out),
    ];
    expect([first.lockDigest, run.lockDigest, again.lockDigest]).toEqual([digest, digest, digest]);
    const plan = ({ steps }: { steps: { stepId: string; inputs: object; agentVersion: { version: string } }[] }) =>
      steps.map(({ stepId, inputs, agentVersion }) => [stepId, inputs, agentVersion.version]);
    const expected = [
      ['note/write', { about: '[A]' }, '1.0.0'],
      ['close', {}, '1.0.0'],
    ];
    expect([plan(first), plan(run), plan(again)]).toEqual([expected, expected, expected]);
    const rerun = await runOf(alice, { lock: first.lock });
    expect([rerun.lock, plan(rerun)]).toEqual([first.lock, expected]);
    expect(await verify()).toMatchObject({ code: 0, err: '' });
  });

  it('is said to be out of date, and locked anew with what is there now', async () => {
    const file = at('registry.lock.json');
    expect(await cli('lock', 'whole-round', '--out', file, '--check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not up to date'),
    });
    const { digest } = await lockFile();
    expect(await cli('lock', 'whole-round', '--out', file)).toMatchObject({ code: 0 });
    const now = await lockFile();
    expect([now.digest === digest, now.agents.map(({ agentId, version }) => `${agentId}@${version}`)]).toEqual([
      false,
      ['closer@2.0.0'],
    ]);
    expect(await verify()).toMatchObject({ code: 1 });
  });
});
