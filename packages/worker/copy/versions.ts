import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BundleFile, checkVersion, NotAsPublished } from '../../manifest/index.ts';
import { readFolder } from '../../node/readFolder.ts';
import { syncFolder, writeDurably } from '../../node/writeAtomically.ts';

/** The files of one version of an agent, below the agent's folder, by their digest. */
function folderOf(agentFolder: string, digest: string): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new NotAsPublished('The gateway returned an invalid digest.');
  return join(agentFolder, digest);
}

/** The files as they were published; null if some are missing or were changed. */
export async function readVersion(
  agentFolder: string,
  { digest, digestRule }: { digest: string; digestRule: number },
): Promise<BundleFile[] | null> {
  const folder = folderOf(agentFolder, digest);
  try {
    const { files, issues } = await readFolder('AGENT', folder);
    if (issues.length > 0) return null;
    checkVersion('AGENT', files, digest, digestRule);
    return files;
  } catch (error) {
    if (error instanceof NotAsPublished || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

/** Writes checked files, so that the folder of their digest contains all of them or does not exist. */
export async function writeVersion(agentFolder: string, digest: string, files: readonly BundleFile[]): Promise<void> {
  const draft = join(agentFolder, `draft-${randomBytes(6).toString('hex')}`);
  const folders = new Set([draft]);
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    for (const { path, bytes } of files) {
      const file = join(draft, ...path.split('/'));
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      for (let folder = dirname(file); folder !== draft; folder = dirname(folder)) folders.add(folder);
      await writeDurably(file, bytes);
    }
    for (const folder of folders) await syncFolder(folder);
    await rm(folderOf(agentFolder, digest), { recursive: true, force: true });
    await rename(draft, folderOf(agentFolder, digest));
    await syncFolder(agentFolder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Removes versions that need not be stored, and unfinished folders of a killed process. */
export async function pruneVersions(agentFolder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(agentFolder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory() && !keep.has(entry.name))
      await rm(join(agentFolder, entry.name), { recursive: true, force: true });
  }
}
