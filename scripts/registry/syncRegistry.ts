/** Compares a folder with the registry, and publishes what is new: `node scripts/registry/syncRegistry.ts agents --check`. */
import { start } from './start.ts';

await start('sync');
