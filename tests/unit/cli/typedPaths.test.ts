import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { variablesFrom } from '../../../packages/cli/commands/instantiate.ts';
import { commitOf } from '../../../packages/cli/commit.ts';
import { currentHost, type Host, setHost } from '../../../packages/cli/host.ts';
import { pretty } from '../../../packages/cli/issues/pretty.ts';

/** npm runs its scripts in the folder of package.json, and not where the command was typed. */
describe('a relative path', () => {
  let folder: string;
  let before: Host;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-typed-'));
    before = { ...currentHost() };
    setHost({ folder });
  });
  afterEach(async () => {
    setHost(before);
    await rm(folder, { recursive: true });
  });

  it('of a file of variables starts where the command was typed', async () => {
    await writeFile(join(folder, 'release.json'), '{"tag": "2.4.0"}');
    expect(await variablesFrom('@release.json')).toEqual({ tag: '2.4.0' });
    await expect(variablesFrom('@missing.json')).rejects.toMatchObject({
      exitCode: 2,
      message: '--variables: missing.json cannot be read (ENOENT).',
    });
  });

  it('of definitions names the commit of the folder where the command was typed', async () => {
    const dir = join(folder, 'my-agent');
    await mkdir(dir);
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', dir, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
        encoding: 'utf8',
      }).trim();
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    expect(await commitOf('./my-agent')).toBe(git('rev-parse', 'HEAD'));
  });

  it('in a message starts where the command was typed', () => {
    const issue = { file: 'agent.json', path: '', code: 'x', message: 'm', severity: 'error' as const };
    const text = pretty({ folder: join(folder, 'my-agent'), issues: [issue], files: [] });
    expect(stripVTControlCharacters(text)).toContain('--> my-agent/agent.json\n');
  });
});
