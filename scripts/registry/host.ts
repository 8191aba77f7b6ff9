import { fileURLToPath } from 'node:url';
import type { Host } from '../../packages/cli/host.ts';

/** The definitions that come with the registry. */
export const definitions = fileURLToPath(new URL('../../packages/shared', import.meta.url));

/** The CLI as the npm scripts of this repository have it. */
export const host: Host = {
  command: 'npm run registry --',
  quietCommand: 'npm run -s registry --',
  // npm runs scripts in the folder of package.json, and puts the one where they were typed in INIT_CWD.
  folder: process.env.INIT_CWD ?? process.cwd(),
  definitions,
};
