import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { archivePaths } from './archive.ts';
import { BackupProblem } from './problem.ts';

/** SHA-256 of the key in a folder that signs tokens, as `jwt-secret`; null where there is none. */
export async function hashOfSecret(folder: string): Promise<string | null> {
  try {
    return createHash('sha256')
      .update(await readFile(join(folder, archivePaths.jwtSecret)))
      .digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Copies it from one folder to another; its mode, 0600, is kept. Writes over nothing. */
export async function copySecret(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  await copyFile(join(from, archivePaths.jwtSecret), join(to, archivePaths.jwtSecret), constants.COPYFILE_EXCL);
}

/** Throws BackupProblem where a data folder has another key than the backup. */
export async function refuseOtherSecret(wanted: string | null, dataDir: string): Promise<void> {
  const there = await hashOfSecret(dataDir);
  if (wanted === null || there === null || there === wanted) return;
  throw new BackupProblem(
    `${join(dataDir, archivePaths.jwtSecret)} is another key than that of the backup: tokens signed with one would be refused with the other. Move it away to restore the one of the backup, or name another folder with REGISTRY_DATA_DIR.`,
  );
}
