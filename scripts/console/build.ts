/**
 * Builds the web console into packages/console/dist: files named by their hashes, each compressed beside itself.
 *
 *     node scripts/console/build.ts [--if-needed]
 *
 * `--if-needed` (before `npm start`) does nothing when the sources are those of the last build, and does not fail where
 * the tools of development are not installed: the gateway serves its other addresses without a console.
 */
import { existsSync } from 'node:fs';
import { usage } from '../../packages/node/usage.ts';
import { buildConsole, isBuilt } from './buildConsole.ts';

usage(
  `Usage: npm run console:build [-- --if-needed]

Builds the web console into packages/console/dist.`,
  ['--if-needed'],
);

const ifNeeded = process.argv.includes('--if-needed');
const canBuild = existsSync(new URL('../../node_modules/vite', import.meta.url));

if (!ifNeeded || (canBuild && !(await isBuilt()))) {
  const started = performance.now();
  try {
    const { files, firstView } = await buildConsole();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.error(`Built the console in ${seconds} s: ${files} files; the first view loads ${firstView} KB (gzip).`);
  } catch (error) {
    if (!ifNeeded) throw error;
    console.error(`The console could not be built; the gateway starts without it: ${(error as Error).message}`);
  }
}
