import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../packages/cli/problem.ts';
import { schemaOf } from '../../scripts/preview/name.ts';
import { actorAt } from '../support/actor.ts';
import { childEnv } from '../support/childEnv.ts';
import { hasEngine, openTestDatabase, type TestDatabase } from '../support/database.ts';
import { agent } from '../support/definitions.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { publishAgent } from '../support/operations.ts';
import { tokenFor } from '../support/token.ts';
import { startStorage } from '../unit/artifacts/storageServer.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(!hasEngine)('previews', () => {
  let database: TestDatabase;
  let dataDir: string;
  const gateways: GatewayProcess[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'nofx-previews-'));
  });
  afterAll(async () => {
    for (const gateway of gateways) gateway.process.kill('SIGKILL');
    await database?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const environment = (more: Record<string, string> = {}) => ({
    DATABASE_URL: database.url ?? '',
    DATABASE_ADMIN_URL: database.ownerUrl ?? '',
    REGISTRY_DATA_DIR: dataDir,
    ...more,
  });

  /** The command as typed, in a separate process. */
  const preview = (args: string[], more: Record<string, string> = {}) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        ['scripts/registry/main.ts', 'preview', ...args],
        { cwd: root, env: childEnv(environment(more)) },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  const schemas = async () =>
    (
      (await database.asOwner(`select nspname from pg_namespace where nspname !~ '^pg_' order by 1`)) as {
        nspname: string;
      }[]
    ).map(({ nspname }) => nspname);
  const serve = async (schema: string) => {
    const gateway = await startGateway(dataDir, environment({ REGISTRY_SCHEMA: schema }));
    gateways.push(gateway);
    return gateway;
  };
  const agentsAt = async ({ url }: GatewayProcess) => {
    const { data } = await actorAt(url, null).ask('{ agents(first: 100) { edges { node { agentId } } } }');
    return data.agents.edges.map((edge: { node: { agentId: string } }) => edge.node.agentId) as string[];
  };

  it('are created, updated and listed', async () => {
    const made = await preview(['create', 'pr-41', '--json']);
    expect(made).toMatchObject({ code: 0 });
    const first = JSON.parse(made.out);
    expect(first).toMatchObject({ name: 'pr-41', schema: 'preview_pr_41', refused: [], unchanged: 0 });
    expect(first.migrated).toContain('foundations');
    expect(first.published).toBeGreaterThan(10);

    const again = await preview(['create', 'pr-41']);
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toContain(`0 published, ${first.published} unchanged`);
    expect(again.out).toContain('REGISTRY_SCHEMA=preview_pr_41');
    expect(again.err).toContain('0 migrations applied');

    expect((await preview(['list'])).out).toMatch(/pr-41 +preview_pr_41 +\d min ago +\d min ago/);
    expect((await preview(['list', '--older-than', '14d'])).out).toContain('No previews.');
    const [listed] = JSON.parse((await preview(['list', '--json'])).out);
    expect(Date.parse(listed.updatedAt)).toBeGreaterThan(Date.parse(listed.createdAt));
  });

  it('are isolated from each other and from the registry beside them, in data, files and events', async () => {
    expect(await preview(['create', 'pr-42'])).toMatchObject({ code: 0 });
    const [one, other, main] = [await serve('preview_pr_41'), await serve('preview_pr_42'), await serve('nofx')];
    const alice = await tokenFor(dataDir);
    const publishAt = ({ url }: GatewayProcess, agentId: string) =>
      actorAt(url, alice).do(publishAgent, { input: agent({ agentId }) });
    expect(await publishAt(one, 'only-in-one')).toMatchObject({ created: true });
    expect(await publishAt(other, 'only-in-other')).toMatchObject({ created: true });
    expect(await publishAt(main, 'only-in-main')).toMatchObject({ created: true });

    const seen = await Promise.all([one, other, main].map(agentsAt));
    const own = seen.map((ids) => ids.filter((id) => id.startsWith('only-in-')));
    expect(own).toEqual([['only-in-one'], ['only-in-other'], ['only-in-main']]);
    const heads = await database.asOwner(`select
      (select count(*)::integer from preview_pr_41.registry_events where slug like 'only-in-%') as one,
      (select count(*)::integer from preview_pr_42.registry_events where slug like 'only-in-%') as other,
      (select count(*)::integer from nofx.registry_events where slug like 'only-in-%') as main`);
    expect(heads).toEqual([{ one: 1, other: 1, main: 1 }]);
    expect((await readdir(join(dataDir, 'artifacts', 'previews'))).sort()).toEqual(['preview_pr_41', 'preview_pr_42']);
    for (const gateway of gateways.splice(0)) await gateway.end('SIGTERM');
  });

  it('leave nothing when they are destroyed, and no change in the others', async () => {
    const destroyed = await preview(['destroy', 'pr-41']);
    expect(destroyed).toMatchObject({ code: 0 });
    expect(destroyed.out).toMatch(/Removed pr-41: \d\d tables, \d+ files\./);
    expect(await schemas()).not.toContain('preview_pr_41');
    expect(await schemas()).toEqual(expect.arrayContaining(['nofx', 'preview_pr_42']));
    expect(
      await database.asOwner(`select 'default' as what from pg_default_acl a join pg_namespace n on n.oid = defaclnamespace
          where nspname = 'preview_pr_41'
        union all select 'table' from pg_class where relname like '%pr_41%'
        union all select 'function' from pg_proc where prosrc like '%preview_pr_41%'
        union all select 'type' from pg_type where typname like '%pr_41%'
        union all select 'role' from pg_roles where rolname like '%pr_41%'
        union all select 'migration' from supabase_migrations.schema_migrations where name like '%pr_41%'`),
    ).toEqual([]);
    expect(await readdir(join(dataDir, 'artifacts', 'previews'))).toEqual(['preview_pr_42']);
    expect((await readdir(join(dataDir, 'artifacts', 'sha256'))).length).toBeGreaterThan(0);
    expect(await database.asOwner(`select slug from nofx.agent_registry where slug like 'only-in-%'`)).toEqual([
      { slug: 'only-in-main' },
    ]);
    const again = await preview(['destroy', 'pr-41']);
    expect([again.code, again.out]).toEqual([0, 'Preview pr-41 was not found; nothing to do.\n']);
  });

  it.each([
    ['nofx'],
    ['public'],
    ['preview_pr_42'],
    ['PR-42'],
    ['pr_42'],
    ['pr 42'],
    ['pr--42'],
    ['-pr'],
    ['pr-'],
    [''],
    ['../nofx'],
    ['x"; drop schema nofx cascade; --'],
    ["x'; drop schema nofx cascade; --"],
    ['x\n'],
    ['é'],
    ['a'.repeat(33)],
  ])('refuse the name %j', (name) => expect(() => schemaOf(name)).toThrow(Problem));

  it.each([['nofx'], ['x"; drop schema nofx cascade; --'], ["x'; drop schema nofx cascade; --"], ['']])(
    'change nothing for the name %j',
    async (name) => {
      const before = await schemas();
      for (const command of ['create', 'destroy']) {
        const { code, err } = await preview([command, '--', name]);
        expect([command, code, err.includes('    at ')]).toEqual([command, 2, false]);
      }
      expect(await schemas()).toEqual(before);
    },
  );

  it('leave alone a schema with such a name that they did not create', async () => {
    await database.asOwner('create schema preview_theirs; create table preview_theirs.precious (id int)');
    for (const command of ['create', 'destroy']) {
      const { code, err } = await preview([command, 'theirs']);
      expect([code, err]).toEqual([1, expect.stringContaining('was not made by this command')]);
    }
    expect(await database.asOwner(`select to_regclass('preview_theirs.precious')::text as there`)).toEqual([
      { there: 'preview_theirs.precious' },
    ]);
    expect(JSON.parse((await preview(['list', '--json'])).out).map(({ name }: { name: string }) => name)).toEqual([
      'pr-42',
    ]);
  });

  it('can be created by two concurrent commands', async () => {
    const both = await Promise.all([preview(['create', 'twice']), preview(['create', 'twice'])]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
  });

  it('continue where they were interrupted', async () => {
    const child = spawn(process.execPath, ['scripts/registry/main.ts', 'preview', 'create', 'half'], {
      cwd: root,
      env: childEnv(environment()),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(child, 'exit');
    child.stderr.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Migrating')) setTimeout(() => child.kill('SIGKILL'), 150);
    });
    await ended;
    const { code, out } = await preview(['create', 'half', '--json']);
    const { published, unchanged, refused } = JSON.parse(out);
    expect([code, published + unchanged > 10, refused]).toEqual([0, true, []]);
    expect(await preview(['destroy', 'half'])).toMatchObject({ code: 0 });
    expect(await schemas()).not.toContain('preview_half');
  });

  it('publish what is in another folder, and report what is wrong in it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-definitions-'));
    const write = async (id: string, manifest: object) => {
      await mkdir(join(folder, 'agents', id, 'prompts'), { recursive: true });
      await writeFile(join(folder, 'agents', id, 'agent.json'), JSON.stringify(manifest));
      await writeFile(join(folder, 'agents', id, 'prompts', 'system.md'), 'Do it.\n');
    };
    await write('good-one', agent({ agentId: 'good-one' }).manifest);
    await write('bad-one', agent({ agentId: 'bad-one', version: 'v1' }).manifest);
    const { code, out, err } = await preview(['create', 'folder', '--dir', folder]);
    expect([code, out]).toEqual([1, expect.stringContaining('1 published')]);
    expect(err).toContain('refused agent bad-one');
    await rm(join(folder, 'agents'), { recursive: true });
    expect(await preview(['create', 'empty', '--dir', folder])).toMatchObject({ code: 2 });
    expect(await preview(['create', 'empty', '--dir', join(folder, 'nowhere')])).toMatchObject({ code: 2 });
    expect(await schemas()).not.toContain('preview_empty');
    await rm(folder, { recursive: true });
  });

  it('are removed when they have not been updated for long', async () => {
    const old = new Date(Date.now() - 15 * 86_400_000).toISOString();
    const comment = JSON.stringify({ registry: 'preview', name: 'twice', createdAt: old, updatedAt: old });
    await database.asOwner(`comment on schema preview_twice is '${comment}'`);
    expect((await preview(['list', '--older-than', '2w'])).out).toMatch(/^twice .* 15 d ago +15 d ago$/m);
    expect((await preview(['destroy', '--older-than', '14d'])).out).toMatch(/^✓ Removed twice: /);
    expect(await schemas()).toContain('preview_pr_42');
    expect((await preview(['destroy', '--older-than', '14d'])).out).toContain('nothing to do');
    expect(await preview(['destroy'])).toMatchObject({ code: 2 });
    expect(await preview(['destroy', 'pr-42', '--older-than', '1h'])).toMatchObject({ code: 2 });
    expect(await preview(['list', '--older-than', 'old'])).toMatchObject({ code: 2 });
  });

  it('report what is missing', async () => {
    const nowhere = await preview(['list'], { DATABASE_URL: '', DATABASE_ADMIN_URL: '' });
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('DATABASE_ADMIN_URL')]);
    const mayNot = await preview(['create', 'may-not'], { DATABASE_ADMIN_URL: '' });
    expect([mayNot.code, mayNot.err]).toEqual([1, expect.stringContaining('DATABASE_ADMIN_URL')]);
    const away = 'postgres://nobody:hunter2@127.0.0.1:1/none';
    const gone = await preview(['create', 'gone'], { DATABASE_URL: away, DATABASE_ADMIN_URL: away });
    expect([gone.code, gone.err.includes('hunter2')]).toEqual([1, false]);
    expect(gone.err).toContain('UNAVAILABLE');
  });

  it('keep their files in a folder of the bucket, and remove it', async () => {
    const storage = await startStorage();
    try {
      const supabase = { SUPABASE_URL: storage.url, SUPABASE_SECRET_KEY: storage.key };
      expect(await preview(['create', 'stored'], supabase)).toMatchObject({ code: 0 });
      const [bucket] = [...storage.buckets.values()];
      bucket?.objects.set('sha256/of-the-registry-itself', [...(bucket.objects.values() ?? [])][0] as never);
      expect(
        [...(bucket?.objects.keys() ?? [])].filter((name) => name.startsWith('previews/preview_stored/')).length,
      ).toBeGreaterThan(50);
      const { code, out } = await preview(['destroy', 'stored'], supabase);
      expect([code, out]).toEqual([0, expect.stringMatching(/Removed stored: \d\d tables, \d{2,} files\./)]);
      expect([...(bucket?.objects.keys() ?? [])]).toEqual(['sha256/of-the-registry-itself']);
    } finally {
      await storage.close();
    }
  });
});
