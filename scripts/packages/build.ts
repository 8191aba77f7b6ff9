/** `npm run packages:build`: writes packages/<name>/dist, each a package that can be packed and installed anywhere. */
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { usage } from '../../packages/node/usage.ts';
import { dependencyProblems } from './dependencyProblems.ts';
import { publishedManifest } from './publishedManifest.ts';
import { rewriteImports } from './rewriteImports.ts';
import { readWorkspaces, root, type Workspace } from './workspaces.ts';

usage(`Usage: npm run packages:build

Compiles the packages to JavaScript with declarations, each into packages/<name>/dist.`);

const compiled = join(root, 'node_modules/.cache/packages');
await rm(compiled, { recursive: true, force: true });
const { status } = spawnSync('tsc', ['-p', join(root, 'packages/tsconfig.build.json')], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) throw new Error('The packages cannot be compiled.');

const workspaces = await readWorkspaces();
const problems: string[] = [];
for (const workspace of workspaces) problems.push(...(await write(workspace)));
if (problems.length > 0) throw new Error(`The packages were not built:\n${problems.join('\n')}`);
console.log(`Built ${workspaces.map(({ folder }) => `${folder}/dist`).join(', ')}.`);

/** Writes one package, and returns what is wrong with its dependencies. */
async function write(workspace: Workspace): Promise<string[]> {
  const { folder, slug, manifest } = workspace;
  const source = join(root, folder);
  const out = join(source, 'dist');
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  const imports = new Set<string>();
  const files = (await readdir(join(compiled, slug), { recursive: true })).filter((file) => /\.(js|d\.ts)$/.test(file));
  for (const file of files) {
    const path = `${slug}/${file}`.replaceAll('\\', '/');
    const { text, imports: found } = rewriteImports(
      path,
      await readFile(join(compiled, slug, file), 'utf8'),
      workspaces,
    );
    for (const name of found) imports.add(name);
    await mkdir(dirname(join(out, file)), { recursive: true });
    await writeFile(join(out, file), text);
  }
  const json = publishedManifest(manifest, process.env.GITHUB_REPOSITORY);
  await writeFile(join(out, 'package.json'), `${JSON.stringify(json, null, 2)}\n`);
  await copyFile(join(source, 'README.md'), join(out, 'README.md'));
  await copyFile(join(root, 'LICENSE'), join(out, 'LICENSE'));
  if (manifest.exports['./schemas/*.json'])
    await cp(join(source, 'schemas'), join(out, 'schemas'), { recursive: true });
  for (const path of Object.values((json.bin as Record<string, string> | undefined) ?? {}))
    await chmod(join(out, path), 0o755);
  const peers = workspaces
    .filter(({ manifest: { name } }) => imports.has(name))
    .flatMap(({ manifest: { peerDependencies = {} } }) => Object.keys(peerDependencies));
  return dependencyProblems(workspace, imports, peers);
}
