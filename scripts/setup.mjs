// Runs before every script that needs the dependencies, on whatever Node is there (20 or newer) and with nothing installed:
// plain JavaScript, no dependencies.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = `${root}package-lock.json`;
const installed = `${root}node_modules/.package-lock.json`;

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error('Installing dependencies (once)…');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // An option of the script that was typed before `--`, such as --dry-run, is in the environment as one of npm's.
  const args = ['ci', '--dry-run=false', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync(npm, args, {
    cwd: root,
    stdio: ['ignore', 2, 2], // What a script prints on its standard output is the script's own.
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('`npm ci` failed; nothing was started. Is the npm registry reachable?');
    process.exit(status ?? 1);
  }
}
