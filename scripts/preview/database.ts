import pg from 'pg';
import { misuse, Problem } from '../../packages/cli/problem.ts';
import { type Env, EnvError, readEnv } from '../../server/open/env.ts';
import type { RunSql } from '../../src/db/migrate.ts';
import { whyNoConnection } from '../../src/db/noConnection.ts';
import { runScript } from '../../src/db/postgres.ts';
import { RequestError } from '../../src/errors.ts';
import { type Marker, readMarker } from './marker.ts';

/** The environment as a gateway of the preview would read it. Throws a Problem. */
export function environmentOf(schema: string): Env & { DATABASE_URL: string } {
  const { DATABASE_URL, DATABASE_ADMIN_URL } = process.env;
  const url = DATABASE_URL || DATABASE_ADMIN_URL;
  if (!url) {
    throw misuse(
      'Previews are schemas of a Postgres, and none is named.',
      'Set DATABASE_URL to its address, and DATABASE_ADMIN_URL to that of who owns it.',
    );
  }
  try {
    return { ...readEnv({ ...process.env, DATABASE_URL: url, REGISTRY_SCHEMA: schema }), DATABASE_URL: url };
  } catch (error) {
    if (error instanceof EnvError) throw misuse(error.message);
    throw error;
  }
}

/** Runs SQL as the owner of the database. Throws a Problem for errors that the user can fix. */
export async function asOwner<Result>(env: Env & { DATABASE_URL: string }, work: (run: RunSql) => Promise<Result>) {
  const results: Result[] = [];
  await explained(() =>
    runScript(env.DATABASE_ADMIN_URL ?? env.DATABASE_URL, async (run) => {
      results.push(await work(run));
    }),
  );
  return results[0] as Result;
}

/** Errors of the database in the words of the command line. */
export async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EnvError) throw misuse(error.message);
    if (error instanceof RequestError) throw new Problem(`${whyNoConnection(error)} (${error.code})`);
    const { code } = ((error as Error).cause ?? error) as { code?: string };
    if (code === '42501') {
      throw new Problem('This login may not create or drop schemas.', {
        hint: 'Set DATABASE_ADMIN_URL to the URL of the owner of the database.',
      });
    }
    if (code === '55P03') {
      throw new Problem('The preview is in use.', { hint: 'Stop its gateway, then try again.' });
    }
    throw error;
  }
}

/** In a transaction, one at a time for each schema: the lock is that of the migrations. */
export async function inTurn<Result>(run: RunSql, schema: string, work: () => Promise<Result>): Promise<Result> {
  await run('begin');
  try {
    await run(`set local lock_timeout = '15s'`);
    await run('select pg_advisory_xact_lock(hashtext($1))', [`migrate ${schema}`]);
    const result = await work();
    await run('commit');
    return result;
  } catch (error) {
    await run('rollback');
    throw error;
  }
}

export interface Preview extends Marker {
  schema: string;
}

/** What is there: null for no such schema. Throws a Problem for a schema that is not a preview of ours. */
export async function findPreview(run: RunSql, schema: string): Promise<Preview | null> {
  const [found] = (await run(
    `select obj_description(oid, 'pg_namespace') as comment from pg_namespace where nspname = $1`,
    [schema],
  )) as { comment: string | null }[];
  if (!found) return null;
  const marker = readMarker(found.comment);
  if (marker) return { ...marker, schema };
  throw new Problem(`The schema ${schema} was not made by this command: it stays as it is.`, {
    hint: `Choose another name. What a preview is, is written in the comment of its schema.`,
  });
}

export async function listPreviews(run: RunSql): Promise<Preview[]> {
  const found = (await run(
    `select nspname as schema, obj_description(oid, 'pg_namespace') as comment
     from pg_namespace where nspname like 'preview\\_%' order by nspname`,
  )) as { schema: string; comment: string | null }[];
  return found.flatMap(({ schema, comment }) => {
    const marker = readMarker(comment);
    return marker ? [{ ...marker, schema }] : [];
  });
}

/** Creates the schema, or reuses it, and marks it in its comment. */
export async function claimPreview(run: RunSql, schema: string, name: string): Promise<void> {
  await inTurn(run, schema, async () => {
    const found = await findPreview(run, schema);
    const updatedAt = new Date().toISOString();
    const marker: Marker = { registry: 'preview', name, createdAt: found?.createdAt ?? updatedAt, updatedAt };
    if (!found) await run(`create schema ${pg.escapeIdentifier(schema)}`);
    await run(`comment on schema ${pg.escapeIdentifier(schema)} is ${pg.escapeLiteral(JSON.stringify(marker))}`);
  });
}

/** Drops the schema and all that is in it. Gives how many tables that were; null when there was none. */
export async function dropPreview(run: RunSql, schema: string): Promise<number | null> {
  return inTurn(run, schema, async () => {
    if (!(await findPreview(run, schema))) return null;
    const [counted] = (await run(
      `select count(*)::integer as tables from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p')`,
      [schema],
    )) as { tables: number }[];
    await run(`set local client_min_messages = 'warning'`);
    await run(`drop schema ${pg.escapeIdentifier(schema)} cascade`);
    return counted?.tables ?? 0;
  });
}
