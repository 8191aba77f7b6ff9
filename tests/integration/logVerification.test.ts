import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { verify as verifyCommand } from '../../packages/cli/commands/verify.ts';
import { Problem } from '../../packages/cli/problem.ts';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { agent, template } from '../support/definitions.ts';
import { promoteAgent, publishAgent, publishTemplate, rollbackAgent, setAgentStatus } from '../support/operations.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

const verifyLog = `query ($after: String, $first: Int) {
  verifyLog(after: $after, first: $first) { checked number head endCursor hasNextPage problem { reason number eventId message } }
}`;
const verifyVersions = `query ($kind: RegistryKind!, $after: String, $first: Int) {
  verifyVersions(kind: $kind, after: $after, first: $first) { checked endCursor hasNextPage problems { entryId version reason file message } }
}`;

interface EventRow {
  seq: number;
  id: string;
}

describe.skipIf(!hasEngine)('verification of the event log', () => {
  let registry: TestRegistry;
  let alice: Actor;
  let admin: Actor;
  let rows: EventRow[];
  const fresh = uniqueNames('sealed');

  /** Every kind of event, in two namespaces. */
  beforeAll(async () => {
    registry = await openRegistry();
    alice = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
    const acme = await registry.actor({ namespace: 'acme' });
    const id = fresh();
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish({ agentId: id, version });
    await publish({ agentId: id, version: '1.3.0' }, { draft: true });
    await alice.do(promoteAgent, { input: { id, version: '1.3.0' } });
    await publish({ agentId: id, version: '2.0.0-rc.1' }, { draft: true });
    await admin.do(rollbackAgent, { input: { id, reason: 'Worse than before.' } });
    await admin.do(setAgentStatus, { input: { id, status: 'DEPRECATED', message: 'Use another.' } });
    await publish({ agentId: id, version: 'nonsense' });
    await publish({ agentId: fresh(), visibility: 'private' }, {}, acme);
    await publish({ agentId: 'reviewer' });
    await alice.do(publishTemplate, { input: template() });
    rows = (await registry.database.asOwner(
      'select seq::int, id from nofx.registry_events where seq is not null order by seq',
    )) as EventRow[];
    expect(rows.length).toBeGreaterThanOrEqual(12);
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  const publish = (manifest: object, more = {}, actor = alice) =>
    actor.do(publishAgent, { input: { ...agent({ ...manifest }), ...more } });
  const verify = (variables = {}) => admin.do(verifyLog, variables);
  const versions = (kind = 'AGENT') => admin.do(verifyVersions, { kind, first: 100 });

  /** Runs statements as the owner with every trigger off, as an attacker with access to the database would. */
  const tamper = (...statements: string[]) =>
    registry.database.asOwner(`set local session_replication_role = replica; ${statements.join('; ')}`);

  /** Tampers, verifies, and restores the tables. */
  async function tampered<Found>(statements: string[], look: () => Promise<Found>): Promise<Found> {
    const tables = ['registry_events', 'registry_feed', 'agent_versions', 'template_versions'];
    await tamper(...tables.map((table) => `create table public.kept_${table} as table nofx.${table}`), ...statements);
    try {
      return await look();
    } finally {
      for (const table of tables) {
        const columns = (await registry.database.asOwner(
          `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
           where attrelid = 'nofx.${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
        )) as { names: string }[];
        const names = columns[0]?.names;
        await tamper(
          `delete from nofx.${table}`,
          `insert into nofx.${table} (${names}) overriding system value select ${names} from public.kept_${table}`,
          `drop table public.kept_${table}`,
        );
      }
    }
  }
  const random = () => rows[Math.floor(Math.random() * rows.length)] as EventRow;

  it('succeeds when nothing was changed', async () => {
    const head = rows.length;
    expect(await verify()).toMatchObject({ checked: head, number: head, head, hasNextPage: false, problem: null });
    for (const kind of ['AGENT', 'TEMPLATE']) {
      expect(await versions(kind)).toMatchObject({ problems: [], hasNextPage: false });
    }
  });

  it('relies on a chain of hashes that anyone can compute', async () => {
    const chain = (await registry.database.asOwner(
      `select nofx.event_text(seq, event) as text, encode(hash, 'hex') as hash
       from set_config('timezone', 'Asia/Tokyo', true), nofx.registry_events event where seq is not null order by seq`,
    )) as { text: string; hash: string }[];
    let hash = '0'.repeat(64);
    for (const event of chain) {
      hash = createHash('sha256').update(Buffer.from(hash, 'hex')).update(event.text).digest('hex');
      expect(event.hash).toBe(hash);
    }
    const [first] = chain;
    expect(JSON.parse(first?.text ?? '')).toEqual([
      1,
      rows[0]?.id,
      'agent.added',
      'PUBLISHED',
      'AGENT',
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      'sealed-1',
      'default',
      '1.0.0',
      null,
      'default',
      null,
      expect.any(String),
      expect.any(String),
      expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      { currentVersion: null },
      expect.objectContaining({ currentVersion: '1.0.0', versionStatus: 'ACTIVE' }),
    ]);
  });

  it('covers the values before and after each change', async () => {
    const { data } = await alice.ask(
      '{ registryEvents(first: 100, filter: { entryId: "sealed-1" }) { edges { node { action version before after hash } } } }',
    );
    const said = data.registryEvents.edges.map(({ node }: { node: object }) => node);
    expect(said).toMatchObject([
      { action: 'PUBLISHED', before: { currentVersion: null }, after: { currentVersion: '1.0.0' } },
      { action: 'PUBLISHED', before: { currentVersion: '1.0.0' }, after: { currentVersion: '1.1.0' } },
      { action: 'PUBLISHED', before: { currentVersion: '1.1.0' }, after: { currentVersion: '1.2.0' } },
      { action: 'DRAFTED', after: { currentVersion: '1.2.0', versionStatus: 'DRAFT' } },
      {
        action: 'PROMOTED',
        before: { currentVersion: '1.2.0', versionStatus: 'DRAFT' },
        after: { currentVersion: '1.3.0', versionStatus: 'ACTIVE' },
      },
      { action: 'DRAFTED' },
      { action: 'ROLLED_BACK', before: { currentVersion: '1.3.0' }, after: { currentVersion: '1.2.0' } },
      { action: 'DEPRECATED', before: { status: 'ACTIVE' }, after: { status: 'DEPRECATED' } },
      { action: 'VALIDATION_FAILED', before: null, after: null },
    ]);
    expect(said.map(({ hash }: { hash: string }) => hash)).toEqual(
      said.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)),
    );
  });

  const flipped = (column: string) => `overlay(${column} placing chr(ascii(substr(${column}, 1, 1)) # 1) from 1 for 1)`;
  const otherUuid = (column: string) =>
    `(case when left(${column}::text, 1) = '0' then '1' else '0' end || substr(${column}::text, 2))::uuid`;

  it.each([
    ['id', otherUuid('id')],
    ['type', `case when type = 'agent.updated' then 'agent.removed' else 'agent.updated' end`],
    ['action', `case when action = 'DISABLED' then 'ENABLED' else 'DISABLED' end`],
    ['kind', `case when kind = 'AGENT' then 'TEMPLATE' else 'AGENT' end`],
    ['entry_id', `coalesce(${otherUuid('entry_id')}, gen_random_uuid())`],
    ['slug', flipped('slug')],
    ['namespace', `namespace || '0'`],
    ['version', `coalesce(${flipped('version')}, '1')`],
    ['reason', `coalesce(${flipped('reason')}, '')`],
    ['tenant', `tenant || '0'`],
    [
      'report_id',
      'case when report_id is null then (select min(id::text)::uuid from nofx.registry_validation_reports) end',
    ],
    ['actor', `coalesce(${otherUuid('actor')}, gen_random_uuid())`],
    ['correlation_id', flipped('correlation_id')],
    ['occurred_at', `occurred_at + interval '1 millisecond'`],
    ['before', `coalesce(before, '{}') || '{"x": 1}'`],
    ['after', `case when after is null then '{}'::jsonb end`],
    ['hash', 'set_byte(hash, 31, get_byte(hash, 31) # 1)'],
  ])('finds one byte flipped in %s, in any event', async (column, value) => {
    for (const { seq } of [random(), random(), rows.at(-1) as EventRow]) {
      const { checked, problem } = await tampered(
        [`update nofx.registry_events set ${column} = ${value} where seq = ${seq}`],
        () => verify(),
      );
      expect(problem).toMatchObject({ reason: 'ALTERED', number: seq });
      expect(checked).toBe(seq - 1);
    }
  });

  it('finds a changed number, and reports what it is now', async () => {
    const { seq, id } = random();
    for (const [now, words] of [
      ['1000000', 'has the number 1000000'],
      ['null', 'has no number'],
    ]) {
      const { problem } = await tampered([`update nofx.registry_events set seq = ${now} where seq = ${seq}`], () =>
        verify(),
      );
      expect(problem).toMatchObject({ reason: 'RENUMBERED', number: seq, eventId: id });
      expect(problem.message).toContain(words);
    }
  });

  it('finds two swapped numbers', async () => {
    const [one, two] = [rows[3], rows[8]] as [EventRow, EventRow];
    const { problem } = await tampered(
      [
        `update nofx.registry_events set seq = -1 where seq = ${one.seq}`,
        `update nofx.registry_events set seq = ${one.seq} where seq = ${two.seq}`,
        `update nofx.registry_events set seq = ${two.seq} where seq = -1`,
      ],
      () => verify(),
    );
    expect(problem).toMatchObject({ reason: 'RENUMBERED', number: one.seq, eventId: one.id });
  });

  it('finds a removed event, in the middle, at the beginning and at the end', async () => {
    for (const { seq } of [rows[0], rows[5], rows.at(-1)] as EventRow[]) {
      const { problem } = await tampered([`delete from nofx.registry_events where seq = ${seq}`], () => verify());
      expect(problem).toMatchObject({ reason: 'MISSING', number: seq, eventId: null });
    }
  });

  it('finds a removed event when the later ones were renumbered', async () => {
    const { problem } = await tampered(
      [
        'delete from nofx.registry_events where seq = 4',
        'update nofx.registry_events set seq = -seq where seq > 4',
        'update nofx.registry_events set seq = -seq - 1 where seq < 0',
        'update nofx.registry_feed set head = head - 1',
      ],
      () => verify(),
    );
    expect(problem).toMatchObject({ number: 4, eventId: rows[4]?.id });
  });

  it('finds a truncated end with a seal that was kept, even when the head was reset', async () => {
    const cut = 'delete from nofx.registry_events where seq > 6';
    expect((await tampered([cut], () => verify())).problem).toMatchObject({ reason: 'MISSING', number: 7 });
    const setBack =
      'update nofx.registry_feed set head = 6, hash = (select hash from nofx.registry_events where seq = 6)';
    const { endCursor: seal } = await verify();
    const forged = await tampered([cut, setBack], async () => [await verify(), await verify({ after: seal })]);
    expect(forged).toMatchObject([{ problem: null }, { problem: { reason: 'MISSING', number: rows.length } }]);
  });

  it('finds a completely rewritten log with a seal that was kept', async () => {
    const { endCursor: seal } = await verify({ first: 8 });
    const anew = `do $$
      declare previous bytea := nofx.first_hash(); event nofx.registry_events;
      begin
        for event in select * from nofx.registry_events where seq is not null order by seq loop
          previous := nofx.event_hash(previous, event.seq, event);
          update nofx.registry_events set hash = previous where id = event.id;
        end loop;
        update nofx.registry_feed set hash = previous;
      end $$`;
    const forged = await tampered(
      [`update nofx.registry_events set reason = 'Nothing happened.' where seq = 2`, anew],
      async () => [await verify(), await verify({ after: seal })],
    );
    expect(forged).toMatchObject([{ problem: null }, { problem: { reason: 'ALTERED', number: 8 } }]);
  });

  it.each([
    ['its number', 'head = head - 1'],
    ['its hash', 'hash = set_byte(hash, 0, get_byte(hash, 0) # 1)'],
  ])('finds a head with %s changed', async (_, change) => {
    const { problem } = await tampered([`update nofx.registry_feed set ${change}`], () => verify());
    expect(problem).toMatchObject({ reason: 'HEAD_MISMATCH', number: rows.length });
  });

  it('finds a missing head', async () => {
    const { problem } = await tampered(['delete from nofx.registry_feed'], () => verify());
    expect(problem).toMatchObject({ reason: 'HEAD_MISMATCH', number: 1 });
  });

  it('continues page by page, each from the end of the one before', async () => {
    let after: string | null = null;
    const numbers: number[] = [];
    for (;;) {
      const page: { number: number; endCursor: string; hasNextPage: boolean; problem: null } = await verify({
        after,
        first: 5,
      });
      expect(page.problem).toBeNull();
      numbers.push(page.number);
      after = page.endCursor;
      if (!page.hasNextPage) break;
    }
    expect(numbers).toEqual(
      Array.from({ length: Math.ceil(rows.length / 5) }, (_, page) => Math.min(5 * (page + 1), rows.length)),
    );
    const { endCursor } = await verify({ first: 5 });
    const { problem } = await tampered([`update nofx.registry_events set version = '9.9.9' where seq = 7`], () =>
      verify({ after: endCursor, first: 5 }),
    );
    expect(problem).toMatchObject({ reason: 'ALTERED', number: 7 });
  });

  it('reports a missing published version, and continues', async () => {
    const gone = await tampered([`delete from nofx.agent_versions where version = '1.1.0'`], async () => {
      const page = await verify();
      return [page, await verify({ after: page.endCursor })];
    });
    expect(gone).toMatchObject([
      { problem: { reason: 'VERSION_MISMATCH', number: 2 }, hasNextPage: true },
      { problem: null, number: rows.length },
    ]);
  });

  const only = `version = '1.2.0'`;
  it.each([
    ['manifest', `jsonb_set(manifest, '{description}', '"Reviews what it is givem."')`, 'MANIFEST_MISMATCH'],
    ['mcp_servers', `'{"other": {"command": "npx"}}'`, 'MCP_SERVERS_MISMATCH'],
    ['digest', `translate(digest, '0123456789abcdef', '123456789abcdef0')`, 'DIGEST_MISMATCH'],
    ['files', `jsonb_set(files, '{0,size}', '1')`, 'FILE_ALTERED'],
    ['files', `jsonb_set(files, '{0,sha256}', '"${'0'.repeat(64)}"')`, 'FILE_MISSING'],
    ['files', `files - 1`, 'DEFINITION_REFUSED'],
    ['files', `jsonb_set(files, '{1,path}', '"prompts/other.md"')`, 'DEFINITION_REFUSED'],
    ['files', `'{"a": 1}'`, 'FILES_UNREADABLE'],
    ['version', `'1.2.7'`, 'NAME_MISMATCH'],
    ['status', `'ARCHIVED'`, 'LOG_MISMATCH'],
    ['status', `'DRAFT'`, 'LOG_MISMATCH'],
    ['commit_sha', `'abcdef0'`, 'LOG_MISMATCH'],
    ['published_by', otherUuid('published_by'), 'LOG_MISMATCH'],
    ['published_at', `published_at - interval '1 millisecond'`, 'LOG_MISMATCH'],
    ['id', otherUuid('id'), 'LOG_MISMATCH'],
  ])('finds a version whose %s became %s', async (column, value, reason) => {
    const found = await tampered([`update nofx.agent_versions set ${column} = ${value} where ${only}`], () =>
      versions(),
    );
    expect(found.problems).toContainEqual(
      expect.objectContaining({ entryId: 'sealed-1', version: column === 'version' ? '1.2.7' : '1.2.0', reason }),
    );
    expect(new Set(found.problems.map(({ version }: { version: string }) => version)).size).toBe(1);
  });

  it('finds a changed manifest of a template', async () => {
    const found = await tampered(
      [`update nofx.template_versions set manifest = jsonb_set(manifest, '{defaultPlan,steps,0,name}', '"Last look"')`],
      () => versions('TEMPLATE'),
    );
    expect(found.problems).toMatchObject([{ entryId: 'review-round', version: '1.0.0', reason: 'MANIFEST_MISMATCH' }]);
  });

  it('finds a version that was not published', async () => {
    const found = await tampered(
      [
        `insert into nofx.agent_versions (entry_id, namespace, version, status, manifest, mcp_servers, files, digest)
           select entry_id, namespace, '1.2.9', status, manifest, mcp_servers, files, digest from nofx.agent_versions where ${only}`,
      ],
      () => versions(),
    );
    expect(found.problems).toContainEqual(expect.objectContaining({ version: '1.2.9', reason: 'NOT_IN_LOG' }));
  });

  it.each(['flipped', 'cut', 'removed'])('finds a file on disk that was %s', async (how) => {
    const id = fresh();
    const own = { path: 'prompts/system.md', content: `Only here: ${randomUUID()}.\n` };
    await publish({ agentId: id }, { files: [own] });
    const bytes = Buffer.from(own.content);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = join(await artifactsWith(sha256), sha256);
    if (how === 'removed') await rm(path);
    else await writeFile(path, how === 'cut' ? bytes.subarray(1) : bytes.with(0, (bytes[0] ?? 0) ^ 1));
    const { problems } = await versions();
    expect(problems).toMatchObject([
      { entryId: id, version: '1.0.0', file: own.path, reason: how === 'removed' ? 'FILE_MISSING' : 'FILE_ALTERED' },
    ]);
    await writeFile(path, bytes);
    expect((await versions()).problems).toEqual([]);
  });

  /** The storage folder of this blob. */
  async function artifactsWith(sha256: string): Promise<string> {
    for (const name of await readdir(tmpdir())) {
      if (!name.startsWith('nofx-registry-')) continue;
      const folder = join(tmpdir(), name, 'artifacts', 'sha256');
      if ((await readdir(folder).catch((): string[] => [])).includes(sha256)) return folder;
    }
    throw new Error('The blob is nowhere.');
  }

  it('pages through versions', async () => {
    const { checked } = await versions();
    let after: string | null = null;
    let seen = 0;
    for (;;) {
      const page: { checked: number; endCursor: string; hasNextPage: boolean } = await admin.do(verifyVersions, {
        kind: 'AGENT',
        after,
        first: 3,
      });
      seen += page.checked;
      after = page.endCursor;
      if (!page.hasNextPage) break;
    }
    expect(seen).toBe(checked);
  });

  describe('from the command line', () => {
    const run = async (...words: string[]): Promise<{ said: string; problem: unknown }> => {
      let said = '';
      const hear = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
        said += String(chunk);
        return true;
      });
      const program = new Command('registry').option('--url <address>').option('--token <token>').exitOverride();
      verifyCommand(program);
      try {
        const options = ['--url', registry.url, '--token', admin.token ?? ''];
        await program.parseAsync(['node', 'registry', 'verify', ...options, ...words]);
        return { said: stripVTControlCharacters(said), problem: null };
      } catch (problem) {
        return { said: stripVTControlCharacters(said), problem };
      } finally {
        hear.mockRestore();
      }
    };

    it('prints what was checked, and a seal that proves the state later', async () => {
      const { said, problem } = await run();
      expect(problem).toBeNull();
      expect(said).toMatch(
        /✓ log: \d+ events checked\.[\s\S]*✓ agents: \d+ versions checked\.[\s\S]*✓ templates: 1 version/,
      );
      const seal = /where no one else can change it: (\S+)/.exec(said)?.[1] ?? '';
      expect(await run('--no-versions', '--seen', seal)).toMatchObject({ problem: null });
      const { head } = await verify();
      const cut = [
        `delete from nofx.registry_events where seq = ${head}`,
        `update nofx.registry_feed set head = ${head - 1}, hash = (select hash from nofx.registry_events where seq = ${head - 1})`,
      ];
      const later = await tampered(cut, () => run('--no-versions', '--seen', seal));
      expect(later.problem).toMatchObject({
        exitCode: 1,
        message: expect.stringContaining(`Event ${head} is missing`),
      });
    });

    it('names what does not match, and fails', async () => {
      const { said, problem } = await tampered(
        [
          `update nofx.registry_events set reason = 'x' where seq = 3`,
          `update nofx.agent_versions set commit_sha = 'abcdef0' where ${only}`,
        ],
        () => run(),
      );
      expect(problem).toBeInstanceOf(Problem);
      expect(problem).toMatchObject({
        exitCode: 1,
        message: expect.stringContaining('Event 3 was altered'),
      });
      expect(said).toMatch(/✗ log: 2 events checked\.\n {2}Event 3 was altered: .*\([0-9a-f-]{36}\)\n✗ agents/);
      expect(said).toContain(
        'agent default/sealed-1@1.2.0: The event log has a different commit for it. (LOG_MISMATCH)',
      );
      expect(said).not.toContain('Store this seal');
    });
  });

  it('covers events that were numbered before hashes existed', async () => {
    const owner = registry.database.asOwner;
    const folder = new URL('../../supabase/migrations/', import.meta.url);
    const files = (await readdir(folder)).sort();
    const ours = files.findIndex((file) => file.endsWith('_log_evidence.sql'));
    const apply = async (names: string[]) => {
      for (const name of names) {
        await owner((await readFile(new URL(name, folder), 'utf8')).replaceAll(/\bnofx\b/g, 'older'));
      }
    };
    await apply(files.slice(0, ours));
    await owner(`insert into older.registry_events (type, action, kind, namespace, tenant, correlation_id, reason)
      select 'agent.updated', 'RATED', 'AGENT', 'default', 'default', 'c', 'No. ' || i from generate_series(1, 5) as i`);
    await owner('select older.sequence_events()');
    await apply(files.slice(ours));
    await owner(`insert into older.registry_events (type, action, kind, namespace, tenant, correlation_id)
      values ('agent.updated', 'RATED', 'AGENT', 'default', 'default', 'c')`);
    await owner('select older.sequence_events()');
    const walked = await owner(
      `select checked, last_seq::int, reason
       from set_config('request.jwt.claims', '{"app_metadata":{"registry_role":"admin"}}', true),
         lateral older.verify_log(0, older.first_hash(), 100)`,
    );
    expect(walked).toEqual([{ checked: 6, last_seq: 6, reason: null }]);
    await owner('drop schema older cascade');
  });

  it('requires the role `admin`', async () => {
    for (const actor of [alice, await registry.actor({ role: 'viewer' })]) {
      for (const [query, variables] of [
        [verifyLog, {}],
        [verifyVersions, { kind: 'AGENT' }],
      ] as const) {
        expect((await actor.ask(query, variables)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
      }
    }
    expect((await registry.anyone.ask(verifyLog)).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it.each([
    [{ after: 'nonsense' }, /not a valid cursor/],
    [{ first: 0 }, /from 1 to 10000/],
    [{ first: 10_001 }, /from 1 to 10000/],
  ])('refuses %j', async (variables, message) => {
    expect((await admin.ask(verifyLog, variables)).errors).toMatchObject([
      { message: expect.stringMatching(message), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('relies on events that are numbered and chained once, and cannot be changed even by their owner', async () => {
    const owner = registry.database.asOwner;
    for (const statement of [
      `update nofx.registry_events set reason = 'x' where seq = 1`,
      'update nofx.registry_events set seq = 1000000 where seq = 1',
      `update nofx.registry_events set hash = sha256('') where seq = 1`,
      'delete from nofx.registry_events where seq = 1',
      'truncate nofx.registry_events',
    ]) {
      await expect(owner(statement)).rejects.toThrow(/only ever appended to/);
    }
    const pending = `insert into nofx.registry_events (type, action, kind, namespace, tenant, correlation_id)
      values ('agent.updated', 'RATED', 'AGENT', 'default', 'default', 'c') returning id`;
    const [{ id }] = (await owner(pending)) as [{ id: string }];
    for (const change of ['seq = 99', `hash = sha256('')`, `seq = 99, hash = sha256(''), reason = 'x'`]) {
      await expect(owner(`update nofx.registry_events set ${change} where id = '${id}'`)).rejects.toThrow(
        /only ever appended to/,
      );
    }
    await registry.services.feed.advance();
    expect(await verify()).toMatchObject({ problem: null });
  });

  it('succeeds after many concurrent writes', async () => {
    const names = Array.from({ length: 8 }, () => fresh());
    const walks = Promise.all(
      Array.from({ length: 10 }, async () => {
        expect((await verify()).problem).toBeNull();
        expect((await versions()).problems).toEqual([]);
      }),
    );
    await Promise.all(
      names.map(async (agentId) => {
        for (const version of ['1.0.0', '1.1.0', '1.2.0']) await publish({ agentId, version });
      }),
    );
    await walks;
    expect(await verify()).toMatchObject({ problem: null, hasNextPage: false });
    expect((await versions()).problems).toEqual([]);
  });
});
