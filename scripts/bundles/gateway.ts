/**
 * Builds the bundle of the gateway that `npm start` runs.
 *
 *     node scripts/bundles/gateway.ts [--if-needed]
 *
 * `--if-needed` (before `npm start`) does nothing when the sources are those of the last build, and does not fail where
 * development dependencies are not installed: the gateway then starts from its sources.
 */
import { existsSync } from 'node:fs';
import { usage } from '../../packages/node/usage.ts';
import { upToDateBundle } from '../../server/bundle.ts';

usage(
  `Usage: npm run gateway:build [-- --if-needed]

Builds the bundle that npm start runs. Without it, or when a source has changed since, the gateway starts from its sources.`,
  ['--if-needed'],
);

const ifNeeded = process.argv.includes('--if-needed');
const canBuild = existsSync(new URL('../../node_modules/rolldown', import.meta.url));

if (!ifNeeded || (canBuild && !upToDateBundle())) {
  const started = performance.now();
  try {
    const { buildGateway } = await import('./buildGateway.ts');
    const { modules } = await buildGateway();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.error(`Built the gateway in ${seconds} s: one bundle of ${modules} modules.`);
  } catch (error) {
    if (!ifNeeded) throw error;
    console.error(`The gateway could not be bundled; it starts from its sources: ${(error as Error).message}`);
  }
}
