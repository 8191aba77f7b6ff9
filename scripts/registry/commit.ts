import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

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

/** What git prints; null when it refuses, or is not there. */
const git = (folder: string, ...args: string[]): Promise<string | null> =>
  run('git', ['-C', folder, ...args], {
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    maxBuffer: 64 * 1_048_576,
  }).then(
    ({ stdout }) => stdout.trim(),
    () => null,
  );
