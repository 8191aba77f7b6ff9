import { hash } from 'node:crypto';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artifacts, Blob } from '../../../src/artifacts/artifacts.ts';
import { filesIn } from '../../../src/artifacts/files.ts';
import { supabaseStorage } from '../../../src/artifacts/supabaseStorage.ts';
import { startStorage } from './storageServer.ts';

/** A store, with what only direct access to its storage can do. */
export interface OpenStore {
  artifacts: Artifacts;
  /** Makes a blob look as if it had been put this many hours ago. */
  age(sha256: string, hours: number): Promise<void>;
  /** Writes other content under its digest. */
  damage(sha256: string, bytes: Uint8Array): Promise<void>;
  /** The content at a path, such as `agents/reviewer/1.0.0/bundle.json`. */
  read(place: string): Promise<string>;
  close(): Promise<void>;
}

export const stores: Record<string, () => Promise<OpenStore>> = { files: openFiles, 'Supabase Storage': openSupabase };

async function openFiles(): Promise<OpenStore> {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-artifacts-'));
  return {
    artifacts: filesIn(folder),
    age: (sha256, hours) => utimes(join(folder, 'sha256', sha256), hoursAgo(hours), hoursAgo(hours)),
    damage: (sha256, bytes) => writeFile(join(folder, 'sha256', sha256), bytes),
    read: (place) => readFile(join(folder, place), 'utf8'),
    close: () => rm(folder, { recursive: true }),
  };
}

/** The real adapter and the real client with a server that is not the real one: see storageServer.ts. */
async function openSupabase(): Promise<OpenStore> {
  const server = await startStorage();
  const object = (place: string) => {
    const found = server.buckets.get('registry-bundles')?.objects.get(place);
    if (!found) throw new Error(`There is no ${place}.`);
    return found;
  };
  return {
    artifacts: supabaseStorage({ url: server.url, secretKey: server.key }),
    async age(sha256, hours) {
      object(`sha256/${sha256}`).updatedAt = hoursAgo(hours);
    },
    async damage(sha256, bytes) {
      object(`sha256/${sha256}`).bytes = Buffer.from(bytes);
    },
    read: async (place) => object(place).bytes.toString(),
    close: () => server.close(),
  };
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

export function blob(content: string | Uint8Array): Blob {
  const bytes = Buffer.from(content);
  return { sha256: hash('sha256', bytes), bytes };
}

/** Everything that a store lists, page by page. */
export async function listed(artifacts: Artifacts) {
  const blobs = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Artifacts['list']>> = await artifacts.list(after);
    blobs.push(...page.blobs);
    after = page.next;
  } while (after !== null);
  return blobs;
}
