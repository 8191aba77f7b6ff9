import { randomUUID } from 'node:crypto';
import { access, constants, mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { forEachConcurrent } from '../../packages/node/concurrency.ts';
import { RequestError } from '../errors.ts';
import type { Artifacts, Blob, StoredBlob } from './artifacts.ts';
import { indexPath, textOfIndex } from './bundleIndex.ts';
import { intact, isDigest, isIntact } from './digest.ts';
import { explainDisk } from './diskError.ts';

const atOnce = 8;
const hexDigits = '0123456789abcdef';
/** Whether a name is that of an incomplete file. Complete files are named by their digest. */
const isDraft = (name: string) => name.startsWith('.');

/** Stores blobs as files in a folder: `sha256/<digest>`. */
export function filesIn(folder: string): Artifacts {
  const home = join(folder, 'sha256');
  const pathOf = (sha256: string) => join(home, sha256);

  /** Replaces an existing file if it is damaged. */
  async function putOne({ sha256, bytes }: Blob) {
    const there = await orNull(readFile(pathOf(sha256)));
    if (!there || !isIntact(sha256, there)) await writeWhole(pathOf(sha256), bytes);
  }

  async function* names(): AsyncGenerator<string> {
    const entries = await orNull(opendir(home));
    if (entries) for await (const { name } of entries) yield name;
  }

  async function look(sha256: string): Promise<StoredBlob | null> {
    const found = await orNull(stat(pathOf(sha256)));
    return found && { sha256, size: found.size, putAt: found.mtime };
  }

  return {
    async put(blobs) {
      try {
        await mkdir(home, { recursive: true });
        await forEachConcurrent(blobs, atOnce, putOne);
        await syncFolder(home);
      } catch (error) {
        explainDisk(error);
      }
    },
    async get(sha256) {
      const bytes = isDigest(sha256) ? await orNull(readFile(pathOf(sha256))).catch(explainDisk) : null;
      return bytes && intact(sha256, bytes);
    },
    /** A page contains the names that start with one hexadecimal digit, so that only a sixteenth of the folder is in memory. */
    async list(after) {
      const digit = after ?? '0';
      if (digit.length !== 1 || !hexDigits.includes(digit)) {
        throw new RequestError(
          'BAD_USER_INPUT',
          '`after` is not a valid cursor. Use the `endCursor` of the previous call.',
        );
      }
      const found: string[] = [];
      for await (const name of names()) if (isDigest(name) && name.startsWith(digit)) found.push(name);
      const blobs: StoredBlob[] = [];
      await forEachConcurrent(found.sort(), atOnce, async (sha256) => {
        const blob = await look(sha256);
        if (blob) blobs.push(blob);
      });
      return { blobs, next: hexDigits[hexDigits.indexOf(digit) + 1] ?? null };
    },
    async check() {
      try {
        await mkdir(home, { recursive: true });
        await access(home, constants.R_OK | constants.W_OK);
      } catch (error) {
        explainDisk(error);
      }
    },
    async remove(digests) {
      const removed: string[] = [];
      await forEachConcurrent(digests.filter(isDigest), atOnce, async (sha256) => {
        if (await orNull(rm(pathOf(sha256)).then(() => true))) removed.push(sha256);
      });
      return removed;
    },
    async discardUnfinished(before) {
      for await (const name of names()) {
        const draft = isDraft(name) ? await orNull(stat(pathOf(name))) : null;
        if (draft && draft.mtime < before) await rm(pathOf(name), { force: true });
      }
    },
    async describe(bundle) {
      const path = join(folder, indexPath(bundle));
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeWhole(path, textOfIndex(bundle));
      } catch (error) {
        explainDisk(error);
      }
    },
  };
}

/** Writes a file atomically, even if power is lost: to a temporary file, which is synced and then renamed. */
async function writeWhole(path: string, content: Uint8Array | string) {
  const draft = join(dirname(path), `.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Syncs a folder, which contains the names of its files. */
async function syncFolder(path: string) {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The result, or null if the file does not exist. */
const orNull = <Value>(read: Promise<Value>): Promise<Value | null> =>
  read.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
