import { readFile } from 'node:fs/promises';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { dependencyProblems } from '../../scripts/packages/dependencyProblems.ts';
import { publishedManifest } from '../../scripts/packages/publishedManifest.ts';
import { rewriteImports } from '../../scripts/packages/rewriteImports.ts';
import { versionProblem } from '../../scripts/packages/versionProblem.ts';
import { readWorkspaces, root, type Workspace } from '../../scripts/packages/workspaces.ts';

const workspaces = await readWorkspaces();
const readJson = async (path: string) => JSON.parse(await readFile(`${root}${path}`, 'utf8'));
const rewritten = (path: string, text: string) => rewriteImports(path, text, workspaces);

describe('a compiled file', () => {
  it.each([
    [`import { a } from '../../client/index.js';`, `import { a } from '@nofx/client';`],
    [`import { a } from "../../node/readFolder.js";`, `import { a } from "@nofx/node/readFolder";`],
    [`export type { A } from '../../manifest/index.ts';`, `export type { A } from '@nofx/manifest';`],
    [`kind: import("../../manifest/index.ts").Kind;`, `kind: import("@nofx/manifest").Kind;`],
    [`await import('../../client/index.js')`, `await import('@nofx/client')`],
    [`import '../terminal.ts';`, `import '../terminal.js';`],
    [`import.meta.resolve('./reaper.ts')`, `import.meta.resolve('./reaper.js')`],
    [`import { join } from 'node:path';`, `import { join } from 'node:path';`],
  ])('imports other packages by name instead of by source path: %s', (before, after) =>
    expect(rewritten('cli/commands/pull.js', before).text).toBe(after),
  );

  it('reveals which packages it imports', () => {
    const text = `import 'zod';\nimport x from 'ajv/dist/2020.js';\nimport { y } from '@noble/hashes/sha2.js';\nimport '../client/index.js';\nimport 'node:fs';`;
    expect([...rewritten('cli/run.js', text).imports]).toEqual(['zod', 'ajv', '@noble/hashes', '@nofx/client']);
  });

  it('imports only what another package exports', () =>
    expect(() => rewritten('cli/run.js', `import { ask } from '../client/request.js';`)).toThrow(
      'packages/cli/run.js imports client/request.js, which its package does not export.',
    ));
});

describe('the published package.json', () => {
  const cli = workspaces.find(({ slug }) => slug === 'cli') as Workspace;

  it('names JavaScript and declarations, and is not private', () => {
    expect(publishedManifest(cli.manifest, undefined)).toMatchObject({
      name: '@nofx/cli',
      bin: { registry: './bin.js' },
      exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
      publishConfig: { access: 'public' },
    });
    expect(publishedManifest(cli.manifest, undefined)).not.toHaveProperty('private');
    expect(publishedManifest(cli.manifest, undefined)).not.toHaveProperty('repository');
  });

  it('names the repository that it is published from, as provenance requires', () =>
    expect(publishedManifest(cli.manifest, 'acme/registry')).toMatchObject({
      repository: { type: 'git', url: 'git+https://github.com/acme/registry.git' },
    }));

  it('lists exactly the dependencies that are imported', () => {
    const { dependencies = {} } = cli.manifest;
    const imports = new Set(Object.keys(dependencies).filter((name) => name !== 'graphql'));
    expect(dependencyProblems(cli, imports, ['graphql'])).toEqual([]);
    imports.delete('jose');
    expect(dependencyProblems(cli, imports.add('left-pad'), ['graphql'])).toEqual([
      '@nofx/cli imports left-pad, which its package.json does not list.',
      '@nofx/cli lists jose, which it does not import.',
    ]);
  });
});

describe('the packages of this repository', () => {
  it('can be released: they have one version, and depend on each other with it', async () => {
    const { version } = await readJson('package.json');
    expect(versionProblem(version, workspaces)).toBe(null);
    expect(versionProblem(version, workspaces, { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: `v${version}` })).toBe(null);
    expect(versionProblem('9.9.9', workspaces)).toBe(
      `@nofx/manifest has the version ${version}, the repository 9.9.9: they must be equal.`,
    );
    expect(versionProblem(version, workspaces, { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v9.9.9' })).toBe(
      `The tag is v9.9.9, the version of the packages ${version}: the tag must be v${version}.`,
    );
  });

  it('have the version that the OpenAPI document states', async () => {
    const [{ version }, { info }] = [await readJson('package.json'), await readJson('docs/openapi.json')];
    expect(info.version).toBe(version);
  });

  it.each(workspaces.map((workspace) => [workspace.manifest.name, workspace] as const))(
    '%s: accepts the versions that are tested here, and runs on the same versions of Node',
    async (_, { manifest }) => {
      const { packages } = await readJson('package-lock.json');
      const lowest = semver.minVersion(manifest.engines.node)?.version ?? '';
      for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })) {
        if (name.startsWith('@nofx/')) continue;
        const { version, engines = {} } = packages[`node_modules/${name}`];
        expect([name, version, semver.satisfies(version, range)]).toEqual([name, version, true]);
        // An optional peer is not installed with the package: only who installs it needs its versions of Node.
        if (manifest.peerDependenciesMeta?.[name]?.optional) continue;
        expect([name, engines.node, semver.satisfies(lowest, engines.node ?? '*')]).toEqual([name, engines.node, true]);
      }
    },
  );
});
