import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { note, warn } from './terminal.ts';

const run = promisify(execFile);

/** Where a folder comes from, as git knows it. */
export interface Source {
  /** HEAD; null when there is none to name. */
  commit: string | null;
  /** True when the folder says something else than that commit. */
  isChanged: boolean;
  /** Why there is no commit; null when there is one. */
  reason: string | null;
}

export async function sourceOf(folder: string): Promise<Source> {
  const head = await git(folder, 'rev-parse', '--verify', 'HEAD');
  if (head.failed !== null) return { commit: null, isChanged: false, reason: head.failed };
  const changes = await git(folder, 'status', '--porcelain', '--', '.');
  return { commit: head.output, isChanged: changes.output !== '', reason: null };
}

/** The commit that versions of this folder name; says why when there is none, or when it does not contain what is there. */
export async function commitOf(dir: string): Promise<string | null> {
  const { commit, isChanged, reason } = await sourceOf(dir);
  if (commit === null)
    note(`${dir} ${reason ?? 'has no commit'}: the versions carry no commit. Name one with --commit.`);
  else if (isChanged)
    warn(`${dir} has changes that are not in commit ${commit.slice(0, 12)}, which the versions will name.`);
  return commit;
}

/** Variables that point git at another repository than that of the folder: a hook or a CI sets them. */
const pointing =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|CEILING_DIRECTORIES)$/;

/** What git prints in a folder, or why it refuses. */
async function git(folder: string, ...args: string[]): Promise<{ output: string; failed: string | null }> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !pointing.test(name)));
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      env: { ...env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      maxBuffer: 64 * 1_048_576,
    });
    return { output: stdout.trim(), failed: null };
  } catch (error) {
    return { output: '', failed: reasonOf(error as { code?: unknown; stderr?: unknown }) };
  }
}

function reasonOf({ code, stderr }: { code?: unknown; stderr?: unknown }): string {
  const said = typeof stderr === 'string' ? stderr : '';
  if (code === 'ENOENT') return 'cannot be looked up, because git is not installed';
  if (/dubious ownership/.test(said))
    return 'is in a git repository of another owner, which git does not trust (see git config safe.directory)';
  if (/not a git repository/.test(said)) return 'is not in a git repository';
  if (/Needed a single revision|unknown revision|ambiguous argument/.test(said))
    return 'is in a git repository without a commit';
  return `cannot be looked up with git (${said.trim().split('\n')[0]?.slice(0, 200) || String(code)})`;
}
