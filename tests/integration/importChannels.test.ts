import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packTar, unpackTar } from 'modern-tar';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { removeChannel, setChannel } from '../support/channels.ts';
import { childEnv } from '../support/childEnv.ts';
import { cliInProcess } from '../support/cliInProcess.ts';
import { hasEngine } from '../support/database.ts';
import { archive } from '../support/lifecycle.ts';
import { addAgent, addTemplate, allowBreaking } from '../support/locks.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { entryState, exported, exportedTemplate, importVersions } from '../support/transfer.ts';
import { setVisibility } from '../support/visibility.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe.skipIf(!hasEngine)('an import of channels, listings and featured entries', () => {
  let here: TestRegistry;
  let there: TestRegistry;
  let admin: Actor;
  let adminThere: Actor;
  let folder: string;

  beforeAll(async () => {
    [here, there] = [await openRegistry(), await openRegistry()];
    admin = await here.actor({ role: 'admin' });
    adminThere = await there.actor({ role: 'admin' });
    folder = await mkdtemp(join(tmpdir(), 'nofx-channels-'));
    await addAgent(admin, 'worker', '1.0.0');
    await addAgent(admin, 'worker', '1.1.0', { description: 'Works on what it is given, twice.' });
    await setChannel(admin, { id: 'worker', version: '1.0.0' });
    await setChannel(admin, { id: 'worker', version: '1.1.0' });
    await setChannel(admin, { id: 'worker', version: '1.1.0', gate: { minRuns: 5, onRegression: 'ROLL_BACK' } });
    await setChannel(admin, { id: 'worker', channel: 'beta', version: '1.0.0' });
    await addTemplate(admin, 'round', '1.0.0', { worker: 'stable' });
    await setChannel(
      admin,
      { id: 'round', version: '1.0.0', gate: { minSuccessRate: 0.5, windowHours: 48, maxTokensPerRun: 5_000 } },
      'Template',
    );
    await updateListing(admin, { id: 'worker', tags: ['shown'], category: '' });
    await setFeatured(admin, 'worker', true);
  });
  afterEach(() => expect([...here.masked.splice(0), ...there.masked.splice(0)]).toEqual([]));
  afterAll(async () => {
    await here?.close();
    await there?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const cli = ({ url, token }: Actor, ...words: string[]) =>
    cliInProcess({ REGISTRY_URL: url, REGISTRY_TOKEN: token ?? '' }, ...words);
  async function exportFrom(actor: Actor, name: string, ...words: string[]) {
    const file = join(folder, name);
    const { code, out, err } = await cli(actor, 'export', '--out', file, '--json', ...words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return { file, ...JSON.parse(out) };
  }
  async function importInto(actor: Actor, from: string, ...words: string[]) {
    const { code, out } = await cli(actor, 'import', from, '--json', ...words);
    return { code, ...JSON.parse(out) };
  }
  const recordsOf = async (file: string) =>
    (await unpackTar(await readFile(file)))
      .filter(({ header }) => header.name.endsWith('.ndjson'))
      .flatMap(({ data }) =>
        Buffer.from(data ?? [])
          .toString()
          .trim()
          .split('\n'),
      )
      .sort();
  const entryIn = async (file: string, id: string) =>
    (await recordsOf(file)).map((line) => JSON.parse(line)).find((each) => each.type === 'entry' && each.id === id);
  const lastEvents = async (actor: Actor, count: number) => {
    const { data } = await actor.ask(
      'query ($count: Int!) { registryEvents(last: $count) { edges { node { action entryId reason before after } } } }',
      { count },
    );
    return data.registryEvents.edges.map(({ node }: { node: object }) => node);
  };

  it('has them in the export', async () => {
    const { file } = await exportFrom(admin, 'first.tar');
    expect(await entryIn(file, 'worker')).toMatchObject({
      listing: { tags: ['shown'], category: null },
      channels: [
        { name: 'beta', version: '1.0.0', previousVersion: null, gate: null },
        { name: 'stable', version: '1.1.0', previousVersion: '1.0.0', gate: { minRuns: 5, onRegression: 'ROLL_BACK' } },
      ],
      allChannels: true,
      featured: true,
    });
    expect(await entryIn(file, 'round')).toMatchObject({
      listing: {},
      channels: [{ name: 'stable', gate: { minSuccessRate: 0.5, windowHours: 48, maxTokensPerRun: 5_000 } }],
      featured: false,
    });
  });

  it('shows in a dry run what it would set, and sets nothing', async () => {
    const { file } = await exportFrom(admin, 'first.tar');
    const { code, out } = await cli(adminThere, 'import', file, '--dry-run');
    expect([code, out.split('\n')]).toEqual([
      0,
      [
        'Entries: 2 to import, 0 updated, 0 already there, 0 skipped.',
        'Versions: 3 to import, 0 updated, 0 already there, 0 skipped.',
        'Channels: 3 to set, 0 to remove, 0 already there, 0 skipped.',
        'Listings: 1 to update.',
        '',
      ].map((line) => line.replace(' updated, 0', ' to update, 0')),
    ]);
  });

  it('gives the same export again, record by record, and changes nothing when it is repeated', async () => {
    const { file } = await exportFrom(admin, 'first.tar');
    expect(await importInto(adminThere, file)).toMatchObject({
      code: 0,
      channels: { set: 3, removed: 0, unchanged: 0, skipped: 0 },
      listings: { updated: 1 },
      warnings: [],
      skipped: [],
    });
    const back = await exportFrom(adminThere, 'back.tar');
    expect(await recordsOf(back.file)).toEqual(await recordsOf(file));
    const again = await importInto(adminThere, file);
    expect(again).toMatchObject({
      code: 0,
      entries: { imported: 0, updated: 0, unchanged: 2 },
      channels: { set: 0, removed: 0, unchanged: 3, skipped: 0 },
      listings: { updated: 0 },
    });
    expect(await importInto(admin, back.file)).toMatchObject({ code: 0, entries: { updated: 0, unchanged: 2 } });
    expect((await cli(adminThere, 'verify')).code).toBe(0);
  });

  it('carries what was moved, removed and reset since, each as an event', async () => {
    const { cursor } = await exportFrom(admin, 'first.tar');
    await addAgent(admin, 'worker', '1.2.0', { description: 'Works on what it is given, three times.' });
    await setChannel(admin, { id: 'worker', version: '1.2.0', gate: null });
    await removeChannel(admin, { id: 'worker', channel: 'beta' });
    await updateListing(admin, { id: 'worker', reset: ['TAGS'], description: 'Works.' });
    await setFeatured(admin, 'worker', false);
    const { file, entries } = await exportFrom(admin, 'moved.tar', '--since', cursor);
    expect(entries).toBe(1);
    expect(await importInto(adminThere, file)).toMatchObject({
      code: 0,
      channels: { set: 1, removed: 1, unchanged: 0, skipped: 0 },
      listings: { updated: 1 },
    });
    expect(await lastEvents(adminThere, 4)).toMatchObject([
      {
        action: 'CHANNEL_REMOVED',
        reason: 'Imported.',
        before: { channel: 'beta', channelVersion: '1.0.0' },
        after: { channelVersion: null },
      },
      {
        action: 'CHANNEL_SET',
        reason: 'Imported.',
        before: { channel: 'stable', channelVersion: '1.1.0', gate: { minRuns: 5 } },
        after: { channel: 'stable', channelVersion: '1.2.0', gate: null },
      },
      { action: 'LISTING_CHANGED', reason: 'Imported.', after: { description: 'Works.' } },
      { action: 'UNFEATURED', reason: 'Imported.', before: { featured: true }, after: { featured: false } },
    ]);
    const [mine, theirs] = [await exportFrom(admin, 'a.tar'), await exportFrom(adminThere, 'b.tar')];
    expect(await recordsOf(theirs.file)).toEqual(await recordsOf(mine.file));
    const { data } = await adminThere.ask('{ agent(agentId: "worker") { tags description category } }');
    expect(data.agent).toEqual({ tags: [], description: 'Works.', category: null });
  });

  it('leaves channels that were changed here later, and says so', async () => {
    const old = await exportFrom(admin, 'old.tar');
    await setChannel(adminThere, { id: 'worker', version: '1.0.0' });
    const kept = await importInto(adminThere, old.file);
    expect(kept).toMatchObject({ code: 0, channels: { set: 0, skipped: 1 } });
    expect(kept.skipped).toContainEqual(expect.objectContaining({ id: 'worker', reason: 'NEWER_HERE' }));
    await setChannel(admin, { id: 'worker', version: '1.1.0' });
    const newer = await exportFrom(admin, 'newer.tar');
    expect(await importInto(adminThere, newer.file)).toMatchObject({ channels: { set: 1, skipped: 0 } });
    const back = await exportFrom(adminThere, 'back.tar');
    expect(await recordsOf(back.file)).toEqual(await recordsOf(newer.file));
  });

  it('removes no channel that the exporter may only not see', async () => {
    await setVisibility(admin, { id: 'worker', visibility: 'PRIVATE', reason: 'For a while.' });
    await addAgent(admin, 'worker', '1.3.0', { description: 'Works on what it is given, unseen.' });
    await setChannel(admin, { id: 'worker', channel: 'inside', version: '1.3.0' });
    await setVisibility(admin, { id: 'worker', visibility: 'PUBLIC', reason: 'Ready.' });
    const whole = await exportFrom(admin, 'whole.tar');
    expect(await importInto(adminThere, whole.file)).toMatchObject({ code: 0 });
    const stranger = await here.actor({ namespace: 'globex' });
    const seen = await exportFrom(stranger, 'seen.tar', '--namespace', 'default');
    const record = await entryIn(seen.file, 'worker');
    expect(record).toMatchObject({ allChannels: false });
    expect(await importInto(adminThere, seen.file)).toMatchObject({ channels: { removed: 0 } });
    const back = await exportFrom(adminThere, 'back.tar');
    expect((await entryIn(back.file, 'worker')).channels).toEqual((await entryIn(whole.file, 'worker')).channels);
  });

  it('does not archive a version that a channel points to here, and says so', async () => {
    await addAgent(admin, 'kept', '1.0.0');
    await addAgent(admin, 'kept', '1.1.0', { description: 'Keeps.' });
    const { file } = await exportFrom(admin, 'kept.tar');
    expect(await importInto(adminThere, file)).toMatchObject({ code: 0 });
    await setChannel(adminThere, { id: 'kept', version: '1.0.0' });
    await archive(admin, { id: 'kept', version: '1.0.0' });
    const later = await exportFrom(admin, 'later.tar');
    expect(await importInto(adminThere, later.file)).toMatchObject({
      code: 0,
      warnings: ['kept: 1.0.0 was not archived: the channel stable points to it here.'],
    });
  });

  it('reads archives without them, and leaves what is here', async () => {
    const { file } = await exportFrom(admin, 'now.tar');
    const first = join(folder, 'version-1.tar');
    await writeFile(first, await asVersion1(await readFile(file)));
    expect(await importInto(adminThere, first)).toMatchObject({ code: 0, channels: { set: 0, removed: 0 } });
    const empty = await there.actor({ role: 'admin', namespace: 'elsewhere' });
    expect(await importInto(empty, first, '--from-namespace', 'default')).toMatchObject({
      code: 0,
      entries: { imported: 3 },
      channels: { set: 0 },
    });
  });

  it('goes on where it was killed', { timeout: 240_000 }, async () => {
    for (let index = 0; index < 20; index += 1) {
      await addAgent(admin, `many-${index}`, '1.0.0', { description: `Number ${index}.` });
      await setChannel(admin, { id: `many-${index}`, version: '1.0.0', gate: { minRuns: index + 1 } });
    }
    const { file } = await exportFrom(admin, 'many.tar');
    const target = await there.actor({ role: 'admin', namespace: 'resumed' });
    const count = async () => {
      const { data } = await target.ask('{ agents(filter: { namespace: "resumed" }) { totalCount } }');
      return data.agents.totalCount as number;
    };
    const child = spawn(process.execPath, ['scripts/registry/main.ts', 'import', file, '--from-namespace', 'default'], {
      cwd: root,
      env: childEnv({ REGISTRY_URL: target.url, REGISTRY_TOKEN: target.token ?? '', TMPDIR: folder }),
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
    while ((await count()) < 4) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(await count()).toBeLessThan(22);
    expect(await importInto(target, file, '--from-namespace', 'default')).toMatchObject({ code: 0, warnings: [] });
    const back = await exportFrom(target, 'back.tar');
    const renamed = (await recordsOf(file)).map((line) =>
      line.replaceAll('"namespace":"default"', '"namespace":"resumed"'),
    );
    expect(await recordsOf(back.file)).toEqual(renamed.sort());
  });

  it.each([
    ['a name that is none', { name: 'v1' }, '`channel`'],
    ['a version that is none', { version: 'one' }, 'SemVer'],
    ['a date in the future', { movedAt: '2999-01-01T00:00:00.000Z' }, '`movedAt` must be in the past'],
    ['a gate that is none', { gate: { minSuccessRate: 2 } }, '`gate.minSuccessRate`'],
  ])('refuses a channel with %s', async (_, change, message) => {
    const channel = { name: 'stable', version: '1.0.0', movedAt: '2026-01-02T00:00:00.000Z', ...change };
    const { errors } = await adminThere.ask(
      'mutation ($input: ImportVersionsInput!) { importVersions(input: $input) { __typename } }',
      {
        input: {
          kind: 'AGENT',
          id: 'bad',
          versions: [exported('bad', '1.0.0')],
          entry: { ...entryState(), channels: [channel] },
        },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.message).toContain(message);
  });

  it('refuses a time that the database does not take', async () => {
    const { errors } = await adminThere.ask(
      'mutation ($input: ImportVersionsInput!) { importVersions(input: $input) { __typename } }',
      {
        input: {
          kind: 'AGENT',
          id: 'ancient',
          versions: [exported('ancient', '1.0.0')],
          entry: { ...entryState(), createdAt: '0000-12-31T00:00:00.000Z' },
        },
      },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.message).toBe('`createdAt` must be in the year 1 or later; got 0000-12-31T00:00:00.000Z.');
  });

  it('says which channel points to a version that is not published here', async () => {
    const channels = [{ name: 'stable', version: '9.0.0', movedAt: '2026-01-02T00:00:00.000Z' }];
    const input = { kind: 'AGENT', id: 'lost', versions: [exported('lost', '1.0.0')], entry: entryState({ channels }) };
    const { data } = await adminThere.ask(
      `mutation ($input: ImportVersionsInput!) { importVersions(input: $input) {
        ... on ImportVersionsPayload { outcome channels { name outcome } } } }`,
      { input },
    );
    expect(data.importVersions).toEqual({
      outcome: 'IMPORTED',
      channels: [{ name: 'stable', outcome: 'VERSION_MISSING' }],
    });
    const publisher = await there.actor();
    expect(await importVersions(publisher, { ...input, entry: entryState({ channels }) })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  const imported = async (input: object) => {
    const { data, errors } = await adminThere.ask(
      `mutation ($input: ImportVersionsInput!) { importVersions(input: $input) { __typename
        ... on Error { code message } ... on ManifestInvalid { issues { code message } }
        ... on ImportVersionsPayload { outcome warnings channels { name outcome } } } }`,
      { input: { kind: 'AGENT', ...input } },
    );
    if (errors) throw new Error(JSON.stringify(errors));
    return data.importVersions;
  };
  const movedAt = '2026-01-02T00:00:00.000Z';

  it.each(['ARCHIVED', 'DRAFT'])('sets no channel to a version that is %s', async (status) => {
    const id = `channel-to-${status.toLowerCase()}`;
    const channels = [
      { name: 'beta', version: '1.1.0', movedAt },
      { name: 'stable', version: '1.0.0', movedAt },
    ];
    const versions = [exported(id, '1.0.0'), exported(id, '1.1.0', { status })];
    expect(await imported({ id, versions, entry: entryState({ channels }) })).toMatchObject({
      outcome: 'IMPORTED',
      channels: [
        { name: 'stable', outcome: 'SET' },
        { name: 'beta', outcome: 'VERSION_MISSING' },
      ],
    });
  });

  it('leaves a channel whose gate is the same but for its defaults', async () => {
    const id = 'same-gate';
    const versions = [exported(id, '1.0.0')];
    const into = (gate: object) =>
      imported({
        id,
        versions,
        entry: entryState({ channels: [{ name: 'stable', version: '1.0.0', movedAt, gate }], curatedAt: movedAt }),
      });
    expect((await into({ minRuns: 5 })).channels).toEqual([{ name: 'stable', outcome: 'SET' }]);
    for (const gate of [
      { minRuns: 5, requireTests: false },
      { minRuns: 5, windowHours: 24 },
    ])
      expect((await into(gate)).channels).toEqual([{ name: 'stable', outcome: 'UNCHANGED' }]);
    for (const gate of [{ minRuns: 6 }, { minRuns: 5, windowHours: 25 }])
      expect((await into(gate)).channels).toEqual([{ name: 'stable', outcome: 'SET' }]);
  });

  it('sets at most 20 channels, counts what it removes, and says which it left out', async () => {
    const id = 'many-channels';
    const versions = [exported(id, '1.0.0')];
    const named = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `${prefix}${at}`, version: '1.0.0', movedAt }));
    const into = (channels: object[], more: object = {}) =>
      imported({ id, versions, entry: entryState({ channels, curatedAt: movedAt, ...more }) });
    await into(named('first', 19));
    const { channels, warnings } = await into(named('second', 2));
    expect(channels).toEqual([{ name: 'second0', outcome: 'SET' }]);
    expect(warnings).toEqual([
      expect.stringContaining('The channel second1 was not set: the entry has 20 channels here.'),
    ]);
    const replaced = await into(named('third', 20), { allChannels: true });
    expect(replaced.warnings).toEqual([]);
    expect(replaced.channels.filter(({ outcome }: { outcome: string }) => outcome === 'SET')).toHaveLength(20);
    expect(replaced.channels.filter(({ outcome }: { outcome: string }) => outcome === 'REMOVED')).toHaveLength(20);
  });

  it('sets no channel through which a template would depend on itself', async () => {
    await addAgent(adminThere, 'turner', '1.0.0');
    const add = (templateId: string, version: string, dependencies: object) =>
      addTemplate(adminThere, templateId, version, { turner: '*' }, { dependencies });
    for (const each of ['left', 'right']) {
      await add(each, '1.0.0', {});
      await allowBreaking(adminThere, 'Template', each);
    }
    await setChannel(adminThere, { id: 'left', version: '1.0.0' }, 'Template');
    await add('left', '1.1.0', { right: '^1.0.0' });
    await add('right', '1.1.0', { left: 'stable' });
    const entry = entryState({
      currentVersion: '1.1.0',
      curatedAt: new Date().toISOString(),
      channels: [{ name: 'stable', version: '1.1.0', movedAt }],
    });
    const input = { kind: 'TEMPLATE', id: 'left', versions: [exportedTemplate('left', '0.9.0', 'turner')], entry };
    expect(await imported(input)).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: [
        {
          code: 'dependency_cycle',
          message: 'Dependency cycle: left@1.1.0 -> right@1.1.0 -> left@1.1.0. Remove one of these dependencies.',
        },
      ],
    });
    const { data } = await adminThere.ask(
      '{ template(templateId: "left") { channels { version { version } } versions(first: 9) { totalCount } } }',
    );
    expect(data.template).toEqual({ channels: [{ version: { version: '1.0.0' } }], versions: { totalCount: 2 } });
  });

  it('does not make a template current that would depend on itself by now', async () => {
    const add = (templateId: string, version: string, dependencies: object) =>
      addTemplate(adminThere, templateId, version, { joiner: '*' }, { dependencies });
    await addAgent(adminThere, 'joiner', '1.0.0');
    for (const each of ['upper', 'lower']) {
      await add(each, '1.0.0', {});
      await allowBreaking(adminThere, 'Template', each);
    }
    await add('upper', '1.1.0', { lower: '^1.0.0' });
    await add('upper', '1.2.0', {});
    await add('lower', '1.1.0', { upper: '^1.0.0' });
    const entry = entryState({ currentVersion: '1.1.0', updatedAt: new Date().toISOString() });
    const input = { kind: 'TEMPLATE', id: 'upper', versions: [exportedTemplate('upper', '0.9.0', 'joiner')], entry };
    expect(await imported(input)).toMatchObject({
      __typename: 'ManifestInvalid',
      issues: [
        {
          code: 'dependency_cycle',
          message: 'Dependency cycle: upper@1.1.0 -> lower@1.1.0 -> upper@1.1.0. Remove one of these dependencies.',
        },
      ],
    });
    const { data } = await adminThere.ask('{ template(templateId: "upper") { currentVersion { version } } }');
    expect(data.template).toEqual({ currentVersion: { version: '1.2.0' } });
  });

  it('does not feature an entry that is not public and active here', async () => {
    for (const [id, state] of [
      ['unfeatured-private', { visibility: 'PRIVATE' }],
      ['unfeatured-disabled', { status: 'DISABLED', statusMessage: 'Broken.' }],
      ['unfeatured-deprecated', { status: 'DEPRECATED', statusMessage: 'Old.' }],
    ] as const) {
      const entry = entryState({ featured: true, curatedAt: movedAt, ...state });
      const { warnings } = await imported({ id, versions: [exported(id, '1.0.0')], entry });
      expect(warnings).toEqual([
        expect.stringContaining('The entry was not featured: it is not public and active here.'),
      ]);
      const { data } = await adminThere.ask(`{ agent(agentId: "${id}") { featured } }`);
      expect(data.agent).toEqual({ featured: false });
    }
  });
});

const updateListing = async (actor: Actor, input: object) =>
  expect(
    await actor.do('mutation ($input: UpdateListingInput!) { updateAgentListing(input: $input) { __typename } }', {
      input,
    }),
  ).toEqual({ __typename: 'UpdateAgentListingPayload' });

const setFeatured = async (actor: Actor, id: string, featured: boolean) =>
  expect(
    await actor.do('mutation ($input: SetFeaturedInput!) { setAgentFeatured(input: $input) { __typename } }', {
      input: { id, featured },
    }),
  ).toEqual({ __typename: 'SetAgentFeaturedPayload' });

/** The same archive as format version 1 has it. */
async function asVersion1(tar: Buffer): Promise<Uint8Array> {
  const { createHash } = await import('node:crypto');
  const members = (await unpackTar(tar)).map(({ header, data }) => ({ header, data: Buffer.from(data ?? []) }));
  const hash = createHash('sha256');
  const changed = members.map(({ header, data }) => {
    if (header.name === 'export.json')
      return { header, data: Buffer.from(data.toString().replace('"formatVersion": 2', '"formatVersion": 1')) };
    if (!header.name.endsWith('.ndjson')) return { header, data };
    const lines = data.toString().trim().split('\n');
    const old = lines.map((line) => {
      const {
        listing: _,
        channels: __,
        allChannels: ___,
        featured: ____,
        curatedAt: _____,
        ...record
      } = JSON.parse(line);
      return `${JSON.stringify(record)}\n`;
    });
    const bytes = Buffer.from(old.join(''));
    hash.update(bytes);
    return { header, data: bytes };
  });
  const digest = hash.digest('hex');
  return packTar(
    changed.map(({ header, data }) => {
      const body =
        header.name === 'end.json'
          ? Buffer.from(data.toString().replace(/"digest": "[0-9a-f]{64}"/, `"digest": "${digest}"`))
          : data;
      return { header: { ...header, size: body.length }, body };
    }),
  );
}
