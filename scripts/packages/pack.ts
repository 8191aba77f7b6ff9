/** `npm run packages:pack`: builds the packages and writes their tarballs to a folder. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { misused, usage } from '../../packages/node/usage.ts';
import { buildPackages } from './buildPackages.ts';
import { readWorkspaces } from './workspaces.ts';

const text = `Usage: npm run packages:pack [-- <folder>]

Builds the packages and writes their tarballs (nofx-cli-0.1.0.tgz and so on) to a folder (default: tarballs).`;

usage(text, ['--']);
const [folder = 'tarballs', ...rest] = process.argv.slice(2);
if (rest.length > 0) misused(`"${rest[0]}" is one folder too many.`, text);

const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
await mkdir(target, { recursive: true });
const workspaces = await readWorkspaces();
const built = await mkdtemp(join(tmpdir(), 'nofx-built-'));
try {
  await buildPackages(workspaces, (slug) => join(built, slug));
  // Not one of npm's own options that was typed for the script above, such as --dry-run.
  const options = ['--ignore-scripts', '--dry-run=false', '--json=false', '--loglevel=error'];
  const folders = workspaces.map(({ slug }) => join(built, slug));
  const npm = ['pack', ...folders, ...options, '--pack-destination', target];
  const { status } = spawnSync('npm', npm, { cwd: target, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('npm pack failed.');
} finally {
  await rm(built, { recursive: true, force: true });
}
