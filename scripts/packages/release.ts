/** `npm run packages:release`: publishes the packages to the npm registry, those that others depend on first. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { usage } from '../../packages/node/usage.ts';
import { versionProblem } from './versionProblem.ts';
import { readWorkspaces, root, type Workspace } from './workspaces.ts';

usage(
  `Usage: npm run packages:release [-- --dry-run] [--from <folder>]

Builds the packages and publishes them to the npm registry, those that others depend on first. A version that is there
already is left alone, so the command may run again. In GitHub Actions it adds provenance, and the tag must be v<version>.

  --dry-run         do everything except the upload
  --from <folder>   publish the tarballs of this folder (of npm run packages:pack) instead of building them`,
  ['--dry-run', '--from'],
);
const { values } = parseArgs({
  options: { 'dry-run': { type: 'boolean' }, from: { type: 'string' } },
  allowPositionals: true,
});
const isDryRun = values['dry-run'] ?? false;

const workspaces = await readWorkspaces();
const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const problem = versionProblem(version, workspaces, process.env);
if (problem) fail(problem);

const folder = values.from
  ? resolve(process.env.INIT_CWD ?? process.cwd(), values.from)
  : await mkdtemp(join(tmpdir(), 'nofx-release-'));
try {
  if (!values.from) npm(['run', '--silent', 'packages:pack', '--', folder], 'inherit');
  for (const workspace of workspaces) publish(workspace);
} finally {
  if (!values.from) await rm(folder, { recursive: true, force: true });
}

function publish({ slug, manifest: { name } }: Workspace): void {
  if (isPublished(`${name}@${version}`)) {
    console.log(`${name}@${version} is already published.`);
    return;
  }
  const provenance = process.env.ACTIONS_ID_TOKEN_REQUEST_URL ? ['--provenance'] : [];
  const tarball = join(folder, `nofx-${slug}-${version}.tgz`);
  npm(['publish', tarball, '--access=public', ...provenance, `--dry-run=${isDryRun}`, '--loglevel=error'], 'inherit');
  console.log(`${name}@${version} ${isDryRun ? 'would be published' : 'was published'}.`);
}

/** Asks the npm registry. Only "not found" means no: with any other answer nothing may be published. */
function isPublished(id: string): boolean {
  const { status, stdout } = spawnSync('npm', ['view', id, 'version', '--json', '--dry-run=false'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim() !== '';
  const { error } = JSON.parse(stdout || '{}') as { error?: { code?: string; summary?: string } };
  if (error?.code === 'E404') return false;
  return fail(
    `The npm registry cannot be asked for ${id}: ${error?.summary ?? error?.code ?? `npm ended with ${status}`}`,
  );
}

function npm(args: readonly string[], stdio: 'inherit'): void {
  const { status } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', stdio, stdio] });
  if (status !== 0) fail(`npm ${args[0]} failed; what was published before it stays. Run the command again.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
