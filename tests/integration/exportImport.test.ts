import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packTar, unpackTar } from 'modern-tar';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { childEnv } from '../support/childEnv.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { archive, remove } from '../support/lifecycle.ts';
import { addAgent, addTemplate } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { stateOf } from '../support/transfer.ts';
import { setStatus } from '../support/visibility.ts';

interface Member {
  name: string;
  type?: 'file' | 'symlink';
  linkname?: string;
  data: Buffer;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(!hasEngine)('an export that is imported into another registry', () => {
  let here: TestRegistry;
  let there: TestRegistry;
  let admin: Actor;
  let adminThere: Actor;
  let folder: string;
  let file: string;

  beforeAll(async () => {
    [here, there] = [await openRegistry(), await openRegistry()];
    admin = await here.actor({ role: 'admin' });
    adminThere = await there.actor({ role: 'admin' });
    folder = await mkdtemp(join(tmpdir(), 'nofx-export-'));
    file = join(folder, 'all.tar');
    await addAgent(admin, 'base', '1.0.0');
    // Created first, and published last: it depends on what was created later.
    await addAgent(admin, 'user', '1.0.0');
    await addAgent(admin, 'late', '1.0.0');
    await addAgent(admin, 'user', '1.1.0', { dependencies: { late: '^1.0.0' } });
    await addAgent(admin, 'base', '1.1.0', { description: 'Reviews what it is given, twice.' });
    await addAgent(admin, 'base', '2.0.0-beta.1');
    await addTemplate(admin, 'round', '1.0.0', { base: '^1.0.0', user: '*' });
    await archive(admin, { id: 'base', version: '1.0.0' });
    await setStatus(admin, { id: 'late', status: 'DEPRECATED', message: 'Use base.', replacedBy: 'base' });
  });
  afterEach(() => expect([...here.masked.splice(0), ...there.masked.splice(0)]).toEqual([]));
  afterAll(async () => {
    await here?.close();
    await there?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = ({ url, token }: Actor, ...words: string[]) =>
    cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token ?? '' }, ...words);

  async function exportFrom(actor: Actor, out: string, ...words: string[]) {
    const { code, out: text, err } = await cli(actor, 'export', '--out', out, '--json', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(text);
  }
  async function importInto(actor: Actor, from: string, ...words: string[]) {
    const { code, out, err } = await cli(actor, 'import', from, '--json', ...words);
    return { code, err, ...(out.startsWith('{') ? JSON.parse(out) : {}) };
  }
  const counted = (imported: number, updated: number, unchanged: number, skipped: number) => ({
    imported,
    updated,
    unchanged,
    skipped,
  });
  const membersOf = async (tar: string): Promise<Member[]> =>
    (await unpackTar(await readFile(tar))).map(({ header, data }) => ({
      name: header.name,
      data: Buffer.from(data ?? []),
    }));
  const recordsOf = async (tar: string) =>
    (await membersOf(tar)).filter(({ name }) => name.endsWith('.ndjson')).map(({ data }) => data.toString());
  const everything = async (actor: Actor) => Promise.all(['base', 'user', 'late'].map((id) => stateOf(actor, id)));

  it('holds records and blobs, each under its digest, and the cursor that it stands for', async () => {
    const { cursor, entries, versions, blobs } = await exportFrom(admin, file);
    expect({ entries, versions }).toEqual({ entries: 4, versions: 7 });
    const members = await membersOf(file);
    expect(members[0]?.name).toBe('export.json');
    expect(members.at(-1)?.name).toBe('end.json');
    expect(JSON.parse(String(members[0]?.data))).toMatchObject({
      format: 'nofx-registry-export',
      formatVersion: 2,
      cursor,
      since: null,
      namespaces: ['default'],
    });
    const files = members.filter(({ name }) => name.startsWith('blobs/'));
    expect(files).toHaveLength(blobs);
    for (const { name, data } of files) expect(name).toBe(`blobs/${createHash('sha256').update(data).digest('hex')}`);
    const { data } = await admin.ask('{ registryEvents(last: 1) { edges { cursor } } }');
    expect(data.registryEvents.edges).toEqual([{ cursor }]);
  });

  it('is shown by a dry run that changes nothing', async () => {
    await exportFrom(admin, file);
    expect(await importInto(adminThere, file, '--dry-run')).toMatchObject({
      code: 0,
      dryRun: true,
      entries: counted(4, 0, 0, 0),
      versions: counted(7, 0, 0, 0),
    });
    expect(await everything(adminThere)).toEqual([null, null, null]);
  });

  it('gives the same registry: digests, dates, authors and states, and the same export again', async () => {
    await exportFrom(admin, file);
    expect(await importInto(adminThere, file)).toMatchObject({
      code: 0,
      entries: counted(4, 0, 0, 0),
      versions: counted(7, 0, 0, 0),
      warnings: [],
      skipped: [],
    });
    expect(await everything(adminThere)).toEqual(await everything(admin));
    expect((await stateOf(adminThere, 'late')).replacedBy).toEqual({ slug: 'base' });
    const back = join(folder, 'back.tar');
    await exportFrom(adminThere, back);
    expect((await recordsOf(back)).sort()).toEqual((await recordsOf(file)).sort());
    const { code } = await cli(adminThere, 'verify');
    expect(code).toBe(0);
  });

  it('changes nothing when it is imported again, and says what is there', async () => {
    const before = await everything(adminThere);
    const again = await importInto(adminThere, file);
    expect(again).toMatchObject({ code: 0, entries: counted(0, 0, 4, 0), versions: counted(0, 0, 7, 0) });
    expect(again.skipped.map(({ reason }: { reason: string }) => reason)).toEqual(Array(7).fill('ALREADY_THERE'));
    expect(await everything(adminThere)).toEqual(before);
  });

  it('keeps two registries in step by what changed since', async () => {
    const { cursor } = await exportFrom(admin, file);
    await addAgent(admin, 'base', '1.2.0', { description: 'Reviews what it is given, three times.' });
    await addAgent(admin, 'newcomer', '1.0.0');
    await setStatus(admin, { id: 'late', status: 'ACTIVE' });
    await addAgent(admin, 'short-lived', '1.0.0');
    await remove(admin, { id: 'short-lived' });
    const changes = join(folder, 'changes.tar');
    expect(await exportFrom(admin, changes, '--since', cursor)).toMatchObject({ entries: 3, versions: 3, removed: 1 });
    const imported = await importInto(adminThere, changes);
    expect(imported).toMatchObject({ code: 0, since: cursor, entries: counted(1, 2, 1, 0) });
    expect(imported.skipped).toMatchObject([{ id: 'late', version: '1.0.0', reason: 'ALREADY_THERE' }]);
    expect(await everything(adminThere)).toEqual(await everything(admin));
    const { err, code } = await cli(admin, 'export', '--out', changes, '--since', 'nonsense');
    expect(code).toBe(1);
    expect(err).toContain('BAD_USER_INPUT');
  });

  it('reports a number that is taken by other content, and imports the rest', async () => {
    const acme = await there.actor({ role: 'admin', namespace: 'acme' });
    await addAgent(acme, 'base', '1.1.0', { description: 'Something else.' });
    const result = await importInto(acme, file, '--from-namespace', 'default');
    expect(result.code).toBe(1);
    expect(result.skipped).toMatchObject([
      { id: 'base', version: null, reason: 'NEWER_HERE' },
      { id: 'base', version: '1.1.0', reason: 'CONFLICT' },
    ]);
    const state = await stateOf(acme, 'base', 'acme');
    expect(state.versions.map(({ version }: { version: string }) => version)).toEqual([
      '2.0.0-beta.1',
      '1.1.0',
      '1.0.0',
    ]);
  });

  it('contains nothing of other namespaces unless that is asked for', async () => {
    const acme = await there.actor({ role: 'admin', namespace: 'elsewhere' });
    const { code, entries, skipped } = await importInto(acme, file);
    expect({ code, entries }).toEqual({ code: 1, entries: { ...counted(0, 0, 0, 4), removed: 0 } });
    expect(new Set(skipped.map(({ reason }: { reason: string }) => reason))).toEqual(new Set(['OTHER_NAMESPACE']));
  });

  it('is for admins only', async () => {
    const publisher = await there.actor({ namespace: 'publishers' });
    const refused = {
      code: 1,
      err: expect.stringContaining('The role "admin" is required to import; your token has "publisher".'),
    };
    const from = ['--from-namespace', 'default'];
    expect(await importInto(publisher, file, ...from)).toEqual(refused);
    expect(await importInto(publisher, file, ...from, '--dry-run')).toEqual(refused);
    expect(await stateOf(publisher, 'base', 'publishers')).toBeNull();
    // Also when there is nothing to import, and before the file is read.
    const other = await there.actor({ role: 'admin', namespace: 'publishers' });
    expect(await importInto(other, file, ...from)).toMatchObject({ code: 0 });
    expect(await importInto(publisher, file, ...from)).toEqual(refused);
    expect(await importInto(publisher, join(folder, 'none.tar'))).toEqual(refused);
  });

  describe('is refused, and changes nothing,', () => {
    const changed = (change: (members: Member[]) => Member[]) => async () => {
      const members = change(await membersOf(file));
      return Buffer.from(
        await packTar(
          members.map(({ data, ...header }) => ({
            header: { ...header, size: header.type === 'symlink' ? 0 : data.length },
            ...(header.type === 'symlink' ? {} : { body: data }),
          })),
        ),
      );
    };
    const edited = (name: RegExp, edit: (data: Buffer) => Buffer) =>
      changed((members) => {
        const index = members.findIndex((member) => name.test(member.name));
        return members.map((member, at) => (at === index ? { ...member, data: edit(member.data) } : member));
      });
    const withMember = (member: Member) => changed((members) => [...members.slice(0, 2), member, ...members.slice(2)]);

    it.each([
      ['a blob that was changed', 'TAMPERED', edited(/^blobs/, (data) => Buffer.concat([data, Buffer.from('!')]))],
      ['a record that was changed', 'TAMPERED', edited(/^records/, (data) => replace(data, 'STRICT', 'NONE'))],
      [
        'a digest that was changed',
        'TAMPERED',
        edited(/^records/, (data) => replace(data, /"digest":"[0-9a-f]{4}/, '"digest":"0000')),
      ],
      ['a blob that is missing', 'TAMPERED', changed((members) => members.filter((_, index) => index !== 1))],
      [
        'a record that is missing',
        'TAMPERED',
        changed((members) => members.filter(({ name }) => name !== 'records/000002.ndjson')),
      ],
      ['the end missing', 'TRUNCATED', changed((members) => members.slice(0, -1))],
      ['the second half missing', 'TRUNCATED', async () => (await readFile(file)).subarray(0, 9_000)],
      ['another tar file', 'NOT_AN_EXPORT', changed(() => [{ name: 'package/index.js', data: Buffer.from('1') }])],
      [
        'another format version',
        'NOT_AN_EXPORT',
        edited(/^export/, (data) => replace(data, '"formatVersion": 2', '"formatVersion": 3')),
      ],
      ['no tar file', 'NOT_AN_EXPORT', async () => Buffer.from('hello '.repeat(500))],
      ['an empty file', 'NOT_AN_EXPORT', async () => Buffer.alloc(0)],
      ['a path out of the folder', 'UNEXPECTED_MEMBER', withMember({ name: '../../evil', data: Buffer.from('x') })],
      ['an absolute path', 'UNEXPECTED_MEMBER', withMember({ name: '/tmp/evil', data: Buffer.from('x') })],
      [
        'a link',
        'UNEXPECTED_MEMBER',
        withMember({
          name: `blobs/${'a'.repeat(64)}`,
          type: 'symlink',
          linkname: '/etc/passwd',
          data: Buffer.alloc(0),
        }),
      ],
      [
        'a hostile path in a record',
        'TAMPERED',
        edited(/^records/, (data) => replace(data, 'prompts/system.md', '../../etc/passwd')),
      ],
      [
        'a record that is too large',
        'TOO_LARGE',
        edited(/^records/, (data) => replace(data, '"default"', JSON.stringify('x'.repeat(1_100_000)))),
      ],
      ['a record that is none', 'INVALID_RECORD', edited(/^records/, () => Buffer.from('{"type":"surprise"}\n'))],
    ])('with %s', async (_, fault, bytes) => {
      const path = join(folder, 'hostile.tar');
      await writeFile(path, await bytes());
      const empty = await there.actor({ role: 'admin', namespace: 'untouched' });
      const { code, err, out } = await cli(empty, 'import', path, '--from-namespace', 'default');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toContain(`Nothing was imported. (ARCHIVE_INVALID: ${fault})`);
      const { data } = await empty.ask('{ agents(filter: { namespace: "untouched" }) { edges { node { agentId } } } }');
      expect(data.agents.edges).toEqual([]);
    });
  });

  it('goes on where it was killed', { timeout: 240_000 }, async () => {
    for (let index = 0; index < 40; index += 1)
      await addAgent(admin, `many-${index}`, '1.0.0', { description: `Number ${index}.` });
    const many = join(folder, 'many.tar');
    await exportFrom(admin, many);
    const target = await there.actor({ role: 'admin', namespace: 'resumed' });
    const list = async () => {
      const { data } = await target.ask('{ agents(filter: { namespace: "resumed" }) { totalCount } }');
      return data.agents.totalCount as number;
    };
    const child = spawn(process.execPath, ['scripts/registry/main.ts', 'import', many, '--from-namespace', 'default'], {
      cwd: root,
      env: childEnv({ REGISTRY_URL: target.url, REGISTRY_TOKEN: target.token ?? '', TMPDIR: folder }),
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
    while ((await list()) < 5) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    const before = await list();
    expect(before).toBeLessThan(44);
    const resumed = await importInto(target, many, '--from-namespace', 'default');
    expect(resumed).toMatchObject({ code: 0, warnings: [] });
    expect(resumed.entries.imported + resumed.entries.unchanged).toBe(45);
    expect(resumed.entries.unchanged).toBeGreaterThanOrEqual(before);
    for (const id of ['base', 'many-0', 'many-39']) {
      const [mine, theirs] = [await stateOf(target, id, 'resumed'), await stateOf(admin, id)];
      expect(mine).toEqual(theirs);
    }
  });
});

/** The text with a replacement that must change it. */
function replace(data: Buffer, from: string | RegExp, to: string): Buffer {
  const text = data.toString();
  const replaced = text.replace(from, to);
  if (replaced === text) throw new Error(`Not found: ${from}`);
  return Buffer.from(replaced);
}
