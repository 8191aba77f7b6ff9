import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

it('reports a folder that cannot be read, here because of its depth', async () => {
  await writeFile(join(folder, 'agent.json'), '{}');
  const nest =
    "for (const name of ['assets', ...Array(25).fill('d'.repeat(200))]) fs.mkdirSync(name), process.chdir(name)";
  execFileSync(process.execPath, ['-e', nest], { cwd: folder });
  const { issues, manifest } = await readFolder('AGENT', folder);
  execFileSync('rm', ['-rf', join(folder, 'assets')]); // Node's own cannot, either.
  expect({ issues, manifest }).toMatchObject({
    issues: [{ code: 'unreadable_file', message: 'The folder cannot be read (ENAMETOOLONG).', severity: 'error' }],
    manifest: '{}',
  });
});

it('treats a folder with prompts but without a manifest as a definition', async () => {
  await mkdir(join(folder, 'prompts'));
  expect(await definitionFolders('AGENT', folder)).toEqual([folder]);
});

describe('a repository that others made', () => {
  /** The programs of its configuration that were started. */
  const started = async (work: (program: (name: string) => string) => Promise<string>) => {
    const log = join(folder, 'started');
    await writeFile(log, '');
    const dir = await work((name) => `echo ${name} >> '${log}'; cat`);
    await writeFile(log, '');
    const source = await sourceOf(dir);
    return { source, programs: await readFile(log, 'utf8') };
  };
  const change = async (dir: string, ...files: string[]) => {
    for (const file of files) await writeFile(join(dir, file), 'a');
    git(dir, 'add', '-A');
    git(dir, 'commit', '-qm', 'files');
    // The same size and other times: git compares the content.
    for (const file of files) await utimes(join(dir, file), 1, 1);
  };

  it('starts no monitor of the file system', async () => {
    const { source, programs } = await started(async (program) => {
      const dir = await repository('monitored');
      await change(dir, 'a');
      git(dir, 'config', 'core.fsmonitor', program('fsmonitor'));
      return dir;
    });
    expect({ programs, isChanged: source.isChanged }).toEqual({ programs: '', isChanged: false });
  });

  it.each(['f', 'f=g', 'f.g'])('starts no filter %s of the repository', async (name) => {
    const { source, programs } = await started(async (program) => {
      const dir = await repository('filtered');
      git(dir, 'config', `filter.${name}.required`, 'true');
      git(dir, 'config', `filter.${name}.clean`, program('clean'));
      await writeFile(join(dir, '.git', 'info', 'attributes'), `* filter=${name}\n`);
      await change(dir, 'a');
      return dir;
    });
    expect({ programs, source }).toMatchObject({ programs: '', source: { isChanged: false, reason: null } });
  });

  it('uses the filters of the user', async () => {
    const home = join(folder, 'home');
    await mkdir(home);
    vi.stubEnv('HOME', home);
    vi.stubEnv('XDG_CONFIG_HOME', home);
    const { source, programs } = await started(async (program) => {
      execFileSync('git', ['config', '--global', 'filter.mine.clean', program('mine')]);
      const dir = await repository('mine');
      await writeFile(join(dir, '.git', 'info', 'attributes'), '* filter=mine\n');
      await change(dir, 'a');
      return dir;
    });
    expect({ programs: programs.trim(), isChanged: source.isChanged }).toEqual({ programs: 'mine', isChanged: false });
  });

  it('starts no program of a submodule', async () => {
    const { programs } = await started(async (program) => {
      const [dir, part] = [await repository('whole'), await repository('part')];
      await change(part, 'a');
      git(dir, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', part, 'part');
      git(dir, 'commit', '-qm', 'part');
      git(join(dir, 'part'), 'config', 'filter.f.clean', program('clean'));
      git(join(dir, 'part'), 'config', 'core.fsmonitor', program('fsmonitor'));
      await writeFile(join(dir, '.git', 'modules', 'part', 'info', 'attributes'), '* filter=f\n');
      await utimes(join(dir, 'part', 'a'), 1, 1);
      return dir;
    });
    expect(programs).toBe('');
  });

  it('asks no remote for an object that is missing', async () => {
    const { programs } = await started(async (program) => {
      const [dir, other] = [await repository('partial'), await repository('other')];
      await change(dir, 'a');
      git(dir, 'config', 'core.repositoryFormatVersion', '1');
      git(dir, 'config', 'extensions.partialClone', 'origin');
      git(dir, 'config', 'remote.origin.url', other);
      git(dir, 'config', 'remote.origin.uploadpack', program('uploadpack'));
      const tree = git(dir, 'rev-parse', 'HEAD^{tree}');
      await rm(join(dir, '.git', 'objects', tree.slice(0, 2), tree.slice(2)), { force: true });
      return dir;
    });
    expect(programs).toBe('');
  });

  it('does not take a folder of files for a repository', async () => {
    const { source, programs } = await started(async (program) => {
      const dir = await repository('embedded');
      const inside = join(dir, 'agents');
      await rename(join(dir, '.git'), inside);
      git(inside, 'config', 'core.worktree', '.');
      git(inside, 'config', 'core.bare', 'false');
      git(inside, 'config', 'core.fsmonitor', program('fsmonitor'));
      return inside;
    });
    expect(programs).toBe('');
    expect(source).toMatchObject({ commit: null, reason: 'is in a bare git repository' });
  });
});
