import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Most of a short command would be spent on reading TypeScript. Not in the shared temporary folder, where others write.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/registry', import.meta.url)));

const { run } = await import('../../packages/cli/run.ts');
const { preview } = await import('./preview.ts');
await run([preview]);
