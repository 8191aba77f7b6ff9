import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { appendFile, chmod, chown, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { upToDateBundle } from '../../server/bundle.ts';
import { environmentVariables } from '../../server/open/env.ts';
import { freePort } from '../support/postgres.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dockerfile = await readFile(join(root, 'ops/Dockerfile'), 'utf8');
/** The arguments of an instruction in the last stage, one string for each occurrence. */
const instruction = (name: string): string[] =>
  (dockerfile.split(/^FROM /m).at(-1) ?? '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.startsWith(`${name} `))
    .map((line) => line.slice(name.length + 1));
const json = (text: string): string[] => JSON.parse(text.slice(text.indexOf('[')));

// There is no container engine here: this is the content of the image, in a folder, started by its own command,
// as a user who owns none of it.
let folder: string;
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-image-'));
  await chmod(folder, 0o755);
  for (const copy of instruction('COPY').filter((each) => !each.startsWith('--from'))) {
    const sources = copy.split(' ').slice(0, -1);
    for (const source of sources) await cp(join(root, source), join(folder, 'app', source), { recursive: true });
  }
  await copyProductionPackages(join(folder, 'app'));
  for (const copy of instruction('COPY').filter((each) => each.startsWith('--from=built /app/node_modules/'))) {
    const [, path = ''] = copy.split(' ');
    await cp(join(root, path.slice('/app/'.length)), join(folder, path), { recursive: true });
  }
  // It is in the bundle: the sources would not start without it.
  await rm(join(folder, 'app/node_modules/graphql-yoga'), { recursive: true });
  await mkdir(join(folder, 'data'));
  if (user.uid) await chown(join(folder, 'data'), user.uid, user.gid);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How the image executes its programs. */
const optionsWith = (port: number) => ({
  ...user,
  cwd: join(folder, 'app'),
  env: {
    ...Object.fromEntries(instruction('ENV').flatMap((line) => line.split(' ').map((each) => each.split('=', 2)))),
    PATH: dirname(process.execPath),
    PORT: String(port),
    REGISTRY_DATA_DIR: join(folder, 'data'),
    NODE_V8_COVERAGE: '', // Node hands it to every child otherwise, and the gateway would then run its sources.
  },
});
const [program = '', ...args] = json(instruction('CMD')[0] ?? '');

it('the image starts from its bundle, is healthy, and stops on request', async () => {
  const options = optionsWith(await freePort());
  expect(program).toBe('node');
  const gateway = spawn(process.execPath, args, options);
  const output: string[] = [];
  for (const stream of [gateway.stdout, gateway.stderr])
    stream.on('data', (chunk: Buffer) => output.push(String(chunk)));
  const ended = once(gateway, 'exit');

  const [, ...health] = json(instruction('HEALTHCHECK')[0] ?? '');
  const check = () =>
    new Promise<number>((resolve) => {
      execFile(process.execPath, health, options, (error) => resolve(error ? Number(error.code) : 0));
    });
  expect(await check()).toBe(1);
  while (gateway.exitCode === null && !output.join('').includes('/health/ready')) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect([output.join(''), await check()]).toEqual([expect.stringContaining('published agent code-reviewer@'), 0]);

  gateway.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(output.join('')).toContain('Stopped.');
}, 300_000);

it('a bundle is not used after one of its sources has changed', async () => {
  await appendFile(join(folder, 'app/src/errors.ts'), '\n// Changed.\n');
  const options = optionsWith(await freePort());
  const failure = await promisify(execFile)(process.execPath, args, options).catch((error) => error);
  expect([failure.code, failure.stderr]).toEqual([1, expect.stringContaining("Cannot find package 'graphql-yoga'")]);
});

it('without development dependencies, a build that is not required does nothing and prints nothing', async () => {
  const program = ['scripts/bundles/gateway.ts', '--if-needed'];
  expect(await promisify(execFile)(process.execPath, program, optionsWith(0))).toEqual({ stdout: '', stderr: '' });
});

it('the image runs as a user, with an init, and contains no development dependency', () => {
  expect(instruction('USER')).toEqual(['node']);
  expect(instruction('ENTRYPOINT')).toEqual(['["tini", "--"]']);
  expect(dockerfile).toContain('npm ci --omit=dev');
});

it('the compose file sets only variables that the gateway reads', async () => {
  const compose = await readFile(join(root, 'ops/compose.yaml'), 'utf8');
  const [, gateway = ''] = /^ {2}gateway:\n(.*?)^ {2}\w/ms.exec(compose) ?? [];
  const names = [...gateway.matchAll(/^ {6}([A-Z_]+):/gm)].map(([, name = '']) => name);
  expect(names.length).toBeGreaterThan(1);
  expect(names.filter((name) => !environmentVariables.includes(name))).toEqual([]);
});

/** In this repository. Not in a file of its own: the image above is a copy of what is built here. */
const build = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/bundles/gateway.ts', ...args], {
    cwd: root,
  });

it('two builds at once leave one bundle that is whole', async () => {
  const built = await Promise.all([build(), build()]);
  for (const { stderr } of built)
    expect(stderr).toMatch(/^Built the gateway in [\d.]+ s: one bundle of \d+ modules\.\n$/);
  const entry = upToDateBundle();
  expect(entry && existsSync(entry)).toBe(true);
});

it('a build that is not needed prints nothing', async () => {
  expect(await build('--if-needed')).toEqual({ stdout: '', stderr: '' });
});

it('a source that is changed during a build leaves the bundle before it', async () => {
  const before = upToDateBundle()?.href;
  const source = new URL('../../server/bundle.ts', import.meta.url);
  const { atime, mtime } = statSync(source);
  const failed = build().catch((error) => error);
  // The same content, written later than the build began.
  utimesSync(source, atime, new Date(Date.now() + 60_000));
  try {
    expect((await failed).stderr).toContain('server/bundle.ts was changed during the build.');
    expect(upToDateBundle()?.href).toBe(before);
  } finally {
    utimesSync(source, atime, mtime);
  }
});

/** What `npm ci --omit=dev` installs, copied from the installed packages, so that nothing else is found beside them. */
async function copyProductionPackages(to: string): Promise<void> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const paths = Object.entries<{ dev?: boolean; devOptional?: boolean; link?: boolean }>(packages)
    .filter(([path, { dev, devOptional, link }]) => path.startsWith('node_modules/') && !dev && !devOptional && !link)
    .map(([path]) => path);
  for (const path of paths) {
    await cp(join(root, path), join(to, path), { recursive: true }).catch((error) => {
      if (error.code !== 'ENOENT') throw error; // for another platform
    });
  }
}
