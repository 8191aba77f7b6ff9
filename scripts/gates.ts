/** Everything that CI checks, in one command; the tests last. Runs all of them, then says which failed. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import pc from 'picocolors';
import { usage } from '../packages/node/usage.ts';

usage(`Usage: npm run gates

Runs all checks of CI, the tests last, and prints which of them failed.`);

const gates: [name: string, command: string][] = [
  ['types', 'tsc --noEmit'],
  ['lint and format', 'biome check --error-on-warnings'],
  ['dead code', 'knip'],
  ['lock file', 'node scripts/checkLock.ts'],
  ['direction of imports', 'node scripts/checkDirection.ts'],
  ['database types', 'node scripts/generateDatabaseTypes.ts --check'],
  ['GraphQL schema', 'node scripts/printSchema.ts --check'],
  ['OpenAPI', 'node scripts/printOpenapi.ts --check'],
  ['typed documents', 'graphql-codegen --check'],
  ['JSON Schemas', 'node scripts/generateSchemas.ts --check'],
  ['imports of edge functions', 'node scripts/generateFunctionImports.ts --check'],
  ['agents', 'npm run --silent validate:agents'],
  ['templates', 'npm run --silent validate:templates'],
  ['platform', 'npm run --silent test:platform -- --coverage'],
  ['tests', 'npm test --silent -- --coverage'],
  ['coverage', 'npm run --silent coverage'],
];
/** What these print is worth watching. */
const aloud = ['tests', 'platform', 'coverage'];

rmSync(new URL('../coverage', import.meta.url), { recursive: true, force: true });
const failed: string[] = [];
for (const [name, command] of gates) {
  const watched = aloud.includes(name);
  if (watched && failed.length > 0) console.error(pc.red(`\nFailed: ${failed.join(', ')}.\n`));
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, {
    shell: true,
    encoding: 'utf8',
    stdio: watched ? 'inherit' : 'pipe',
  });
  const ok = status === 0;
  if (!ok) failed.push(name);
  if (watched) continue;
  console.log(
    `${ok ? pc.green('✓') : pc.red('✗')} ${name} ${pc.dim(`${((Date.now() - started) / 1000).toFixed(1)} s`)}`,
  );
  if (!ok) console.log(`${stdout}${stderr}`);
}
if (failed.length > 0) console.error(pc.red(`\nFailed: ${failed.join(', ')}.`));
process.exitCode = failed.length === 0 ? 0 : 1;
