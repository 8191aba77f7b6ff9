import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Keeps what Node and V8 make of the modules of this repository that are loaded from now on, so that the next start does not
 * strip their types and compile them again. Without effect where the folder cannot be written to. Not in the shared temporary
 * folder, where others write; and not while coverage is measured, which is imprecise for code from the cache.
 */
export function keepCompiled(): void {
  if (process.env.NODE_V8_COVERAGE) return;
  enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url)));
}
