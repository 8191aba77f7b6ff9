/** `npm run packages:pack`: builds the packages and writes their tarballs to a folder. */
import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { misused, usage } from '../../packages/node/usage.ts';
import { readWorkspaces, root } from './workspaces.ts';

const text = `Usage: npm run packages:pack [-- <folder>]

Builds the packages and writes their tarballs (nofx-cli-0.1.0.tgz and so on) to a folder (default: tarballs).`;

usage(text, ['--']);
const [folder = 'tarballs', ...rest] = process.argv.slice(2);
if (rest.length > 0) misused(`"${rest[0]}" is one folder too many.`, text);

const run = (command: string, args: string[], cwd = root) => {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed.`);
};

const target = resolve(process.env.INIT_CWD ?? process.cwd(), folder);
await mkdir(target, { recursive: true });
run('node', [join(root, 'scripts/packages/build.ts')]);
// Not one of npm's own options that was typed for the script above, such as --dry-run.
const options = ['--ignore-scripts', '--dry-run=false', '--json=false', '--loglevel=error'];
for (const workspace of await readWorkspaces())
  run('npm', ['pack', ...options, '--pack-destination', target], join(root, workspace.folder, 'dist'));
