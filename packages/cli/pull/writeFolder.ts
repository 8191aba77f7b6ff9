import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleFile } from '../../manifest/index.ts';
import { typed } from '../paths.ts';
import { Problem } from '../problem.ts';

/**
 * Writes files only below a folder: their paths were checked (`checkList`), and existing links are not
 * followed. A folder that is not empty is used only with `force`; other files in it remain.
 */
export async function writeFolder(out: string, files: readonly BundleFile[], force: boolean): Promise<void> {
  const root = typed(out);
  await mkdir(root, { recursive: true }).catch(explain(out));
  const entries = await readdir(root).catch(explain(out));
  if (!force && entries.length > 0) {
    throw new Problem(`${out} is not empty. No files were written.`, {
      hint: 'Choose another folder with --out, or overwrite existing files with --force.',
    });
  }
  for (const { path } of files) await makeFolders(root, path);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  for (const { path, bytes } of files) {
    const file = await open(join(root, ...path.split('/')), flags, 0o644).catch(explain(path));
    await file.writeFile(bytes).finally(() => file.close());
  }
}

/** Creates the parent folders of a file. An existing one must be a folder, not a link. */
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
    if (!there.isDirectory()) throw new Problem(`${path} cannot be written: ${folder} is not a folder.`);
  }
}

const explain =
  (path: string) =>
  (error: NodeJS.ErrnoException): never => {
    const why = error.code === 'ELOOP' ? 'it is a link' : (error.code ?? error.message);
    throw new Problem(`${path} cannot be written: ${why}.`);
  };
