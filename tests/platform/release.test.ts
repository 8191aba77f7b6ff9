import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readWorkspaces } from '../../scripts/packages/workspaces.ts';
import { childEnv } from '../support/childEnv.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workspaces = await readWorkspaces();
const version = workspaces[0]?.manifest.version ?? '';
const ids = workspaces.map(({ manifest: { name } }) => `${name}@${version}`);

/** What npm uploads (https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md), as far as it matters here. */
interface Upload {
  name: string;
  access: string;
  versions: Record<
    string,
    { bin?: Record<string, string>; dependencies?: Record<string, string>; dist: { integrity: string } }
  >;
}

/** The npm registry, as far as a release needs it: it records what was uploaded. */
interface NpmRegistry {
  url: string;
  uploads: Upload[];
  /** When set, the status of every response. */
  status: number | null;
  server: Server;
}

async function startNpmRegistry(): Promise<NpmRegistry> {
  const registry: NpmRegistry = { url: '', uploads: [], status: null, server: createServer() };
  registry.server.on('request', async (request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const name = decodeURIComponent(request.url?.slice(1).split('?')[0] ?? '');
    if (registry.status !== null) return answer(registry.status, { error: 'out of order' });
    if (request.method === 'PUT') {
      registry.uploads.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
      return answer(201, { ok: true });
    }
    const found = registry.uploads.find((upload) => upload.name === name);
    return found ? answer(200, { ...found, 'dist-tags': { latest: version } }) : answer(404, { error: 'not found' });
  });
  await new Promise<void>((resolve) => registry.server.listen(0, '127.0.0.1', resolve));
  registry.url = `http://127.0.0.1:${(registry.server.address() as AddressInfo).port}/`;
  return registry;
}

describe('a release', () => {
  let folder: string;
  let registry: NpmRegistry;

  const release = (args: readonly string[], env: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        'npm',
        ['run', '--silent', 'packages:release', '--', '--from', join(folder, 'tarballs'), ...args],
        {
          cwd: root,
          env: childEnv({ npm_config_userconfig: join(folder, '.npmrc'), npm_config_fetch_retries: '0', ...env }),
        },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  const linesOf = (says: string) => ids.map((id) => `${id} ${says}\n`).join('');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-release-'));
    registry = await startNpmRegistry();
    const { host } = new URL(registry.url);
    await writeFile(
      join(folder, '.npmrc'),
      `registry=${registry.url}\n//${host}/:_authToken=secret\ncache=${folder}/cache\n`,
    );
    await new Promise<void>((resolve, reject) => {
      const args = ['run', '--silent', 'packages:pack', '--', join(folder, 'tarballs')];
      execFile('npm', args, { cwd: root, env: childEnv() }, (error) => (error ? reject(error) : resolve()));
    });
  });
  afterAll(async () => {
    registry?.server.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    registry.status = null;
  });

  it('uploads nothing in a dry run', async () => {
    const { code, out } = await release(['--dry-run']);
    expect([code, registry.uploads]).toEqual([0, []]);
    for (const id of ids) expect(out).toContain(`${id} would be published.\n`);
  });

  it('uploads nothing for a tag that differs from the version', async () => {
    const { code, err } = await release([], { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v9.9.9' });
    expect([code, err]).toEqual([
      1,
      `The tag is v9.9.9, the version of the packages ${version}: the tag must be v${version}.\n`,
    ]);
    expect(registry.uploads).toEqual([]);
  });

  it('uploads nothing while the npm registry does not report existing versions', async () => {
    registry.status = 403;
    const { code, err } = await release([]);
    expect([code, err]).toEqual([1, expect.stringContaining(`The npm registry cannot be asked for ${ids[0]}: `)]);
    expect(registry.uploads).toEqual([]);
  });

  it('uploads each package once, dependencies first', async () => {
    const tag = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: `v${version}` };
    const first = await release([], tag);
    expect([first.code, first.err]).toEqual([0, '']);
    for (const id of ids) expect(first.out).toContain(`${id} was published.\n`);
    expect(registry.uploads.map(({ name }) => `${name}@${version}`)).toEqual(ids);
    const seen = new Set<string>();
    for (const { name, access, versions } of registry.uploads) {
      const { dependencies = {}, dist } = versions[version] ?? {};
      expect([name, access, dist?.integrity]).toEqual([name, 'public', expect.stringMatching(/^sha512-/)]);
      for (const other of Object.keys(dependencies).filter((each) => each.startsWith('@nofx/')))
        expect([name, other, seen.has(other)]).toEqual([name, other, true]);
      seen.add(name);
    }

    const second = await release([], tag);
    expect(second).toEqual({ code: 0, err: '', out: linesOf('is already published.') });
    expect(registry.uploads).toHaveLength(ids.length);
  });
});
