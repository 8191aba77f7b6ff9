import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupProblem } from './problem.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The description of a backup: `manifest.json`, written last. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  /** The schema that it was made of; it may be restored into another. */
  schema: z.string(),
  /** The migrations that the database had seen, by their versions. */
  migrations: z.array(z.string()).min(1),
  /** The newest numbered event and its hash; `pending` events were committed and not numbered yet. */
  log: z.strictObject({
    epoch: z.string(),
    head: z.int().min(0),
    hash: Sha256,
    pending: z.int().min(0),
  }),
  tables: z.record(
    z.string().regex(/^[a-z][a-z0-9_]{0,62}$/),
    z.strictObject({
      columns: z.array(z.string()).min(1),
      rows: z.int().min(0),
      /** Over the lines of the table's file, not compressed. */
      sha256: Sha256,
    }),
  ),
  /** The files of versions, by their digests. `missing` were not in the store when the backup was made. */
  files: z.strictObject({ digests: z.array(Sha256), missing: z.array(Sha256) }),
  /** Over the key that signs tokens; null where there is none. */
  jwtSecretSha256: Sha256.nullable(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Where in the folder of a backup each part is. */
export const archivePaths = {
  manifest: 'manifest.json',
  jwtSecret: 'jwt-secret',
  table: (name: string) => join('tables', `${name}.jsonl.gz`),
  /** A store of files as the registry's own. */
  files: 'files',
};

/**
 * Calls `write` with a folder beside `folder`, readable by its owner only, and names it `folder` when it is complete.
 * What fails leaves nothing.
 *
 * @throws BackupProblem when there is something at `folder`
 */
export async function writeArchive(folder: string, write: (draft: string) => Promise<Manifest>): Promise<Manifest> {
  if (await stat(folder).catch(() => null)) {
    throw new BackupProblem(`${folder} exists already. Name a new folder with --to.`);
  }
  const draft = `${folder}.partial`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(join(draft, 'tables'), { recursive: true, mode: 0o700 });
  try {
    const manifest = await write(draft);
    await writeFile(join(draft, archivePaths.manifest), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
    await rename(draft, folder);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Throws BackupProblem where `folder` is not a complete backup that this source can read. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, archivePaths.manifest);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new BackupProblem(`${folder} is not a complete backup: ${path} cannot be read (${error.code}).`);
  });
  const parsed = Manifest.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BackupProblem(`${path} is not the manifest of a backup: ${issue?.path.join('.')}: ${issue?.message}`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
