import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The files and folders of the repository: what Git tracks, and what it would if it were added. */
export interface Repository {
  files: readonly string[];
  /** Whether there is such a file or folder; `*` and `**` match as in a shell. */
  has(path: string): boolean;
  read(path: string): string;
}

/** Lists the repository with Git, so that a file that is ignored, and so missing elsewhere, does not count. */
export function openRepository(): Repository {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
  return createRepository(list.toString().split('\0').filter(Boolean), read);
}

/** The same for a list of files. */
export function createRepository(files: readonly string[], read: (path: string) => string): Repository {
  const paths = new Set(
    files.flatMap((file) => file.split('/').map((_, at, parts) => parts.slice(0, at + 1).join('/'))),
  );
  return {
    files,
    read,
    has: (path) => {
      const name = path.replace(/\/$/, '');
      return paths.has(name) || (/[*{]/.test(name) && [...paths].some((each) => matchesGlob(each, name)));
    },
  };
}
