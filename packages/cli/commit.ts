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
  const head = await git(folder, [], 'rev-parse', '--verify', 'HEAD');
  if (head.failed !== null) return { commit: null, isChanged: false, reason: head.failed };
  const filters = await filtersOf(folder);
  const changes = await git(folder, filters, 'status', '--porcelain', '--ignore-submodules=dirty', '--', '.');
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

type Setting = readonly [key: string, value: string];

/** Settings with which a repository starts programs. The folder may come from others, so its own are not used. */
const safeSettings: readonly Setting[] = [
  ['core.fsmonitor', 'false'],
  // A repository that is itself among the files of another one.
  ['safe.bareRepository', 'explicit'],
];

/** Turns off the filters (programs) that the repository itself defines. Those of the user, such as Git LFS, remain. */
async function filtersOf(folder: string): Promise<Setting[]> {
  const { output } = await git(folder, [], 'config', '--null', '--show-scope', '--get-regexp', '^filter\\.');
  const own = new Set<string>();
  const words = output.split('\0');
  for (let at = 0; at + 1 < words.length; at += 2) {
    const key = words[at + 1]?.split('\n')[0] ?? '';
    if (words[at] === 'local' || words[at] === 'worktree') own.add(key.slice(0, key.lastIndexOf('.')));
  }
  return [...own].flatMap((filter): Setting[] => [
    [`${filter}.clean`, ''],
    [`${filter}.process`, ''],
    [`${filter}.required`, 'false'],
  ]);
}

/** Settings as variables: a key may contain `=`, which `git -c` cannot express. They come after those of the caller. */
function variablesOf(settings: readonly Setting[], { GIT_CONFIG_COUNT }: NodeJS.ProcessEnv): Record<string, string> {
  const first = Number(GIT_CONFIG_COUNT ?? 0);
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(first + settings.length)],
    ...settings.flatMap(([key, value], index) => [
      [`GIT_CONFIG_KEY_${first + index}`, key],
      [`GIT_CONFIG_VALUE_${first + index}`, value],
    ]),
  ]);
}

/**
 * The output of git in a folder, or why it failed. It starts no program that the repository names: no monitor, and no
 * remote helper for an object that is missing.
 */
async function git(
  folder: string,
  settings: readonly Setting[],
  ...args: string[]
): Promise<{ output: string; failed: string | null }> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !pointing.test(name)));
  const own = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', LC_ALL: 'C' };
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      env: { ...env, ...own, ...variablesOf([...safeSettings, ...settings], env) },
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
  if (/cannot use bare repository/.test(output)) return 'is in a bare git repository';
  if (/not a git repository/.test(output)) return 'is not in a git repository';
  if (/Needed a single revision|unknown revision|ambiguous argument/.test(output))
    return 'is in a git repository without a commit';
  return `has an unknown commit because git failed (${output.trim().split('\n')[0]?.slice(0, 200) || String(code)})`;
}
