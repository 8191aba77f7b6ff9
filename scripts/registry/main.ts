/** `npm run registry -- <command>`: the whole CLI. */
import { start } from './start.ts';

await start();
