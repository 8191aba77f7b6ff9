import { join } from 'node:path';
import type { Artifacts } from '../../src/artifacts/artifacts.ts';
import { filesIn } from '../../src/artifacts/files.ts';
import type { Env } from './env.ts';

/**
 * Supabase Storage where there is a project to keep files in, so that all gateways share them; else a folder. A preview
 * has its own, as it has its own schema: its sweep must not see what others refer to.
 */
export async function openArtifacts(
  {
    SUPABASE_URL: url,
    SUPABASE_SECRET_KEY: secretKey,
    REGISTRY_DATA_DIR,
    REGISTRY_SCHEMA,
  }: Pick<Env, 'SUPABASE_URL' | 'SUPABASE_SECRET_KEY' | 'REGISTRY_DATA_DIR' | 'REGISTRY_SCHEMA'>,
  traceHeaders?: () => Record<string, string>,
): Promise<Artifacts> {
  const folder = artifactsFolder(REGISTRY_SCHEMA);
  if (!url || !secretKey) return filesIn(join(REGISTRY_DATA_DIR, 'artifacts', folder));
  const { supabaseStorage } = await import('../../src/artifacts/supabaseStorage.ts');
  return supabaseStorage({ url, secretKey, folder, traceHeaders });
}

/** Where in the store a schema has its files. */
export const artifactsFolder = (schema: string): string => (schema === 'nofx' ? '' : `previews/${schema}/`);
