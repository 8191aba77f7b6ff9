import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlesBucket } from '../../packages/manifest/contract/bundleUpload.ts';
import { artifactsFolder } from '../../server/open/artifacts.ts';
import type { Env } from '../../server/open/env.ts';
import { orNull, refuse, supabaseBucket } from '../../src/artifacts/supabaseBucket.ts';

const atOnce = 100;

/** Removes the files of a preview, of its folder only. Gives how many there were. */
export async function emptyArtifacts(env: Env, schema: string): Promise<number> {
  const folder = artifactsFolder(schema);
  if (!/^previews\/preview_[a-z0-9_]+\/$/.test(folder)) throw new Error(`${folder} is not the folder of a preview.`);
  const { SUPABASE_URL: url, SUPABASE_SECRET_KEY: secretKey } = env;
  return url && secretKey
    ? emptyBucket({ url, secretKey, bucket: bundlesBucket }, folder)
    : emptyFolder(join(env.REGISTRY_DATA_DIR, 'artifacts', folder));
}

async function emptyFolder(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  await rm(folder, { recursive: true, force: true });
  return entries.filter((entry) => entry.isFile()).length;
}

async function emptyBucket(options: Parameters<typeof supabaseBucket>[0], folder: string): Promise<number> {
  const { files, ask } = supabaseBucket(options);
  let removed = 0;
  for (;;) {
    const page = await ask(() => files.listV2({ prefix: folder, limit: atOnce }), orNull);
    const names = page?.objects.map(({ name }) => (name.startsWith(folder) ? name : `${folder}${name}`)) ?? [];
    if (names.length === 0) return removed;
    const gone = await ask(() => files.remove(names), refuse);
    if (gone.length === 0) throw new Error('The files of the preview are there, and cannot be removed.');
    removed += gone.length;
  }
}
