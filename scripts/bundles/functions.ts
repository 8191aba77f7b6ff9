/**
 * Bundles the functions that Vercel runs, with what they import, before Vercel builds them: `api` re-exports the bundles.
 *
 *     node scripts/bundles/functions.ts
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { usage } from '../../packages/node/usage.ts';
import { bundle } from './bundle.ts';

usage(`Usage: node scripts/bundles/functions.ts

Bundles server/functions/entries into server/functions/bundled; api re-exports the bundles.`);

const functions = fileURLToPath(new URL('../../server/functions/', import.meta.url));
const entries = await readdir(join(functions, 'entries'));
const bundled = join(functions, 'bundled');
for (const file of await readdir(bundled)) if (file.endsWith('.mjs')) await rm(join(bundled, file));
const { modules } = await bundle(
  Object.fromEntries(entries.map((file) => [file.slice(0, -'.ts'.length), join('server/functions/entries', file)])),
  bundled,
  true,
);
console.log(`Bundled ${entries.length} functions, of ${modules.length} modules.`);
