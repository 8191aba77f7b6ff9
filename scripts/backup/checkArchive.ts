import { join } from 'node:path';
import { filesIn } from '../../src/artifacts/files.ts';
import { listMigrations } from '../../src/db/migrate.ts';
import { archivePaths, type Manifest, readManifest } from './archive.ts';
import { checkFiles } from './copyFiles.ts';
import { hashOfSecret } from './jwtSecret.ts';
import { BackupProblem } from './problem.ts';
import { measure, readTableFile } from './tableFile.ts';

/**
 * Reads a whole backup: every row, every file of a version, the key.
 *
 * @throws BackupProblem with the first difference from its manifest
 */
export async function checkArchive(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  for (const [name, wanted] of Object.entries(manifest.tables)) {
    const path = join(folder, archivePaths.table(name));
    const measured = measure(readTableFile(path));
    try {
      for await (const _ of measured.lines);
    } catch (error) {
      throw new BackupProblem(`The backup is damaged: ${path} cannot be read (${(error as Error).message}).`);
    }
    const { rows, sha256 } = measured.result();
    if (rows !== wanted.rows || sha256 !== wanted.sha256) {
      throw new BackupProblem(
        `The backup is damaged: ${path} has ${rows} rows with the digest ${sha256}; the manifest says ${wanted.rows} with ${wanted.sha256}.`,
      );
    }
  }
  const { digests, missing } = manifest.files;
  await checkFiles(
    filesIn(join(folder, archivePaths.files)),
    digests.filter((digest) => !missing.includes(digest)),
  );
  if ((await hashOfSecret(folder)) !== manifest.jwtSecretSha256) {
    throw new BackupProblem(
      `The backup is damaged: ${join(folder, archivePaths.jwtSecret)} is not the key that was saved.`,
    );
  }
  return manifest;
}

/** Throws BackupProblem for a backup from a newer release, whose migrations this one does not have. */
export async function refuseNewer({ migrations }: Manifest): Promise<void> {
  const known = (await listMigrations()).map(({ version }) => version);
  const unknown = migrations.filter((version) => !known.includes(version));
  if (unknown.length === 0) return;
  throw new BackupProblem(
    `The backup has migrations that this release does not know (${unknown.join(', ')}): restore it with the release that made it, or a newer one.`,
  );
}
