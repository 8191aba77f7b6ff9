import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const middlewarePath = '/middleware.func';
const vercel = join(root, 'tests/platform/node_modules/.bin/vercel');

/** The output of `vercel build`: https://vercel.com/docs/build-output-api */
export interface Built {
  /** `.vercel/output`, in a folder with no node_modules above it. */
  folder: string;
  config: { routes: BuiltRoute[]; crons: { path: string; schedule: string }[] };
  functions: BuiltFunction[];
  middleware: BuiltMiddleware;
}

/** A function for the edge runtime, which the platform calls before its cache. */
export interface BuiltMiddleware {
  folder: string;
  runtime: string;
  entrypoint: string;
}

export interface BuiltRoute {
  handle?: string;
  src?: string;
  dest?: string;
  status?: number;
  middlewarePath?: string;
  headers?: Record<string, string>;
  continue?: boolean;
  has?: { type: string; key: string; value: string }[];
}

export interface BuiltFunction {
  /** The path of its requests: `/api/graphql`. */
  path: string;
  folder: string;
  handler: string;
  runtime: string;
  launcherType: string;
  maxDuration: number;
  supportsCancellation?: boolean;
}

/** Builds the source as it is, committed or not, like a deployment; only the packages are copied, not downloaded. */
export async function buildOnVercel(): Promise<Built> {
  const source = await mkdtemp(join(tmpdir(), 'nofx-vercel-source-'));
  try {
    await copySource(source);
    await vercelBuild(source);
    const folder = await mkdtemp(join(tmpdir(), 'nofx-vercel-output-'));
    await cp(join(source, '.vercel/output'), folder, { recursive: true });
    const paths = (await functionFolders(folder)).filter((path) => path !== middlewarePath);
    const functions = await Promise.all(paths.map((path) => builtFunction(folder, path, source)));
    const middleware = await builtFunction<BuiltMiddleware>(folder, middlewarePath, source);
    return { folder, config: JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')), functions, middleware };
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}

async function copySource(to: string) {
  const { stdout } = await run('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    maxBuffer: 2 ** 24,
  });
  for (const file of stdout.split('\0').filter(Boolean)) {
    await cp(join(root, file), join(to, file)).catch((error) => {
      if (error.code !== 'ENOENT') throw error; // Deleted, but not committed yet.
    });
  }
  // Copied, never linked: an installation in the copy would follow a link and empty its target.
  for (const folder of ['node_modules', 'packages/console/node_modules'])
    await run('cp', ['-a', join(root, folder), join(to, folder)]);
}

/** Fails on warnings too, except for the one about the runtime of the middleware, which is chosen (decision 109). */
async function vercelBuild(source: string) {
  const settings = JSON.parse(await readFile(join(source, 'vercel.json'), 'utf8'));
  await writeFile(join(source, 'vercel.json'), JSON.stringify({ ...settings, installCommand: '' }));
  await mkdir(join(source, '.vercel'));
  await writeFile(
    join(source, '.vercel/project.json'),
    JSON.stringify({ projectId: 'prj_local', orgId: 'team_local', settings: {} }),
  );
  const { stdout, stderr } = await run(vercel, ['build', '--yes'], {
    cwd: source,
    maxBuffer: 2 ** 24,
    env: {
      ...process.env,
      NODE_ENV: '',
      NODE_OPTIONS: '',
      VERCEL_INSTALL_COMPLETED: '1',
      VERCEL_TELEMETRY_DISABLED: '1',
    },
  });
  const complaints = `${stdout}\n${stderr}`
    .split('\n')
    .filter(
      (line) =>
        /error TS|^warning:/i.test(line) && !line.startsWith('Warning: middleware.ts uses the deprecated "edge"'),
    );
  if (complaints.length > 0) throw new Error(`The build complains:\n${complaints.join('\n')}`);
}

async function functionFolders(folder: string): Promise<string[]> {
  const entries = await readdir(join(folder, 'functions'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name.endsWith('.func'))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'functions').length));
}

async function builtFunction<T = BuiltFunction>(folder: string, path: string, source: string): Promise<T> {
  const home = join(folder, 'functions', path);
  const { filePathMap = {}, ...config } = JSON.parse(await readFile(join(home, '.vc-config.json'), 'utf8'));
  // A file outside the folder is listed there, and included in the deployment.
  for (const [place, file] of Object.entries<string>(filePathMap)) {
    await mkdir(dirname(join(home, place)), { recursive: true });
    await cp(join(source, file), join(home, place));
  }
  return { ...config, path: path.replace(/\.func$/, ''), folder: home };
}

/** Every file of a function, and their total size in bytes. */
export async function contentOf({ folder }: { folder: string }): Promise<{ files: string[]; bytes: number }> {
  const { stdout } = await run('find', [folder, '-type', 'f', '-printf', '%s %P\n'], { maxBuffer: 2 ** 26 });
  const lines = stdout.trim().split('\n');
  return {
    files: lines.map((line) => line.slice(line.indexOf(' ') + 1)),
    bytes: lines.reduce((sum, line) => sum + Number.parseInt(line, 10), 0),
  };
}
