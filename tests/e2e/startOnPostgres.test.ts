import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runScript } from '../../src/db/postgres.ts';
import { actorAt } from '../support/actor.ts';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { type NativePostgres, postgresBinaries, startPostgres } from '../support/postgres.ts';

const hasPostgres = (await postgresBinaries()) !== null;
if (!hasPostgres && process.env.CI) throw new Error('CI must have a native Postgres (15 or newer).');

const root = new URL('../..', import.meta.url).pathname;

describe.skipIf(!hasPostgres)('a start on a native Postgres', () => {
  let postgres: NativePostgres;
  let folder: string;
  const running: GatewayProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-start-on-'));
    postgres = await startPostgres();
  });
  afterAll(async () => {
    for (const { process } of running) process.kill('SIGKILL');
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const asSuperuser = (statements: string) => runScript(postgres.url(), async (run) => void (await run(statements)));
  /** The gateway, once it listens; or what it printed, beginning with its exit code. */
  async function start(env: Record<string, string>): Promise<GatewayProcess | string> {
    try {
      const gateway = await startGateway(join(folder, 'data'), env);
      running.push(gateway);
      return gateway;
    } catch (error) {
      return (error as Error).message;
    }
  }
  async function started(env: Record<string, string>): Promise<GatewayProcess> {
    const gateway = await start(env);
    if (typeof gateway === 'string') throw new Error(gateway);
    return gateway;
  }
  const migrate = (env: Record<string, string>) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const options = { cwd: root, env: childEnv(env) };
      execFile(process.execPath, ['scripts/migrate.ts'], options, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
      );
    });
  const agentCount = async (gateway: GatewayProcess): Promise<number> => {
    const { data } = await actorAt(gateway.url, null).ask('{ agents { totalCount } }');
    return data.agents.totalCount;
  };
  const ready = async (gateway: GatewayProcess) => (await fetch(new URL('/health/ready', gateway.url))).json();

  describe('by an owner that is neither a superuser nor may create roles', () => {
    const needed =
      'The login "plain" cannot create what the registry needs in this cluster. As a superuser, run first: create role anon nologin noinherit; create role authenticated nologin noinherit; create role service_role nologin noinherit; create role authenticator login noinherit; create role registry_search nologin noinherit; grant anon, authenticated to authenticator;';

    beforeAll(async () => {
      await asSuperuser('create role plain login');
      await asSuperuser('create database plain owner plain');
    });

    it('is refused with the statements that a superuser must run', async () => {
      const url = postgres.url('plain', 'plain');
      expect(await start({ DATABASE_URL: url })).toBe(`exit 1: Opening the Postgres of DATABASE_URL…\n${needed}\n`);
      expect(await migrate({ DATABASE_ADMIN_URL: url })).toEqual({ code: 1, stdout: '', stderr: `${needed}\n` });
    });

    it('works as documented once these were run', async () => {
      await asSuperuser(needed.slice(needed.indexOf('run first: ') + 11));
      const migrated = await migrate({ DATABASE_ADMIN_URL: postgres.url('plain', 'plain') });
      expect(migrated).toMatchObject({ code: 0, stderr: '' });
      const gateway = await started({
        DATABASE_URL: postgres.url('plain', 'authenticator'),
        DATABASE_ADMIN_URL: postgres.url('plain', 'plain'),
      });
      expect(gateway.output()).toContain('published agent code-reviewer@');
      expect(gateway.output()).not.toContain('refused');
      await gateway.end('SIGTERM');
    });

    it('is refused where the gateway itself would run as the owner, with the login to use', async () => {
      expect(await start({ DATABASE_URL: postgres.url('plain', 'plain') })).toBe(
        'exit 1: Opening the Postgres of DATABASE_URL…\nThe login "plain" of DATABASE_URL owns the schema nofx and may not assume the role anon or authenticated. Use the login authenticator in DATABASE_URL, and "plain" in DATABASE_ADMIN_URL. Or, as a superuser, run: grant anon, authenticated to "plain";\n',
      );
    });
  });

  describe('without the credentials of the owner', () => {
    const url = () => postgres.url('plain', 'authenticator');

    it('works when every migration is applied', async () => {
      const gateway = await started({ DATABASE_URL: url() });
      expect(await agentCount(gateway)).toBeGreaterThanOrEqual(6);
      expect(await ready(gateway)).toMatchObject({ status: 'ok' });
      await gateway.end('SIGTERM');
    });

    it('is refused with the names of the migrations that are missing', async () => {
      const onPlain = (statement: string) =>
        runScript(postgres.url('plain'), async (run) => void (await run(statement)));
      await onPlain("delete from supabase_migrations.schema_migrations where version = '20261127068001'");
      expect(await start({ DATABASE_URL: url() })).toBe(
        'exit 1: Opening the Postgres of DATABASE_URL…\nThe database lacks migrations (20261127068001), and the login "authenticator" of DATABASE_URL may not apply them. Run `npm run migrate` with DATABASE_ADMIN_URL, or set DATABASE_ADMIN_URL to the owner of the database.\n',
      );
      await onPlain(
        "insert into supabase_migrations.schema_migrations (version, name) values ('20261127068001', 'search_beginnings')",
      );
    });

    it('is refused on a database that was never migrated', async () => {
      await asSuperuser('create database bare');
      expect(await start({ DATABASE_URL: postgres.url('bare', 'authenticator') })).toBe(
        'exit 1: Opening the Postgres of DATABASE_URL…\nThe database lacks the migrations of the registry, and the login "authenticator" of DATABASE_URL may not apply them. Run `npm run migrate` with DATABASE_ADMIN_URL, or set DATABASE_ADMIN_URL to the owner of the database.\n',
      );
    });
  });

  describe('with storage that', () => {
    let server: Server | undefined;
    const sockets = new Set<Socket>();
    beforeAll(() => asSuperuser('create database kept template plain'));
    afterAll(() => {
      for (const socket of sockets) socket.destroy();
      server?.close();
    });
    const onStorage = (url: string): Record<string, string> => ({
      DATABASE_URL: postgres.url('kept', 'authenticator'),
      SUPABASE_URL: url,
      SUPABASE_SECRET_KEY: 'the-secret-key-of-a-project',
      SUPABASE_JWT_SECRET: 'a-secret-of-many-characters',
    });
    const away =
      'The definitions of packages/shared are not published yet: file storage is unavailable. They are published when it is available again.';

    it('refuses connections, serves reads and says that it is degraded', async () => {
      const gateway = await started(onStorage('http://127.0.0.1:9'));
      expect(gateway.output()).toContain(away);
      expect(gateway.output()).not.toContain('database cannot be reached');
      expect(await agentCount(gateway)).toBeGreaterThanOrEqual(6);
      expect(await ready(gateway)).toMatchObject({ status: 'degraded', parts: { storage: { status: 'down' } } });
      expect(await gateway.end('SIGTERM')).toBe(0);
    });

    it('hangs, serves reads as well', async () => {
      server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => {});
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const gateway = await started(onStorage(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
      expect(gateway.output()).toContain(away);
      expect(await agentCount(gateway)).toBeGreaterThanOrEqual(6);
      expect(await gateway.end('SIGTERM')).toBe(0);
    });
  });

  it('does not publish the shared definitions when that is switched off', async () => {
    await asSuperuser('create database empty owner plain');
    const gateway = await started({
      DATABASE_URL: postgres.url('empty', 'authenticator'),
      DATABASE_ADMIN_URL: postgres.url('empty', 'plain'),
      REGISTRY_PUBLISH_SHARED: 'off',
    });
    expect(gateway.output()).not.toContain('published');
    expect(await agentCount(gateway)).toBe(0);
    await gateway.end('SIGTERM');
  });
});
