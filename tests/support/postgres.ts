import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

export interface NativePostgres {
  /** URL of a database, as its owner unless another user is named. */
  url(database?: string, user?: string): string;
  /** Simulates a power failure: connections are not closed, and nothing more is written. */
  kill(): Promise<void>;
  /** Restarts it with the same data after `kill`; resolves when it has recovered. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of the server's programs, newest first; null on a machine without them. */
export async function postgresBinaries(): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const folders = versions
    .map(Number)
    .filter((version) => version >= 15)
    .sort((a, b) => b - a)
    .map((version) => `${debian}/${version}/bin`);
  for (const folder of [...folders, ...(process.env.PATH ?? '').split(':')]) {
    const found = await run(join(folder, 'postgres'), ['--version']).catch(() => null);
    if (found && Number(/(\d+)/.exec(found.stdout)?.[1]) >= 15) return folder;
  }
  return null;
}

/**
 * A Postgres in a temporary folder on a free port; the server refuses to run as root, so root starts it as `postgres`.
 */
export async function startPostgres(settings: Record<string, string> = {}): Promise<NativePostgres> {
  const binaries = await postgresBinaries();
  if (!binaries) throw new Error('There is no Postgres (15 or newer) on this machine.');
  const owner = await notRoot();
  const folder = await mkdtemp(join(tmpdir(), 'nofx-postgres-'));
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const options = { ...owner, cwd: folder };
  await run(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', '--locale=C.UTF-8'],
    options,
  );

  const port = await freePort();
  const configuration = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: 200,
    fsync: 'off',
    ...settings,
  };
  const settled = Object.entries(configuration).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const program = join(binaries, 'postgres');
  let ended = true;
  function start() {
    ended = false;
    const server = spawn(program, ['-D', data, ...settled], { ...options, stdio: 'ignore' });
    const stopped = new Promise<void>((resolve) =>
      server.once('exit', () => {
        ended = true;
        resolve();
      }),
    );
    return {
      async end(signal: NodeJS.Signals) {
        if (!ended) server.kill(signal);
        await stopped;
      },
    };
  }
  let server = start();
  const url = (database = 'postgres', user = 'postgres') => `postgres://${user}@127.0.0.1:${port}/${database}`;
  await untilReady(url());
  return {
    url,
    kill: () => server.end('SIGKILL'),
    /** Remains of the killed process, above all its children, may block the start for a moment. */
    restart: () =>
      untilReady(url(), () => {
        if (ended) server = start();
      }),
    async stop() {
      await server.end('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, before = () => {}) {
  for (let attempt = 0; ; attempt += 1) {
    before();
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await pause(100);
    }
  }
}

/** The user for a program that refuses to run as root; empty if this process is not root. */
export const notRoot = async (): Promise<{ uid?: number; gid?: number }> =>
  process.getuid?.() === 0 ? idsOf('postgres') : {};

async function idsOf(user: string) {
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, user])).stdout)),
  );
  return { uid, gid };
}

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
