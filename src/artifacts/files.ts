import { randomUUID } from 'node:crypto';
import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { forEachConcurrent } from '../../packages/node/concurrency.ts';
import { RequestError } from '../errors.ts';
import type { Artifacts, Blob, StoredBlob } from './artifacts.ts';
import { indexPath, textOfIndex } from './bundleIndex.ts';
import { intact, isDigest, isIntact } from './digest.ts';
import { explainDisk } from './diskError.ts';

const atOnce = 8;
const hexDigits = '0123456789abcdef';
/** What a file is called until it is whole; what is called by its digest is. */
const isDraft = (name: string) => name.startsWith('.');

/** Keeps blobs as files in a folder: `sha256/<digest>`. */
export function filesIn(folder: string): Artifacts {
  const home = join(folder, 'sha256');
  const place = (sha256: string) => join(home, sha256);

  /** One that is there and damaged is written anew. */
  async function putOne({ sha256, bytes }: Blob) {
    const there = await orNull(readFile(place(sha256)));
    if (!there || !isIntact(sha256, there)) await writeWhole(place(sha256), bytes);
  }

  async function* names(): AsyncGenerator<string> {
    const entries = await orNull(opendir(home));
    if (entries) for await (const { name } of entries) yield name;
  }

  async function look(sha256: string): Promise<StoredBlob | null> {
    const found = await orNull(stat(place(sha256)));
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
      const bytes = isDigest(sha256) ? await orNull(readFile(place(sha256))).catch(explainDisk) : null;
      return bytes && intact(sha256, bytes);
    },
    /** A page is what begins with one hexadecimal digit: a sixteenth of the folder in memory. */
    async list(after) {
      const digit = after ?? '0';
      if (digit.length !== 1 || !hexDigits.includes(digit)) {
        throw new RequestError('BAD_USER_INPUT', '`after` is no cursor of this store.');
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
    async remove(digests) {
      const removed: string[] = [];
      await forEachConcurrent(digests.filter(isDigest), atOnce, async (sha256) => {
        if (await orNull(rm(place(sha256)).then(() => true))) removed.push(sha256);
      });
      return removed;
    },
    async discardUnfinished(before) {
      for await (const name of names()) {
        const draft = isDraft(name) ? await orNull(stat(place(name))) : null;
        if (draft && draft.mtime < before) await rm(place(name), { force: true });
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

/** The file is there as a whole or not at all, whenever the power goes: written aside, synced, then named. */
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

/** Names are kept by the folder: it is synced, too. */
async function syncFolder(path: string) {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** What was read, or null when there is no such file. */
const orNull = <Value>(read: Promise<Value>): Promise<Value | null> =>
  read.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
