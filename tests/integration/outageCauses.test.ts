import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../../server/open/env.ts';
import { openOwnPostgres } from '../../server/open/ownPostgres.ts';
import { type Serving, serve } from '../../server/serve.ts';
import { openLog } from '../../server/telemetry/log.ts';
import { runScript } from '../../src/db/postgres.ts';
import { timeOutSteps } from '../../src/registry/timeOutSteps.ts';
import { type Actor, actorAt } from '../support/actor.ts';
import { engine, hasEngine } from '../support/database.ts';
import { type NativePostgres, startPostgres } from '../support/postgres.ts';
import { tokenFor } from '../support/token.ts';

const query = '{ viewer { id } agents(first: 1) { totalCount } }';

/** A cluster of its own, since passwords and limits of roles belong to the whole cluster. */
describe.skipIf(!hasEngine || engine !== 'postgres')('the cause of an outage', () => {
  let postgres: NativePostgres;
  let folder: string;
  let serving: Serving;
  let alice: Actor;
  const lines: { level: number; msg: string; hint?: string; part?: string }[] = [];

  const sql = async (statement: string): Promise<Record<string, string>[]> => {
    let rows: unknown[] = [];
    await runScript(postgres.url(), async (run) => {
      rows = await run(statement);
    });
    return rows as Record<string, string>[];
  };
  const cut = () => sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'gate'");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-causes-'));
    postgres = await startPostgres();
    const [hba] = await sql('show hba_file');
    const file = hba?.hba_file ?? '';
    await writeFile(file, `host all gate 127.0.0.1/32 scram-sha-256\n${await readFile(file, 'utf8')}`);
    await sql("create role gate login noinherit password 'first'");
    await sql('select pg_reload_conf()');
    const url = Object.assign(new URL(postgres.url()), { username: 'gate', password: 'first' }).href;
    const variables = { DATABASE_URL: url, DATABASE_ADMIN_URL: postgres.url(), REGISTRY_DATA_DIR: folder, PORT: '0' };
    const env = readEnv({ ...variables, REGISTRY_ANSWER_CACHE_BYTES: '0' });
    await expect(openOwnPostgres(env, url)).rejects.toThrow('may not assume the role');
    await sql('grant anon, authenticated to gate');
    const to = new Writable({
      write(chunk, _, done) {
        lines.push(
          ...String(chunk)
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line)),
        );
        done();
      },
    });
    serving = await serve(env, await openOwnPostgres(env, url), { log: openLog('info', to) });
    alice = actorAt(`${serving.origin}/graphql`, await tokenFor(folder));
  });
  beforeEach(() => {
    lines.length = 0;
  });
  afterAll(async () => {
    await serving?.close();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const codeOf = async (): Promise<string | undefined> =>
    (await alice.ask(query)).errors?.[0]?.extensions.code as string;
  /** As a gateway does every few seconds, whether or not it has requests. */
  const inTheBackground = () =>
    timeOutSteps(serving.services).catch((error) => serving.options.report(error, 'in the background'));
  const told = () => lines.filter(({ msg }) => msg !== 'request').map(({ msg, hint }) => hint ?? msg);

  it.each([
    [
      'a rotated password',
      "alter role gate password 'second'",
      "alter role gate password 'first'",
      'UNAVAILABLE',
      /^Check the password of the login\./,
      'The database is available again.',
    ],
    [
      'a connection limit',
      'alter role gate connection limit 0',
      'alter role gate connection limit -1',
      'UNAVAILABLE',
      /^The server has no free connection\./,
      'The database is available again.',
    ],
    [
      'a revoked grant',
      'revoke select on nofx.agent_registry from authenticated',
      'grant select on nofx.agent_registry to authenticated',
      'FORBIDDEN',
      /grant select on nofx\.agent_registry to authenticated;$/,
      'The database allows again what the registry asks.',
    ],
    [
      'a revoked role',
      'revoke authenticated from gate',
      'grant authenticated to gate',
      'UNAVAILABLE',
      /run: grant authenticated to "gate";$/,
      'The database is available again.',
    ],
  ])(
    '%s is logged once with a hint, and its end',
    async (_, breaks, mends, code, hint, over) => {
      expect(await codeOf()).toBeUndefined();
      await sql(breaks);
      await cut();
      await expect.poll(codeOf, { timeout: 20_000 }).toBe(code);
      // The first failure may be that of a connection that was cut: the next one connects, and meets the cause.
      const afterAnother = async () => {
        await codeOf();
        return told().filter((line) => hint.test(line));
      };
      await expect.poll(afterAnother, { timeout: 20_000 }).toHaveLength(1);
      for (let again = 0; again < 3; again += 1) {
        expect(await codeOf()).toBe(code);
        await inTheBackground();
      }
      expect(told()).not.toContain('An operation failed.');
      expect(told().filter((line) => hint.test(line))).toHaveLength(1);
      expect(told()).not.toContain(over);
      await sql(mends);
      await expect.poll(told, { timeout: 30_000 }).toContain(over);
      expect(await codeOf()).toBeUndefined();
    },
    90_000,
  );

  it('storage that only the probes meet is logged once with a hint, and its end', { timeout: 60_000 }, async () => {
    const [home, away] = [join(folder, 'artifacts'), join(folder, 'away')];
    const ready = async () => (await (await fetch(`${serving.origin}/health/ready`)).json()).status;
    await expect.poll(ready).toBe('ok');
    await rename(home, away);
    await writeFile(home, 'This is not a folder.');
    await expect.poll(ready).toBe('degraded');
    await pause(2_500); // For another probe.
    expect(await ready()).toBe('degraded');
    expect(lines).toMatchObject([
      { part: 'storage', hint: expect.stringContaining('REGISTRY_DATA_DIR'), version: expect.stringMatching(/^0\./) },
    ]);
    await rm(home);
    await rename(away, home);
    await expect.poll(told, { timeout: 30_000 }).toContain('File storage is available again.');
  });
});
