import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../../server/open/env.ts';
import { openOwnPostgres } from '../../server/open/ownPostgres.ts';
import { checkLogin } from '../../src/db/checkLogin.ts';
import { DatabaseUnfit } from '../../src/db/checkServer.ts';
import { openPostgres, runScript } from '../../src/db/postgres.ts';
import { systemUser } from '../../src/registry/systemUser.ts';
import { anonymous } from '../../src/viewer.ts';
import { engine, hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';

/** The embedded database has no login. */
describe.skipIf(!hasEngine || engine !== 'postgres')('the login of a gateway', () => {
  let database: TestDatabase;
  /** Roles belong to the whole server: each is created here, and dropped at the end. */
  const made: string[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database?.asOwner(made.map((role) => `drop owned by "${role}"; drop role "${role}";`).join('\n'));
    await database?.close();
  });

  async function login(name: string, attributes = '', grants = ''): Promise<string> {
    made.push(name);
    await database.asOwner(`create role "${name}" login noinherit ${attributes}; ${grants}`);
    return Object.assign(new URL(database.ownerUrl ?? ''), { username: name }).href;
  }
  const check = async (url: string): Promise<string[]> => {
    let warnings: string[] = [];
    await runScript(url, async (run) => {
      warnings = await checkLogin(run, 'nofx');
    });
    return warnings;
  };
  const refusal = async (url: string): Promise<string> => {
    const error = await check(url).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatabaseUnfit);
    return (error as Error).message;
  };
  /** Revokes something, and grants it again with the statement at the end of the message. */
  async function without(taken: string, url: string): Promise<string> {
    await database.asOwner(taken);
    const said = await refusal(url);
    await database.asOwner(said.slice(said.indexOf('run: ') + 5));
    expect(await check(url)).toEqual([]);
    return said;
  }

  it('is accepted as authenticator, and as any other that may become both roles', async () => {
    expect(await check(database.url ?? '')).toEqual([]);
    expect(await check(await login('gateway one', '', 'grant anon, authenticated to "gateway one"'))).toEqual([]);
  });

  it.each([
    ['neither role', '', 'anon or authenticated', 'grant anon, authenticated to "gateway none";'],
    ['anon only', 'anon', 'authenticated', 'grant authenticated to "gateway none";'],
    ['authenticated only', 'authenticated', 'anon', 'grant anon to "gateway none";'],
  ])('that may become %s is refused with the grant that fixes it', async (_, granted, missing, statement) => {
    const url = await login('gateway none', '', granted && `grant ${granted} to "gateway none"`);
    const said = await refusal(url);
    expect(said).toContain(
      `The login "gateway none" of DATABASE_URL may not assume the role ${missing}, so every request`,
    );
    expect(said.endsWith(`run: ${statement}`)).toBe(true);
    await database.asOwner(statement);
    expect(await check(url)).toEqual([]);
    await database.asOwner(`drop role "${made.pop()}"`);
  });

  it('is refused with the grants that are missing', async () => {
    const url = database.url ?? '';
    expect(await without('revoke usage on schema nofx from anon, public', url)).toContain(
      'anon and the login "authenticator" may not use the schema nofx.',
    );
    await database.asOwner('grant usage on schema nofx to public');
    expect(await without('revoke select on nofx.runs from authenticated', url)).toContain(
      'grant select on nofx.runs to authenticated;',
    );
    expect(await without('revoke select on nofx.agent_registry from anon, authenticated', url)).toContain(
      'grant select on nofx.agent_registry to anon; grant select on nofx.agent_registry to authenticated;',
    );
  });

  it('that is a superuser or bypasses row level security is accepted with a warning', async () => {
    for (const url of [
      database.ownerUrl ?? '',
      await login('gateway past', 'bypassrls', 'grant anon, authenticated to "gateway past"'),
    ]) {
      expect(await check(url)).toMatchObject([expect.stringContaining('is a superuser or has BYPASSRLS')]);
    }
  });

  it('prevents the start when it is insufficient, whichever login migrates', async () => {
    const url = await login('gateway late');
    const env = readEnv({ DATABASE_URL: url, DATABASE_ADMIN_URL: database.ownerUrl ?? '' });
    await expect(openOwnPostgres(env, url)).rejects.toThrow('grant anon, authenticated to "gateway late";');
  });

  it('whose rights are revoked while it serves is reported as unavailable, not as FORBIDDEN', async () => {
    const url = await login('gateway lost', '', 'grant anon, authenticated to "gateway lost"');
    const db = openPostgres({ url, schema: 'nofx' });
    const query = { sql: 'select 1', parameters: [] } as never;
    expect(await db.read(anonymous, query)).toHaveLength(1);
    await database.asOwner('revoke anon, authenticated from "gateway lost"');
    for (const asked of [db.read(anonymous, query), db.read(systemUser, query)]) {
      await expect(asked).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    await db.close();
  });
});
