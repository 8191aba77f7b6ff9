import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Installs the peers, when they are missing or older than the lock file. */
export function installPeers(): void {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const installed = `${here}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${here}package-lock.json`).mtimeMs) return;
  console.log('Installing the peers (once, 300 MB)…');
  const { status } = spawnSync('npm', ['ci', '--prefix', here, '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('`npm ci --prefix bench` failed. Is the npm registry reachable?');
}
