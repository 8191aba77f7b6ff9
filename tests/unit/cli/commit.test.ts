import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sourceOf } from '../../../packages/cli/commit.ts';
import { definitionFolders, readFolder } from '../../../packages/node/readFolder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-commit-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const git = (dir: string, ...args: string[]) =>
  execFileSync('git', ['-C', dir, '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();

async function repository(name: string, commit = true): Promise<string> {
  const dir = join(folder, name);
  await mkdir(dir);
  git(dir, 'init', '-q');
  if (commit) git(dir, 'commit', '-q', '--allow-empty', '-m', name);
  return dir;
}

it('names the commit of the folder, not of the repository that GIT_DIR names', async () => {
  const [mine, other] = [await repository('mine'), await repository('other')];
  vi.stubEnv('GIT_DIR', join(other, '.git'));
  vi.stubEnv('GIT_WORK_TREE', other);
  const source = await sourceOf(mine);
  vi.unstubAllEnvs();
  expect(source).toEqual({ commit: git(mine, 'rev-parse', 'HEAD'), isChanged: false, reason: null });
});

it('explains why there is no commit', async () => {
  expect(await sourceOf(folder)).toMatchObject({ commit: null, reason: 'is not in a git repository' });
  const empty = await repository('empty', false);
  expect(await sourceOf(empty)).toMatchObject({ commit: null, reason: 'is in a git repository without a commit' });
  const mine = await repository('mine');
  vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
  expect((await sourceOf(mine)).reason).toContain('of another owner');
  vi.stubEnv('PATH', folder);
  expect((await sourceOf(mine)).reason).toBe('has an unknown commit because git is not installed');
});

it('refuses a definition behind a symbolic link, and does not leave it out', async () => {
  await mkdir(join(folder, 'real'));
  await writeFile(join(folder, 'real', 'agent.json'), '{}');
  await mkdir(join(folder, 'agents'));
  await symlink(join(folder, 'real'), join(folder, 'agents', 'linked'));
  const folders = await definitionFolders('AGENT', join(folder, 'agents'));
  expect(folders).toEqual([join(folder, 'agents', 'linked')]);
  const { issues } = await readFolder('AGENT', folders[0] ?? '', { isListed: true });
  expect(issues).toMatchObject([{ code: 'link', severity: 'error' }]);
});

it('treats a folder with prompts but without a manifest as a definition', async () => {
  await mkdir(join(folder, 'prompts'));
  expect(await definitionFolders('AGENT', folder)).toEqual([folder]);
});
