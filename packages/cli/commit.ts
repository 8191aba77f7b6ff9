import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { typed } from './paths.ts';
import { note, warn } from './terminal.ts';

const run = promisify(execFile);

/** The git commit of a folder. */
export interface Source {
  /** HEAD; null when there is none. */
  commit: string | null;
  /** True when the folder differs from that commit. */
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

/** The commit recorded with versions of this folder. Prints a note when there is none, and a warning when the folder has other changes. */
export async function commitOf(dir: string): Promise<string | null> {
  const { commit, isChanged, reason } = await sourceOf(typed(dir));
  if (commit === null) note(`${dir} ${reason ?? 'has no commit'}, so no commit is recorded. Pass one with --commit.`);
  else if (isChanged)
    warn(`${dir} has uncommitted changes, but commit ${commit.slice(0, 12)} is recorded with the versions.`);
  return commit;
}

/** Variables, set by hooks or CI, that point git to another repository than that of the folder. */
const pointing =
  /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|CEILING_DIRECTORIES)$/;

/** The output of git in a folder, or why it failed. */
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
  const output = typeof stderr === 'string' ? stderr : '';
  if (code === 'ENOENT') return 'has an unknown commit because git is not installed';
  if (/dubious ownership/.test(output))
    return 'is in a git repository of another owner that git does not trust (see git config safe.directory)';
  if (/not a git repository/.test(output)) return 'is not in a git repository';
  if (/Needed a single revision|unknown revision|ambiguous argument/.test(output))
    return 'is in a git repository without a commit';
  return `has an unknown commit because git failed (${output.trim().split('\n')[0]?.slice(0, 200) || String(code)})`;
}
