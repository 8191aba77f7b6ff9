import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { runScript } from '../../src/db/postgres.ts';
import { engine, hasEngine } from '../support/database.ts';
import { wrongReaders } from '../support/wrongReaders.ts';

/**
 * An entry changes, and at the same time a row is written whose readers it decides: the second waits for the first, and in
 * the end the row says what is true. The owner of the tables is no superuser, so `force` binds the triggers too.
 */
describe.skipIf(!hasEngine || engine !== 'postgres')('an entry and what depends on it, changed at once', () => {
  const name = `readers_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const admin = inject('postgres') ?? '';
  let clients: [pg.Client, pg.Client, pg.Client];

  beforeAll(async () => {
    const url = (user?: string) => {
      const address = new URL(admin);
      address.pathname = `/${name}`;
      if (user) address.username = user;
      return address.href;
    };
    await runScript(admin, async (run) => {
      await run(`create role ${name} login nosuperuser nobypassrls nocreaterole`);
      await run(`create database ${name} owner ${name}`);
    });
    await runScript(url(name), async (run) => void (await migrate(run)));
    const open = async () => {
      const client = new pg.Client({ connectionString: url() });
      await client.connect();
      await client.query(`set search_path = nofx, extensions; set lock_timeout = '20s'`);
      return client;
    };
    clients = [await open(), await open(), await open()];
  }, 120_000);
  afterAll(async () => {
    for (const client of clients ?? []) await client.end();
    await runScript(admin, async (run) => {
      await run(`drop database if exists ${name} with (force)`);
      await run(`drop role if exists ${name}`);
    });
  });

  const entry = (slug: string) => `md5('${slug}')::uuid`;
  const version = (slug: string, number: string) => `md5('${slug}@${number}')::uuid`;
  const insertVersion = (slug: string, number: string, status = 'ACTIVE') =>
    `insert into template_versions (id, entry_id, version, status, manifest, digest)
     values (${version(slug, number)}, ${entry(slug)}, '${number}', '${status}', '{}', repeat('0', 64))`;
  const setCurrent = (slug: string) =>
    `update template_registry set current_version_id = ${version(slug, '1.0.0')} where id = ${entry(slug)}`;

  /** A template of this name: public, with 1.0.0 and the draft 2.0.0, and current unless told. */
  async function begin(slug: string, { visibility = 'PUBLIC', isReleased = true } = {}) {
    const [, , look] = clients;
    await look.query(
      `insert into template_registry (id, namespace, slug, name, description, visibility)
       values (${entry(slug)}, 'acme', '${slug}', '', '', '${visibility}')`,
    );
    await look.query(insertVersion(slug, '1.0.0'));
    await look.query(insertVersion(slug, '2.0.0', 'DRAFT'));
    if (isReleased) await look.query(setCurrent(slug));
  }

  const changes: Record<string, { from?: Parameters<typeof begin>[1]; sql: (slug: string) => string }> = {
    'is made private': {
      sql: (slug) => `update template_registry set visibility = 'PRIVATE' where id = ${entry(slug)}`,
    },
    'is made public': {
      from: { visibility: 'PRIVATE' },
      sql: (slug) =>
        `update template_registry set visibility = 'PUBLIC' where id = ${entry(slug)};
         update template_versions set visibility = 'PUBLIC' where id = ${version(slug, '1.0.0')}`,
    },
    'is disabled': { sql: (slug) => `update template_registry set status = 'DISABLED' where id = ${entry(slug)}` },
    'is removed': { sql: (slug) => `update template_registry set removed_at = now() where id = ${entry(slug)}` },
    'gets its first current version': { from: { isReleased: false }, sql: setCurrent },
  };
  const writes: Record<string, (slug: string) => string> = {
    'a version': (slug) => insertVersion(slug, '3.0.0'),
    'a promotion': (slug) =>
      `update template_versions set status = 'ACTIVE', published_at = now() where id = ${version(slug, '2.0.0')}`,
    'a link': (slug) =>
      `insert into template_version_agents (template_version_id, slug, range, matches)
       values (${version(slug, '1.0.0')}, 'reviewer', '*', '{(,)}')`,
    'a rating': (slug) =>
      `insert into template_ratings (template_id, rater, stars) values (${entry(slug)}, gen_random_uuid(), 5)`,
  };
  const cases = Object.keys(changes).flatMap((change) =>
    Object.keys(writes).flatMap((write) => [
      [change, write, 'change first'] as const,
      [change, write, 'write first'] as const,
    ]),
  );

  it.each(cases)('%s beside %s, %s', async (change, write, order) => {
    const slug = `t${randomUUID()}`;
    await begin(slug, changes[change]?.from);
    const statements = [changes[change]?.sql(slug) ?? '', writes[write]?.(slug) ?? ''];
    const [first = '', second = ''] = order === 'change first' ? statements : statements.toReversed();
    const [one, two, look] = clients;
    await one.query('begin');
    await one.query(first);
    const { rows } = (await two
      .query('begin; select pg_backend_pid() as pid')
      .then((results) => (results as never)[1])) as {
      rows: { pid: number }[];
    };
    const later = two.query(second).then(() => 'done', String);
    await waits(rows[0]?.pid ?? 0, later);
    await one.query('commit');
    const isLate = change === 'is removed' && order === 'change first' && ['a version', 'a promotion'].includes(write);
    expect(await later).toBe(isLate ? 'error: the versions of a removed entry do not change' : 'done');
    await two.query('commit');
    expect((await look.query(wrongReaders())).rows.filter(({ wrong }) => wrong.includes(slug))).toEqual([]);
  });

  /** Until the statement waits for a lock; one that did not wait has ended. */
  async function waits(pid: number, ended: Promise<string>) {
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    for (let tries = 0; tries < 500 && !isOver; tries += 1) {
      const { rows } = await clients[2].query(
        `select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
      await pause(10);
    }
  }
});
