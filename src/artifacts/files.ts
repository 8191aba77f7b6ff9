import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifacts, Blob } from './artifacts.ts';

/** Keeps blobs as files in a folder: `sha256/<digest>`. */
export function filesIn(folder: string): Artifacts {
  const home = join(folder, 'sha256');
  const place = (sha256: string) => join(home, sha256);

  async function write({ sha256, bytes }: Blob) {
    if (
      await access(place(sha256)).then(
        () => true,
        () => false,
      )
    )
      return;
    const draft = join(home, `.${sha256}.${randomUUID()}`);
    try {
      const file = await open(draft, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, place(sha256));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  return {
    async put(blobs) {
      await mkdir(home, { recursive: true });
      for (const blob of blobs) await write(blob);
      const directory = await open(home, 'r');
      try {
        await directory.sync();
      } finally {
        await directory.close();
      }
    },
    async get(sha256) {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
      return readFile(place(sha256)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
    },
  };
}
