import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/db/migrate.ts';
import { runScript } from '../../src/db/postgres.ts';
import { tablesOfKysely, tablesOfSupabase } from '../support/generatedTypes.ts';
import { openSupabaseCli, remote, type SupabaseCli } from '../support/supabaseCli.ts';
import { asUser, type SupabaseServer, startSupabaseServer } from '../support/supabaseDatabase.ts';

/**
 * The output of Supabase's CLI for `supabase/`, with a database like a project's, migrated with the login of the CLI.
 */
let project: SupabaseServer;
let cli: SupabaseCli;
/** A database that the CLI has migrated. */
let url: (user?: string) => string;
let files: string[];

const ownMigrate = async (address: string) => {
  let applied: string[] = [];
  await runScript(address, async (run) => {
    applied = await migrate(run);
  });
  return applied;
};
const journal = (address: string) =>
  asUser(address, 'select version, name from supabase_migrations.schema_migrations order by version');

beforeAll(async () => {
  files = (await readdir('supabase/migrations')).filter((name) => name.endsWith('.sql')).sort();
  project = await startSupabaseServer();
  cli = await openSupabaseCli();
  url = await project.newDatabase();
  const { code, stderr } = await cli.run('migration', 'up', remote(url()));
  if (code !== 0) throw new Error(stderr);
});
afterAll(async () => {
  await cli?.close();
  await project?.stop();
});

describe('config.toml', () => {
  it('is read by the CLI without a warning: no unknown key, no invalid value', async () => {
    const { code, stderr } = await cli.run('migration', 'list', remote(url()));
    expect({ code, warnings: stderr.split('\n').filter((line) => /WARN|invalid/i.test(line)) }).toEqual({
      code: 0,
      warnings: [],
    });
  });

  it('names existing functions, a seed and a hook, and exposes nothing of the registry', async () => {
    const config = await readFile('supabase/config.toml', 'utf8');
    for (const [, path = ''] of config.matchAll(/^entrypoint = "\.\/(.+)"$/gm)) {
      expect(await readFile(`supabase/${path}`, 'utf8')).toContain('Deno.serve');
    }
    const [, hook = ''] = /uri = "pg-functions:\/\/postgres\/(.+)"/.exec(config) ?? [];
    expect(
      await asUser(url(), 'select to_regprocedure($1) is not null as here', [`${hook.replace('/', '.')}(jsonb)`]),
    ).toEqual([{ here: true }]);
    expect(/^schemas = (.+)$/m.exec(config)?.[1]).toBe('["public", "nofx_api"]');
  });
});

describe('the migrations', () => {
  it('are all applied by `supabase migration up`, with a login that is not a superuser, and once', async () => {
    expect((await journal(url())).map(({ version, name }) => `${version}_${name}.sql`)).toEqual(files);
    const again = await cli.run('migration', 'up', remote(url()));
    expect(again).toMatchObject({ code: 0, stdout: 'Remote database is up to date.\n' });
    expect(again.stderr).not.toContain('Applying');
  });

  it('are recorded once for the CLI and the gateway: either migrates, and the other has nothing to do', async () => {
    expect(await ownMigrate(url())).toEqual([]);
    const other = await project.newDatabase();
    expect(await ownMigrate(other())).toHaveLength(files.length);
    const after = await cli.run('migration', 'up', remote(other()));
    expect(after).toMatchObject({ code: 0, stdout: 'Remote database is up to date.\n' });
    expect(after.stderr).not.toContain('Applying');
    expect(await journal(other())).toEqual(await journal(url()));
    const diff = await cli.run(
      'db',
      'diff',
      '--schema',
      'nofx',
      '--from',
      `${url('supabase_admin')}?sslmode=disable`,
      '--to',
      `${other('supabase_admin')}?sslmode=disable`,
    );
    expect({ code: diff.code, difference: diff.stdout.trim() }).toEqual({ code: 0, difference: '' });
  });

  it('are restored by `supabase db reset`, with the seed', async () => {
    const reset = await project.newDatabase();
    await cli.run('migration', 'up', remote(reset()));
    await asUser(
      reset(),
      `insert into nofx.agent_registry (namespace, slug, name, description) values ('acme', 'old', '', '')`,
    );
    const { code, stderr } = await cli.run('db', 'reset', remote(reset()));
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('Seeding data') });
    expect(await journal(reset())).toEqual(await journal(url()));
    expect(await asUser(reset(), 'select from nofx.agent_registry')).toEqual([]);
    expect(await asUser(reset(), 'select id, public from storage.buckets')).toEqual([
      { id: 'registry-bundles', public: false },
    ]);
  });

  it('create a schema whose seed fails when a table is open', async () => {
    const open = await project.newDatabase();
    await ownMigrate(open());
    await asUser(open(), 'alter table nofx.runs no force row level security');
    await expect(asUser(open(), await readFile('supabase/seed.sql', 'utf8'))).rejects.toThrow(/not forced on: runs/);
  });
});

/** Reviewed findings: what each one is, and why it stays. */
const knownAdvice: Record<string, string> = {
  'function_search_path_mutable nofx.version_interval':
    'A constructor that Postgres makes with the range type: it calls nothing and looks nothing up.',
  'function_search_path_mutable nofx.version_range': 'As above, of the multirange.',
  'multiple_permissive_policies agent_versions_import,agent_versions_insert':
    'Of an insert, one row at a time: an import keeps another date and author, for admins only.',
  'multiple_permissive_policies template_versions_import,template_versions_insert': 'As above.',
  'multiple_permissive_policies template_version_agents_import,template_version_agents_insert': 'As above.',
  'multiple_permissive_policies registry_events_append,registry_events_append_rating':
    'Of an insert, one row at a time: the event of a rating has another author than all others, and rules of its own.',
  'unindexed_foreign_keys agent_registry_current_version_fkey':
    'The key is (id, current_version_id): the primary key finds the one row that has the id.',
  'unindexed_foreign_keys template_registry_current_version_fkey': 'As above.',
};

interface Advice {
  name: string;
  level: 'ERROR' | 'WARN' | 'INFO';
  detail: string;
}

const subjectOf = ({ name, detail }: Advice) => {
  const [, subject] =
    /foreign key `(\w+)`/.exec(detail) ??
    /policies include `\{(.+?)\}`/i.exec(detail) ??
    /`([\w.]+)`/.exec(detail) ??
    [];
  return `${name} ${subject}`;
};

describe('the linters', () => {
  const lint = (address: string) =>
    cli.run('db', 'lint', '--level', 'warning', '--fail-on', 'warning', remote(address));

  it('find nothing with `supabase db lint`, which fails for a function that names a missing column', async () => {
    const clean = await lint(url('supabase_admin'));
    expect({ code: clean.code, stdout: clean.stdout }).toEqual({ code: 0, stdout: '' });
    expect(clean.stderr).toContain('Linting schema: nofx');

    const broken = await project.newDatabase();
    await ownMigrate(broken());
    await asUser(
      broken(),
      `create function nofx.broken() returns text language plpgsql as $$ begin return (select nothing from nofx.runs); end $$`,
    );
    const found = await lint(broken('supabase_admin'));
    expect(found.code).not.toBe(0);
    expect(found.stdout).toContain('nofx.broken');
  });

  it('find nothing with `supabase db advisors` but reviewed exceptions', async () => {
    const { code, stdout } = await cli.run('db', 'advisors', '--level', 'info', '--fail-on', 'none', remote(url()));
    expect(code).toBe(0);
    const advice: Advice[] = JSON.parse(stdout);
    // No index of an empty database has been used.
    const subjects = new Set(advice.filter(({ name }) => name !== 'unused_index').map(subjectOf));
    expect([...subjects].sort()).toEqual(Object.keys(knownAdvice).sort());
    expect(advice.filter(({ level }) => level === 'ERROR')).toEqual([]);
  });
});

it('`supabase gen types` has the tables, columns and nulls of src/db/types.ts', async () => {
  const { code, stdout } = await cli.run('gen', 'types', '--schema', 'nofx', remote(url()));
  expect(code).toBe(0);
  const theirs = tablesOfSupabase(stdout);
  expect(Object.keys(theirs).length).toBeGreaterThan(10);
  const ours = tablesOfKysely(await readFile('src/db/types.ts', 'utf8'));
  // Postgres does not record which columns of a view can be null; the two generators guess differently.
  expect(Object.keys(theirs.searchable ?? {}).sort()).toEqual(Object.keys(ours.searchable ?? {}).sort());
  expect({ ...theirs, searchable: {} }).toEqual({ ...ours, searchable: {} });
});
