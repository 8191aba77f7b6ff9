import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SignJWT } from 'jose';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadPath } from '../../packages/manifest/contract/bundleUpload.ts';
import { openAuthenticate } from '../../server/access/authenticate.ts';
import { readEnv } from '../../server/open/env.ts';
import type { Query } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { openPostgres, runScript } from '../../src/db/postgres.ts';
import { postgresBinaries } from '../support/postgres.ts';
import { asUser, type SupabaseServer, startSupabaseServer } from '../support/supabaseDatabase.ts';

/** What the migrations create in Supabase's own parts of a project: Storage, Auth, Realtime. */
let project: SupabaseServer;
let url: (user?: string) => string;

beforeAll(async () => {
  project = await startSupabaseServer();
});
afterAll(() => project?.stop());

/** From now on: a separate database of a project, migrated. */
async function another() {
  url = await project.newDatabase();
  await runScript(url(), async (run) => void (await migrate(run)));
}

const bucket = 'registry-bundles';

interface TokenUser {
  role: 'anon' | 'authenticated' | 'service_role';
  sub?: string;
  app_metadata?: { registry_role?: string; namespace?: string };
}
const user = (registry_role: string, namespace?: string): TokenUser => ({
  role: 'authenticated',
  sub: randomUUID(),
  app_metadata: { registry_role, ...(namespace === undefined ? {} : { namespace }) },
});
const anyone: TokenUser = { role: 'anon' };
const stranger: TokenUser = { role: 'authenticated', sub: randomUUID() };
const service: TokenUser = { role: 'service_role' };
const publisher = user('publisher', 'acme');

/** Like the Storage API: with the token's role and claims, in a transaction. Rolled back unless `keep` is set. */
async function as(user: TokenUser, sql: string, values: unknown[], keep = false): Promise<number | 'refused'> {
  const client = new pg.Client({ connectionString: url('authenticator') });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select set_config('role', $1, true), set_config('request.jwt.claims', $2, true)`, [
      user.role,
      JSON.stringify({ ...user, aud: 'authenticated' }),
    ]);
    const { rowCount } = await client.query(sql, values);
    await client.query(keep ? 'commit' : 'rollback');
    return rowCount ?? 0;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return 'refused';
    throw error;
  } finally {
    await client.end();
  }
}

const upload = (user: TokenUser, name: string, keep = false, into = bucket) =>
  as(
    user,
    'insert into storage.objects (bucket_id, name, owner_id) values ($1, $2, $3)',
    [into, name, user.sub ?? null],
    keep,
  );

describe.each([
  ['in a separate project', false],
  ['beside another application, whose policies forgot to name their bucket', true],
])('the bucket of bundles, %s', (_, shared) => {
  const own = uploadPath('acme', 'reviewer-1.0.0');
  const taken = uploadPath('acme', 'taken');
  const blob = `sha256/${'a'.repeat(64)}`;

  beforeAll(async () => {
    await another();
    await asUser(
      url(),
      `insert into storage.buckets (id, name, public) values ('holiday-photos', 'holiday-photos', false);
       insert into storage.objects (bucket_id, name) values ('holiday-photos', 'beach.jpg')`,
    );
    if (shared) {
      await asUser(
        url(),
        'create policy careless on storage.objects for all to anon, authenticated using (true) with check (true)',
      );
    }
    expect(await upload(publisher, taken, true)).toBe(1);
    expect(await upload(service, blob, true)).toBe(1);
  });

  it('is private, and accepts 32 MiB and two types', async () => {
    expect(
      await asUser(url(), `select public, file_size_limit, allowed_mime_types from storage.buckets where id = $1`, [
        bucket,
      ]),
    ).toEqual([
      {
        public: false,
        file_size_limit: '33554432',
        allowed_mime_types: ['application/json', 'application/octet-stream'],
      },
    ]);
  });

  it.each([
    ['a publisher', publisher, own, 1],
    ['an admin', user('admin', 'acme'), own, 1],
    ['a publisher whose token names no namespace', user('publisher'), uploadPath('default', 'a'), 1],
    ['the service role', service, own, 1],
    ['a viewer', user('viewer', 'acme'), own, 'refused'],
    ['a publisher of another namespace', user('publisher', 'globex'), own, 'refused'],
    ['an admin of another namespace', user('admin', 'globex'), own, 'refused'],
    ['a user without a role', stranger, own, 'refused'],
    ['a user with a role of another application', user('owner', 'acme'), own, 'refused'],
    ['an anonymous caller', anyone, own, 'refused'],
  ] as const)('accepts or refuses an upload by %s', async (_, user, name, outcome) => {
    expect(await upload(user, name)).toBe(outcome);
  });

  it.each(['0a4f7d0e-6f4c-4a3e-9a55-3f1f1b7c9d11', null])(
    'refuses an upload of a publisher in the name of another: %s',
    async (owner) => {
      expect(
        await as(publisher, 'insert into storage.objects (bucket_id, name, owner_id) values ($1, $2, $3)', [
          bucket,
          own,
          owner,
        ]),
      ).toBe('refused');
    },
  );

  it.each([
    blob,
    'incoming/acme.json',
    'incoming/acme/.json',
    'incoming/acme/a.html',
    'incoming/acme/a.json\n',
    'incoming/acme/deeper/a.json',
    'incoming//acme/a.json',
    'incoming/acme/../globex/a.json',
    'incoming/globex/a.json',
    '/incoming/acme/a.json',
    'Incoming/acme/a.json',
    'previews/pr_1/incoming/acme/a.json',
    'bundles/acme/agents/reviewer/1.0.0.json',
    `incoming/acme/${'a'.repeat(300)}.json`,
  ])('refuses an upload of a publisher of acme to %j', async (name) => {
    expect(await upload(publisher, name)).toBe('refused');
  });

  it.each(['acme/deeper', '', 'Acme', '*', 'acme\n', '.*'])(
    'refuses any upload with the namespace %j in the token',
    async (namespace) => {
      expect(await upload(user('publisher', namespace), `incoming/${namespace}/a.json`)).toBe('refused');
    },
  );

  it.each([
    ['its uploader', publisher, 1],
    ['another publisher of the namespace', user('publisher', 'acme'), 0],
    [
      'its uploader, now with another role',
      { ...publisher, app_metadata: { registry_role: 'viewer', namespace: 'acme' } },
      0,
    ],
    [
      'its uploader, now of another namespace',
      { ...publisher, app_metadata: { registry_role: 'publisher', namespace: 'globex' } },
      0,
    ],
    ['an admin of another namespace', user('admin', 'globex'), 0],
    ['a user without a role', stranger, 0],
    ['an anonymous caller', anyone, 0],
    ['the service role', service, 2],
  ] as const)('shows to %s', async (_, user, rows) => {
    expect(await as(user, 'select from storage.objects where bucket_id = $1', [bucket])).toBe(rows);
  });

  it.each([
    ['overwrite', `update storage.objects set metadata = '{}' where bucket_id = $1`],
    ['move out', `update storage.objects set bucket_id = 'holiday-photos' where bucket_id = $1`],
    ['remove', 'delete from storage.objects where bucket_id = $1'],
  ])('lets no user %s a file, not even its uploader', async (_, sql) => {
    for (const caller of [anyone, stranger, publisher, user('admin', 'acme')]) {
      expect(await as(caller, sql, [bucket])).toBe(0);
    }
  });

  it.each([
    ['named', ` where bucket_id = 'holiday-photos'`],
    ['without a name, so that no select policy applies', ''],
  ])('lets no user move a file of another bucket into it, %s', async (_, which) => {
    const sql = `update storage.objects set bucket_id = $1, name = '${own}'${which}`;
    for (const caller of [anyone, stranger, publisher]) {
      expect(await as(caller, sql, [bucket])).toBe(shared ? 'refused' : 0);
    }
  });

  if (shared) {
    it('does not affect other buckets', async () => {
      expect(await upload(stranger, 'sea.jpg', false, 'holiday-photos')).toBe(1);
      expect(await as(anyone, `select from storage.objects where bucket_id = $1`, ['holiday-photos'])).toBe(1);
      expect(await as(stranger, `delete from storage.objects where bucket_id = $1`, ['holiday-photos'])).toBe(1);
      const elsewhere: TokenUser = { role: 'authenticated', sub: 'user_of_another_provider' };
      expect(await as(elsewhere, `select from storage.objects`, [])).toBe(1);
    });
  }

  it('is not changed by a preview, and neither are its policies', async () => {
    const policies = () =>
      asUser(url(), `select policyname, qual, with_check from pg_policies where schemaname = 'storage' order by 1`);
    const before = await policies();
    await runScript(url(), async (run) => void (await migrate(run, 'pr_7')));
    await asUser(url(), 'drop schema pr_7 cascade');
    expect(await policies()).toEqual(before);
  });
});

describe('the access token hook', () => {
  beforeAll(another);
  const secret = 'a secret of at least 32 characters!';
  /** Like Supabase Auth: https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook */
  const claimsFor = async (app_metadata: unknown) => {
    const sub = randomUUID();
    const claims = {
      iss: 'https://project.supabase.co/auth/v1',
      sub,
      aud: 'authenticated',
      exp: Math.floor(Date.now() / 1000) + 3600,
      iat: Math.floor(Date.now() / 1000),
      email: 'somebody@example.com',
      phone: '',
      app_metadata,
      user_metadata: { registry_role: 'admin', namespace: 'globex', tenant_id: 'globex' },
      role: 'authenticated',
      aal: 'aal1',
      amr: [{ method: 'password', timestamp: 1 }],
      session_id: randomUUID(),
      is_anonymous: false,
    };
    const event = { user_id: sub, claims, authentication_method: 'password' };
    const [row] = await asUser(url('supabase_auth_admin'), 'select nofx.custom_access_token_hook($1::jsonb) as event', [
      JSON.stringify(event),
    ]);
    const answer = row?.event as typeof event;
    const { app_metadata: given, ...others } = answer.claims;
    expect({ ...answer, claims: { ...others, app_metadata } }).toEqual(JSON.parse(JSON.stringify(event)));
    return answer.claims;
  };
  const provider = { provider: 'email', providers: ['email'] };

  it.each([
    [{ registry_role: 'admin', namespace: 'acme' }, 'admin', 'acme'],
    [{ registry_role: 'viewer', namespace: 'acme', tenant_id: 'globex' }, 'viewer', 'acme'],
    [
      { registry_role: 'publisher', tenant_id: '7d9c2f8e-1f6b-4f3e-9d52-0a4f7c1b2e3d' },
      'publisher',
      '7d9c2f8e-1f6b-4f3e-9d52-0a4f7c1b2e3d',
    ],
    [{ registry_role: 'publisher', namespace: null, tenant_id: 'acme' }, 'publisher', 'acme'],
    [{ registry_role: 'publisher' }, 'publisher', 'default'],
    [{ registry_role: 'publisher', namespace: 'acme', tenant_id: null }, 'publisher', 'acme'],
    [{}, null, 'default'],
    [{ registry_role: 'root', namespace: 'acme' }, null, 'acme'],
    [{ registry_role: ['admin'], namespace: 'acme' }, null, 'acme'],
    [{ registry_role: null, namespace: 'acme' }, null, 'acme'],
    [{ registry_role: 'admin', namespace: 'Acme Corp' }, null, 'default'],
    [{ registry_role: 'admin', namespace: '' }, null, 'default'],
    [{ registry_role: 'admin', namespace: { of: 'acme' } }, null, 'default'],
    [{ registry_role: 'admin', namespace: 'acme\n' }, null, 'default'],
  ])('turns %j into the role %j in %j, and the gateway accepts the token', async (metadata, role, namespace) => {
    const claims = await claimsFor({ ...provider, ...metadata });
    expect(claims.app_metadata).toMatchObject(provider);
    const authenticate = await openAuthenticate(readEnv({ SUPABASE_JWT_SECRET: secret }));
    const token = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(secret));
    const { viewer } = await authenticate(`Bearer ${token}`);
    expect(viewer).toMatchObject({ kind: 'user', id: claims.sub, role, namespace });
  });

  it('never grants a role in `default` that was meant for another namespace', async () => {
    for (const tenant_id of ['ACME', 42, ['acme'], { id: 'acme' }, false, '']) {
      expect((await claimsFor({ registry_role: 'admin', tenant_id })).app_metadata).toEqual({ tenant_id });
    }
  });

  it.each([[undefined], [null], ['text'], [[]]])(
    'ignores an app_metadata of %j, so that the user can still sign in',
    async (metadata) => {
      expect((await claimsFor(metadata)).app_metadata).toEqual(metadata);
    },
  );

  it('may be called by Supabase Auth only', async () => {
    const call = `select nofx.custom_access_token_hook('{"claims": {}}')`;
    for (const caller of [anyone, stranger, publisher]) expect(await as(caller, call, [])).toBe('refused');
  });
});

describe('Realtime', () => {
  beforeAll(another);
  const publish = () =>
    asUser(
      url(),
      `insert into nofx.registry_events (type, action, kind, slug, namespace, tenant, actor, correlation_id)
       values ('agent.validation_failed', 'VALIDATION_FAILED', 'AGENT', 'reviewer', 'acme', 'acme', gen_random_uuid(), 'test')`,
    );

  it('announces a write, without content, on a private channel that only the service role can join', async () => {
    await publish();
    expect(await asUser(url(), 'select topic, event, payload, private, extension from realtime.messages')).toEqual([
      { topic: 'registry:nofx', event: 'written', payload: {}, private: true, extension: 'broadcast' },
    ]);
    for (const caller of [anyone, stranger, publisher, user('admin', 'acme')]) {
      expect(await as(caller, `select from realtime.messages`, [])).toBe(0);
    }
    expect(await as(service, `select from realtime.messages`, [])).toBe(1);
  });

  it('carries the event to those who may read it, and lets no client send on the channels of the registry', async () => {
    await asUser(url(), 'select nofx.sequence_events()');
    const ofEvents = `select from realtime.messages where event <> 'written'`;
    expect(await as(publisher, ofEvents, [])).toBe(1);
    expect(await as(user('admin', 'acme'), ofEvents, [])).toBe(1);
    for (const caller of [anyone, stranger, user('viewer', 'acme'), user('admin', 'globex')]) {
      expect(await as(caller, ofEvents, [])).toBe(0);
    }
    const send = `insert into realtime.messages (topic, event, payload, private, extension)
      values ($1, 'agent.added', '{}', true, 'broadcast')`;
    await asUser(
      url(),
      `create policy anything on realtime.messages to anon, authenticated using (true) with check (true)`,
    );
    for (const caller of [anyone, stranger, user('admin', 'acme')]) {
      expect(await as(caller, ofEvents, [])).toBe(caller.app_metadata?.namespace === 'acme' ? 1 : 0);
      for (const topic of ['registry:nofx', 'registry:nofx:public', 'registry:nofx:namespace:acme']) {
        expect(await as(caller, send, [topic])).toBe('refused');
      }
      expect(await as(caller, send, ['chat'])).toBe(1);
    }
  });
});

describe('the views for supabase-js', () => {
  beforeAll(another);

  it('show the entries that the caller may read', async () => {
    await asUser(
      url(),
      `insert into nofx.agent_registry (namespace, slug, name, description, visibility)
       values ('acme', 'inner', 'Inner', '', 'PRIVATE'), ('globex', 'inner', 'Inner', '', 'PRIVATE')`,
    );
    const look = 'select agent_id, state, version, metadata, prompt_hash, updated_at from nofx_api.agent_registry';
    expect(await as(publisher, look, [])).toBe(1);
    expect(await as(anyone, look, [])).toBe(0);
    expect(await as(service, look, [])).toBe('refused');
  });
});

describe('the login of a gateway', () => {
  const entries = {
    sql: `select current_user as role, (select array_agg(namespace) from agent_registry) as namespaces`,
    parameters: [],
  } as unknown as Query<{ role: string; namespaces: string[] | null }>;

  beforeAll(async () => {
    await another();
    await asUser(
      url(),
      `insert into nofx.agent_registry (namespace, slug, name, description)
       values ('acme', 'private-one', 'One', ''), ('globex', 'private-one', 'One', '')`,
    );
  });

  it('is created by the project, owns nothing and bypasses nothing', async () => {
    await asUser(url(), 'create role registry_gateway login noinherit; grant anon, authenticated to registry_gateway');
    const login = url('registry_gateway');
    await expect(asUser(login, 'select from nofx.agent_registry')).rejects.toThrow(/permission denied/);
    await expect(asUser(login, 'select from auth.users')).rejects.toThrow(/permission denied/);
    await expect(asUser(login, 'set role service_role')).rejects.toThrow(/permission denied/);
  });

  it.each(['registry_gateway', 'project_owner'])(
    '%s: each statement runs as its viewer, whatever the login may do',
    async (login) => {
      const db = openPostgres({ url: url(login), schema: 'nofx' });
      const member = { kind: 'user', id: randomUUID(), role: 'publisher', namespace: 'acme' } as const;
      expect(await db.read(member, entries)).toEqual([{ role: 'authenticated', namespaces: ['acme'] }]);
      expect(await db.read({ kind: 'anonymous' }, entries)).toEqual([{ role: 'anon', namespaces: null }]);
      expect(await db.transact(member, (tx) => tx.run(entries))).toEqual([
        { role: 'authenticated', namespaces: ['acme'] },
      ]);
      await db.close();
    },
  );
});

it('a restore into another project has the policies of the bucket once their migration is forgotten', async () => {
  await another();
  const policies = (address: string) =>
    asUser(
      address,
      `select policyname, cmd, qual, with_check from pg_policies where schemaname = 'storage' order by 1`,
    );
  const restored = await project.newDatabase();
  const [run, binaries, dump] = [promisify(execFile), String(await postgresBinaries()), join(tmpdir(), randomUUID())];
  await run(join(binaries, 'pg_dump'), ['-Fc', '-n', 'nofx', '-n', 'supabase_migrations', '-d', url(), '-f', dump]);
  await asUser(restored(), 'create extension pg_trgm with schema extensions');
  await run(join(binaries, 'pg_restore'), ['--no-owner', '-d', restored(), dump]);
  await rm(dump);

  const applied: string[][] = [];
  const again = () => runScript(restored(), async (script) => void applied.push(await migrate(script)));
  await again();
  expect(await policies(restored())).toEqual([]);
  await asUser(restored(), `delete from supabase_migrations.schema_migrations where name = 'storage'`);
  await again();
  expect(applied).toEqual([[], ['storage']]);
  expect(await policies(restored())).toEqual(await policies(url()));
  expect(await asUser(restored(), 'select id, public from storage.buckets')).toEqual([{ id: bucket, public: false }]);
});
