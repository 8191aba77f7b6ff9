import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A folder that cannot be written to. */
export class FolderUnusable extends Error {}

/**
 * Creates a folder and its parents if they do not exist.
 *
 * @param variable the environment variable that selects another folder, for the message
 * @throws FolderUnusable, with an explanation, when it is not a folder or cannot be written to
 */
export async function makeFolder(folder: string, variable: string): Promise<void> {
  try {
    await make(folder);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folderUnusable(folder, variable, error);
  }
}

/** Like `mkdir -p`. Node's own never returns where the system creates no folders, such as below /proc. */
async function make(folder: string): Promise<void> {
  const problem = await tryToMake(folder);
  if (problem?.code === 'ENOENT' && !(await isFolder(dirname(folder)))) {
    await make(dirname(folder));
    return make(folder);
  }
  if (problem && !(problem.code === 'EEXIST' && (await isFolder(folder)))) throw problem;
}

const tryToMake = (folder: string): Promise<NodeJS.ErrnoException | null> =>
  mkdir(folder).then(
    () => null,
    (error: NodeJS.ErrnoException) => error,
  );

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** The message for an error of the file system in a folder. */
export function folderUnusable(folder: string, variable: string, error: unknown): FolderUnusable {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const why = reasons[code] ?? `${folder} cannot be used: ${message.replace(/\.?$/, '.')}`;
  return new FolderUnusable(`${why.replace('%', folder)} Name another folder with ${variable}.`, { cause: error });
}

const reasons: Record<string, string> = {
  EEXIST: '% is a file, not a folder.',
  ENOTDIR: '% is, or is below, a file and not a folder.',
  EACCES: '% may not be written by this user (EACCES): change its owner or its mode.',
  EPERM: '% may not be written by this user (EPERM): change its owner or its mode.',
  EROFS: '% is on a read-only file system (EROFS).',
  ENOSPC: 'The disk of % is full (ENOSPC): free some space.',
  EDQUOT: 'The disk quota of % is used up (EDQUOT): free some space.',
};
