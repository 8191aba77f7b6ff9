import { readFile } from 'node:fs/promises';
import { writeOrCheck } from './writeOrCheck.ts';

/**
 * Writes the import map of each edge function: what `src` and `packages/shared` import by a bare name, in the versions
 * of package-lock.json. Supabase requires one for each function, and does not read package.json.
 */
const packages = [
  '@noble/hashes',
  '@supabase/supabase-js',
  'ajv',
  'canonicalize',
  'ipaddr.js',
  'jose',
  'kysely',
  'lru-cache',
  'p-retry',
  'pg',
  're2js',
  'semver',
  'zod',
];
/**
 * Files of these are imported as well: https://docs.deno.com/runtime/fundamentals/modules/ describes how a map names
 * them.
 */
const withPaths = ['@noble/hashes', 'ajv'];

const lock: { packages: Record<string, { version: string }> } = JSON.parse(
  await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'),
);
const versionOf = (name: string): string => {
  const version = lock.packages[`node_modules/${name}`]?.version;
  if (version) return version;
  throw new Error(`${name} is not in package-lock.json.`);
};
const imports = Object.fromEntries([
  ...packages.map((name) => [name, `npm:${name}@${versionOf(name)}`]),
  ...withPaths.map((name) => [`${name}/`, `npm:/${name}@${versionOf(name)}/`]),
]);

for (const name of ['registry_agents_sync', 'registry_templates_sync']) {
  await writeOrCheck(`supabase/functions/${name}/deno.json`, `${JSON.stringify({ imports }, null, 2)}\n`);
}
