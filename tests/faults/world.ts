import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Client, createClient, type Document, GatewayRefused, isTransient } from '../../packages/client/index.ts';
import build from '../support/built.setup.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { freePort, type NativePostgres, startPostgres } from '../support/postgres.ts';
import { tokenFor } from '../support/token.ts';
import type { Options } from './options.ts';
import { type SeededRandom, seededRandom } from './seededRandom.ts';

/** A gateway in a separate process, which restarts at the same address after it was killed. */
export interface Gateway {
  url: string;
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** Suspends it, as an overloaded machine does; returns how to resume it. */
  freeze(): () => void;
  /** Its output if it ended without being killed; null while it runs, as it should whatever happens. */
  died(): string | null;
}

/** A real Postgres and two real gateways, with what can be done to them. */
export interface World {
  options: Options;
  random: SeededRandom;
  postgres: NativePostgres;
  gateways: Gateway[];
  /** Token of an admin of `default`. */
  token: string;
  /** A folder for the files of a section. */
  folder: string;
  /** Where the gateways store files. */
  artifacts: string;
  /** A client of one of the gateways, as the admin. */
  client(gateway?: Gateway): Client;
  /** Calls one gateway after another until one answers. Calls without a key are safe to repeat. */
  untilAnswered<Result, Variables>(document: Document<Result, Variables>, variables: Variables): Promise<Result>;
  /** How often there was no response, by cause. */
  troubles: Map<string, number>;
  /** Executes statements as the owner of the database, past every policy. */
  asOwner<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Logs what happens, with the time. */
  say(what: string): void;
  close(): Promise<void>;
}

export async function openWorld(options: Options): Promise<World> {
  const startedAt = performance.now();
  const say = (what: string) => {
    console.log(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)} s] ${what}`);
  };
  const folder = await mkdtemp(join(tmpdir(), 'nofx-faults-'));
  await build();
  const postgres = await startPostgres({ fsync: 'on' });
  say('Postgres is there, and writes to the disk what it says that it has written.');
  const gateways: (Gateway & { end(): Promise<unknown> })[] = [];
  for (let index = 0; index < 2; index += 1) gateways.push(await openGateway(folder, postgres));
  say(`${gateways.length} gateways are there: ${gateways.map(({ url }) => url).join(', ')}.`);

  const token = await tokenFor(folder, { subject: randomUUID(), role: 'admin', expiresIn: '12h' });
  const clients = new Map(gateways.map((gateway) => [gateway.url, createClient({ url: gateway.url, token })]));
  const troubles = new Map<string, number>();
  let turn = 0;
  const client = (gateway?: Gateway) => {
    turn += 1;
    const chosen = clients.get((gateway ?? gateways[turn % gateways.length])?.url ?? '');
    if (!chosen) throw new Error('There is no such gateway.');
    return chosen;
  };

  return {
    options,
    random: seededRandom(options.seed),
    postgres,
    gateways,
    token,
    folder,
    artifacts: join(folder, 'artifacts', 'sha256'),
    troubles,
    say,
    client,
    async untilAnswered(document, variables) {
      for (;;) {
        try {
          const request = client().request as (...args: unknown[]) => Promise<never>;
          return await request(document, variables, { retries: 0, timeoutMs: 20_000 });
        } catch (error) {
          if (!isTransient(error)) throw error;
          const reason = error instanceof GatewayRefused ? (error.code ?? 'refused') : 'unreachable';
          troubles.set(reason, (troubles.get(reason) ?? 0) + 1);
          await pause(50 + Math.random() * 200);
        }
      }
    },
    async asOwner(sql, values) {
      const owner = new pg.Client({ connectionString: postgres.url() });
      await owner.connect();
      try {
        return (await owner.query(sql, values)).rows;
      } finally {
        await owner.end();
      }
    },
    async close() {
      await Promise.all(gateways.map((gateway) => gateway.end()));
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openGateway(folder: string, postgres: NativePostgres) {
  const port = await freePort();
  const start = () =>
    startGateway(folder, {
      PORT: String(port),
      DATABASE_URL: postgres.url('postgres', 'authenticator'),
      DATABASE_ADMIN_URL: postgres.url(),
      REGISTRY_RATE_LIMITS: 'off',
      REGISTRY_LOG_LEVEL: 'silent',
    });
  let process: GatewayProcess = await start();
  let died: string | null = null;
  let told = false;
  const watch = () => {
    const watched = process;
    told = false;
    watched.process.once('exit', (code, signal) => {
      if (!told) died = `${signal ?? `exit ${code}`}: ${watched.output().slice(-2_000)}`;
    });
  };
  watch();
  return {
    url: process.url,
    died: () => died,
    async kill() {
      told = true;
      const { exitCode, signalCode } = process.process;
      if (exitCode === null && signalCode === null) await process.end('SIGKILL');
    },
    async restart() {
      process = await start();
      watch();
    },
    freeze() {
      const { process: frozen } = process;
      frozen.kill('SIGSTOP');
      return () => void frozen.kill('SIGCONT');
    },
    async end() {
      told = true;
      const { exitCode, signalCode } = process.process;
      if (exitCode === null && signalCode === null) await process.end('SIGTERM');
    },
  };
}
