import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { note, warn } from './terminal.ts';

const run = promisify(execFile);

/** Where a folder comes from, as git knows it. */
export interface Source {
  /** HEAD; null when the folder is in no repository. */
  commit: string | null;
  /** True when the folder says something else than that commit. */
  isChanged: boolean;
}

export async function sourceOf(folder: string): Promise<Source> {
  const commit = await git(folder, 'rev-parse', '--verify', 'HEAD');
  if (commit === null) return { commit: null, isChanged: false };
  const changes = await git(folder, 'status', '--porcelain', '--', '.');
  return { commit, isChanged: changes !== '' };
}

/** The commit that versions of this folder name; says so when there is none, or when it does not hold what is there. */
export async function commitOf(dir: string): Promise<string | null> {
  const { commit, isChanged } = await sourceOf(dir);
  if (commit === null) note(`${dir} is in no git repository: the versions carry no commit. --commit names one.`);
  else if (isChanged)
    warn(`${dir} has changes that are not in commit ${commit.slice(0, 12)}, which the versions will name.`);
  return commit;
}

/** What git prints; null when it refuses, or is not there. */
const git = (folder: string, ...args: string[]): Promise<string | null> =>
  run('git', ['-C', folder, ...args], {
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    maxBuffer: 64 * 1_048_576,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
