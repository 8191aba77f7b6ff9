import { spawnSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dependencyProblems } from './dependencyProblems.ts';
import { publishedManifest } from './publishedManifest.ts';
import { rewriteImports } from './rewriteImports.ts';
import { root, type Workspace } from './workspaces.ts';

/**
 * Compiles the packages to JavaScript with declarations, each a folder that can be packed and installed anywhere.
 *
 * @param folderOf where a package is written
 * @throws Error when they do not compile, or import what they do not list
 */
export async function buildPackages(
  workspaces: readonly Workspace[],
  folderOf: (slug: string) => string,
): Promise<void> {
  const compiled = await mkdtemp(join(tmpdir(), 'nofx-compiled-'));
  try {
    const tsc = ['-p', join(root, 'packages/tsconfig.build.json'), '--outDir', compiled];
    const { status } = spawnSync('tsc', tsc, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Error('The packages do not compile.');
    const problems: string[] = [];
    for (const each of workspaces)
      problems.push(...(await write(each, join(compiled, each.slug), folderOf(each.slug), workspaces)));
    if (problems.length > 0) throw new Error(`The packages cannot be published:\n${problems.join('\n')}`);
  } finally {
    await rm(compiled, { recursive: true, force: true });
  }
}

/** Writes one package, and returns what is wrong with its dependencies. */
async function write(
  workspace: Workspace,
  compiled: string,
  out: string,
  all: readonly Workspace[],
): Promise<string[]> {
  const { folder, slug, manifest } = workspace;
  const source = join(root, folder);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const imports = await writeCode(slug, compiled, out, all);
  const json = publishedManifest(manifest, process.env.GITHUB_REPOSITORY);
  await writeFile(join(out, 'package.json'), `${JSON.stringify(json, null, 2)}\n`);
  await copyFile(join(source, 'README.md'), join(out, 'README.md'));
  await copyFile(join(root, 'LICENSE'), join(out, 'LICENSE'));
  if (manifest.exports['./schemas/*.json'])
    await cp(join(source, 'schemas'), join(out, 'schemas'), { recursive: true });
  for (const path of Object.values(json.bin ?? {})) await chmod(join(out, path), 0o755);
  const peers = all
    .filter((each) => imports.has(each.manifest.name))
    .flatMap((each) => Object.keys(each.manifest.peerDependencies ?? {}));
  return dependencyProblems(workspace, imports, peers);
}

/** Writes the modules and declarations of a package, and returns the packages that they import. */
async function writeCode(slug: string, compiled: string, out: string, all: readonly Workspace[]): Promise<Set<string>> {
  const imports = new Set<string>();
  const files = (await readdir(compiled, { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file));
  for (const file of files) {
    const path = `${slug}/${file}`.replaceAll('\\', '/');
    const { text, imports: found } = rewriteImports(path, await readFile(join(compiled, file), 'utf8'), all);
    for (const name of found) imports.add(name);
    await mkdir(dirname(join(out, file)), { recursive: true });
    await writeFile(join(out, file), text);
  }
  return imports;
}
