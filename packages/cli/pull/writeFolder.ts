import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFile } from '../../manifest/index.ts';
import { typed } from '../paths.ts';
import { Problem } from '../problem.ts';

/**
 * Writes files below a folder and nowhere else: their paths were checked (`checkList`), and no link that is there is
 * followed. A folder that holds something is taken only with `force`; what is in it and not in the bundle stays.
 */
export async function writeFolder(out: string, files: readonly BundleFile[], force: boolean): Promise<void> {
  const root = typed(out);
  await mkdir(root, { recursive: true }).catch(explain(out));
  const entries = await readdir(root).catch(explain(out));
  if (!force && entries.length > 0) {
    throw new Problem(`${out} is not empty. Nothing was written.`, {
      hint: '--out names another folder; --force writes over what is there.',
    });
  }
  for (const { path } of files) await makeFolders(root, path);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  for (const { path, bytes } of files) {
    const file = await open(join(root, ...path.split('/')), flags, 0o644).catch(explain(path));
    await file.writeFile(bytes).finally(() => file.close());
  }
}

/** The folders that a file is in, one by one: each is made, or is a folder and no link to one. */
async function makeFolders(root: string, path: string): Promise<void> {
  let folder = root;
  for (const part of path.split('/').slice(0, -1)) {
    folder = join(folder, part);
    const made = await mkdir(folder).then(
      () => true,
      () => false,
    );
    if (made) continue;
    const there = await lstat(folder).catch(explain(path));
    if (!there.isDirectory()) throw new Problem(`${path} would be written outside of the folder: ${folder} is none.`);
  }
}

const explain =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    const why = error.code === 'ELOOP' ? 'a link is in its place' : (error.code ?? error.message);
    throw new Problem(`${path} cannot be written: ${why}.`);
  };
