/**
 * Runs the tests of the platform: the edge functions under Deno, what Vercel builds, the checks of Supabase's CLI, a
 * transaction pooler, the workflows. Installs their tools first, once; whatever follows `--` is handed on to vitest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { testUsage } from './testUsage.ts';

testUsage(`Usage: npm run test:platform [-- <file>… <option of vitest>…]

Runs the tests of the platform (edge functions, Vercel, PgBouncer, workflows). Installs their tools first (once, 700 MB).
All options: npx vitest --help`);

const tools = fileURLToPath(new URL('../tests/platform/', import.meta.url));
const installed = `${tools}node_modules/.package-lock.json`;

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(`${tools}package.json`).mtimeMs) {
  console.log('Installing the tools of the platform (once, 700 MB)…');
  // No lock file: not every registry has the packages of all platforms, which a lock file would have to name.
  const args = ['install', '--prefix', tools, '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', args, { stdio: 'inherit' });
  if (status !== 0) throw new Error('The tools of the platform could not be installed. Is the npm registry reachable?');
}

const { status } = spawnSync('node', ['scripts/test.ts', '--project', 'platform', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
