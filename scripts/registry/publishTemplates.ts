/** Publishes templates; `--help` lists the options. */
import { start } from './start.ts';

await start('publish', 'templates');
