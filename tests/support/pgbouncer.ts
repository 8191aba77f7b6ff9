import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, notRoot } from './postgres.ts';

export interface Pgbouncer {
  /** URL of the same database, for the same user, through the pooler. */
  before(url: string): string;
  /** Ends it immediately, with all its connections. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The program of the pooler, or null. */
export async function pgbouncerBinary(): Promise<string | null> {
  for (const candidate of ['/usr/sbin/pgbouncer', 'pgbouncer']) {
    if (await promisify(execFile)(candidate, ['--version']).catch(() => null)) return candidate;
  }
  return null;
}

/** A real PgBouncer in transaction mode in front of a Postgres, with a number of connections per user and database. */
export async function startPgbouncer(server: string, poolSize: number): Promise<Pgbouncer> {
  const binary = await pgbouncerBinary();
  if (!binary) throw new Error('There is no PgBouncer on this machine: apt-get install pgbouncer.');
  const owner = await notRoot();
  const folder = await mkdtemp(join(tmpdir(), 'nofx-pgbouncer-'));
  const port = await freePort();
  const { hostname, port: serverPort } = new URL(server);
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(folder, 'users'),
    pool_mode: 'transaction',
    default_pool_size: poolSize,
    max_client_conn: 1_000,
    server_login_retry: 1,
    query_wait_timeout: 30,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
  const databases = `* = host=${hostname} port=${serverPort}`;
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, ['[databases]', databases, '[pgbouncer]', ...lines, ''].join('\n'));
  await writeFile(settings.auth_file, '"authenticator" ""\n"postgres" ""\n');
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(folder, owner.uid, owner.gid);

  let running: ChildProcess | undefined;
  async function start() {
    running = spawn(binary ?? '', ['-q', file], { ...owner, cwd: folder, stdio: 'ignore' });
    await untilListening(port);
  }
  async function kill() {
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
    running = undefined;
  }
  await start();

  return {
    before(url) {
      const address = new URL(url);
      address.port = String(port);
      address.searchParams.set('pgbouncer', 'true');
      return address.href;
    },
    kill,
    start,
    async stop() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number) {
  for (let attempt = 0; ; attempt += 1) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await pause(50);
    } finally {
      socket.destroy();
    }
  }
}
