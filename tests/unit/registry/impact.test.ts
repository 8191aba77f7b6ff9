import { describe, expect, it } from 'vitest';
import { versionKey, versionPoint } from '../../../packages/manifest/index.ts';
import type { Query } from '../../../src/db/database.ts';
import type { ImpactRow, ResolvableRow } from '../../../src/db/impact.ts';
import type { VersionHead } from '../../../src/db/version.ts';
import {
  afterPublish,
  beforeArchiving,
  beforeWrite,
  channelMoved,
  findImpact,
  noImpact,
  removal,
  type States,
} from '../../../src/registry/impact.ts';
import type { Reader } from '../../../src/registry/reader.ts';

interface Entry {
  isUsable?: boolean;
  isPublic?: boolean;
  current?: string | null;
  /** The published versions; those with `*` are shared. */
  versions?: string[];
  channels?: Record<string, string>;
}

const something: ImpactRow = { counts: [], dependents: [], dependentTotal: 1, truncated: false };

function rowsOf({ isUsable = true, isPublic = true, current, versions = [], channels = {} }: Entry): ResolvableRow[] {
  const numbers = versions.map((each) => each.replace('*', ''));
  const currentVersionId = current === undefined ? (numbers[0] ?? null) : current;
  const entry = { isUsable, isPublic, currentVersionId };
  if (versions.length === 0)
    return [{ ...entry, id: null, version: '', versionKey: '', versionPoint: '', isShared: false, channels: [] }];
  return versions.map((each, index) => {
    const version = numbers[index] ?? '';
    return {
      ...entry,
      ...{ id: version, version, versionKey: versionKey(version), versionPoint: versionPoint(version) },
      isShared: each.endsWith('*'),
      channels: Object.keys(channels).filter((name) => channels[name] === version),
    };
  });
}

/** What `findImpact` asks the database for, when the entry is as given and these ranges refer to it. */
async function asked(kind: 'AGENT' | 'TEMPLATE', entry: Entry, ranges: string[], states: States) {
  const sent: Query<unknown>[] = [];
  const answers: unknown[][] = [ranges.map((range) => ({ range })), rowsOf(entry), [{ impact: something }]];
  const reader = {
    run: async (query: Query<unknown>) => {
      sent.push(query);
      return answers[sent.length - 1];
    },
  } as unknown as Reader;
  const impact = await findImpact(reader, kind, 'entry-id', states);
  const [, , touched, runs] = (sent[2]?.parameters ?? []) as [unknown, unknown, string, string];
  const parsed = (text: unknown) => (typeof text === 'string' ? JSON.parse(text) : text);
  return { impact, statements: sent.length, ranges: parsed(touched), runs: parsed(runs) };
}

const range = (text: string, isHome: boolean, before: string, after: string | null) => ({
  ...{ range: text, isHome, before, after },
  effect: after === null ? 'UNRESOLVED' : 'CHANGED',
});
const run = (id: string, isHome: boolean, effect: string) => ({ id, isHome, effect });

describe('the impact of a publish', () => {
  const publish = (
    version: string,
    declared: 'PUBLIC' | 'PRIVATE' | null = null,
    visibility: 'PUBLIC' | 'PRIVATE' = 'PUBLIC',
  ) => afterPublish(version, { visibility }, declared);

  it('is that ranges resolve to the new version, for the namespace and for others', async () => {
    const entry = { versions: ['1.0.0*'] };
    const found = await asked('AGENT', entry, ['^1.0.0', '1.0.0', '^2.0.0'], publish('1.1.0'));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.1.0'), range('^1.0.0', false, '1.0.0', '1.1.0')]);
    expect(found.runs).toEqual([]);
  });

  it('is nothing for a range that it is not in, and for one that nothing was in', async () => {
    const found = await asked('AGENT', { versions: ['1.0.0*'] }, ['^2.0.0', '1.0.0'], publish('2.0.0'));
    expect(found).toMatchObject({ impact: noImpact, statements: 2 });
  });

  it('is nothing for an older version, which is not preferred', async () => {
    const entry = { versions: ['1.2.0*', '1.0.0*'] };
    expect(await asked('AGENT', entry, ['^1.0.0'], publish('1.1.0'))).toMatchObject({ impact: noImpact });
  });

  it('concerns an older version if it is the newest in a range', async () => {
    const entry = { versions: ['2.0.0*', '1.0.0*'] };
    const found = await asked('AGENT', entry, ['^1.0.0'], publish('1.0.1'));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.0.1'), range('^1.0.0', false, '1.0.0', '1.0.1')]);
  });

  it('compares with the current version, not with the newest', async () => {
    const entry = { current: '1.0.0', versions: ['1.1.0*', '1.0.0*'] };
    const found = await asked('AGENT', entry, ['^1.0.0'], publish('1.0.5'));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.0.5'), range('^1.0.0', false, '1.0.0', '1.0.5')]);
  });

  it('of an older version of a template leaves its runs as they are', async () => {
    const found = await asked('TEMPLATE', { versions: ['2.0.0*', '1.0.0*'] }, ['^1.0.0'], publish('1.0.1'));
    expect([found.ranges.length, found.runs]).toEqual([2, []]);
  });

  it('of a private version hides the entry from others, if it becomes the current one', async () => {
    const found = await asked('AGENT', { versions: ['1.0.0*'] }, ['^1.0.0'], publish('1.1.0', 'PRIVATE'));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.1.0'), range('^1.0.0', false, '1.0.0', null)]);
  });

  it('of an older private version concerns its namespace alone', async () => {
    const entry = { versions: ['2.0.0*', '1.0.0*'] };
    const found = await asked('AGENT', entry, ['^1.0.0'], publish('1.0.1', 'PRIVATE'));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.0.1')]);
  });

  it('of a private entry concerns its namespace alone, unless it becomes public', async () => {
    const entry = { isPublic: false, versions: ['1.0.0'] };
    const own = [range('^1.0.0', true, '1.0.0', '1.1.0')];
    expect((await asked('AGENT', entry, ['^1.0.0'], publish('1.1.0', null, 'PRIVATE'))).ranges).toEqual(own);
    expect((await asked('AGENT', entry, ['^1.0.0'], publish('1.1.0', 'PUBLIC', 'PRIVATE'))).ranges).toEqual(own);
  });

  it('of a prerelease does not move the current version', async () => {
    const entry = { versions: ['1.0.0*'] };
    const found = await asked('TEMPLATE', entry, ['>=1.0.0-0'], publish('1.1.0-rc.1'));
    expect(found).toMatchObject({ impact: noImpact });
  });

  it('of a template is that its runs would be of another version', async () => {
    const found = await asked('TEMPLATE', { versions: ['1.1.0*', '1.0.0*'] }, [], publish('1.2.0'));
    expect(found.runs).toEqual([run('1.1.0', true, 'CHANGED'), run('1.1.0', false, 'CHANGED')]);
    expect(found.ranges).toEqual([]);
  });

  it('is nothing for an agent that nothing refers to: one statement finds that', async () => {
    expect(await asked('AGENT', { versions: ['1.0.0*'] }, [], publish('1.1.0'))).toMatchObject({
      impact: noImpact,
      statements: 1,
    });
  });
});

describe('the impact of a removal', () => {
  it('is that every range, channel and run of it is unresolved', async () => {
    const entry = { versions: ['1.1.0*', '1.0.0'], channels: { stable: '1.0.0', beta: '1.1.0' } };
    const found = await asked('TEMPLATE', entry, ['^1.0.0', '1.0.0', 'stable', 'beta', 'other', '^2.0.0'], removal);
    expect(found.ranges).toEqual([
      range('^1.0.0', true, '1.1.0', null),
      range('^1.0.0', false, '1.1.0', null),
      range('1.0.0', true, '1.0.0', null),
      range('stable', true, '1.0.0', null),
      range('beta', true, '1.1.0', null),
      range('beta', false, '1.1.0', null),
    ]);
    expect(found.runs).toEqual([
      run('1.1.0', true, 'UNRESOLVED'),
      run('1.0.0', true, 'UNRESOLVED'),
      run('1.1.0', false, 'UNRESOLVED'),
    ]);
  });

  it('is nothing for an entry that is disabled, or has no versions', async () => {
    for (const entry of [{ isUsable: false, versions: ['1.0.0*'] }, { versions: [] }])
      expect(await asked('TEMPLATE', entry, ['^1.0.0'], removal)).toMatchObject({ impact: noImpact });
  });
});

describe('the impact of a write', () => {
  const locked = { status: 'ACTIVE', isPublic: true, currentVersionId: '1.0.0' };

  it('is found from the state after it, without what it added', async () => {
    const entry = { versions: ['1.1.0*', '1.0.0*'] };
    const found = await asked('AGENT', entry, ['^1.0.0'], beforeWrite(locked, { added: ['1.1.0'] }));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.1.0'), range('^1.0.0', false, '1.0.0', '1.1.0')]);
  });

  it('is that of a version which it added below the current one', async () => {
    const entry = { versions: ['2.0.0*', '1.0.1*', '1.0.0*'] };
    const states = beforeWrite({ ...locked, currentVersionId: '2.0.0' }, { added: ['1.0.1'] });
    expect((await asked('AGENT', entry, ['^1.0.0'], states)).ranges).toEqual([
      range('^1.0.0', true, '1.0.0', '1.0.1'),
      range('^1.0.0', false, '1.0.0', '1.0.1'),
    ]);
  });

  it('is nothing while the entry is disabled', async () => {
    const entry = { isUsable: false, isPublic: false, versions: ['1.0.0*'] };
    expect(await asked('TEMPLATE', entry, ['*'], beforeWrite({ ...locked, status: 'DISABLED' }))).toMatchObject({
      impact: noImpact,
    });
  });

  it('is that a rollback changes what ranges resolve to', async () => {
    const entry = { current: '1.0.0', versions: ['1.1.0*', '1.0.0*'] };
    const found = await asked('TEMPLATE', entry, ['^1.0.0'], beforeWrite({ ...locked, currentVersionId: '1.1.0' }));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.1.0', '1.0.0'), range('^1.0.0', false, '1.1.0', '1.0.0')]);
    expect(found.runs).toEqual([run('1.1.0', true, 'CHANGED'), run('1.1.0', false, 'CHANGED')]);
  });

  it('is that disabling or hiding an entry leaves ranges unresolved', async () => {
    const disabled = { isUsable: false, versions: ['1.0.0*'] };
    expect((await asked('AGENT', disabled, ['*'], beforeWrite(locked))).ranges).toEqual([
      range('*', true, '1.0.0', null),
      range('*', false, '1.0.0', null),
    ]);
    const hidden = { isPublic: false, versions: ['1.0.0*'] };
    expect((await asked('AGENT', hidden, ['*'], beforeWrite(locked))).ranges).toEqual([
      range('*', false, '1.0.0', null),
    ]);
    const enabled = await asked(
      'AGENT',
      { versions: ['1.0.0*'] },
      ['*'],
      beforeWrite({ ...locked, status: 'DISABLED' }),
    );
    expect(enabled).toMatchObject({ impact: noImpact });
  });

  it('is that others resolve to a version that was opened to them', async () => {
    const entry = { versions: ['1.1.0*', '1.0.0*'], current: '1.1.0' };
    const opened = beforeWrite({ ...locked, currentVersionId: '1.1.0' }, { opened: ['1.1.0'] });
    expect((await asked('AGENT', entry, ['^1.0.0'], opened)).ranges).toEqual([
      range('^1.0.0', false, '1.0.0', '1.1.0'),
    ]);
  });
});

describe('the impact of the archive', () => {
  const head = (version: string, visibility: string) =>
    ({ id: version, version, versionKey: versionKey(version), visibility }) as VersionHead;

  it('is that a version is no longer resolved to, by those who could see it', async () => {
    const entry = { versions: ['1.0.0*'] };
    const shared = await asked('AGENT', entry, ['^1.0.0', '1.1.0'], beforeArchiving(head('1.1.0', 'PUBLIC'), true));
    expect(shared.ranges).toEqual(
      [
        range('^1.0.0', true, '1.0.0', '1.0.0'),
        range('1.1.0', true, '1.1.0', null),
        range('1.1.0', false, '1.1.0', null),
      ].slice(1),
    );
    const own = await asked('AGENT', entry, ['1.1.0'], beforeArchiving(head('1.1.0', 'PRIVATE'), true));
    expect(own.ranges).toEqual([range('1.1.0', true, '1.1.0', null)]);
  });

  it('is that a version is resolved to again', async () => {
    const entry = { versions: ['1.1.0*', '1.0.0*'], current: '1.1.0' };
    const found = await asked('AGENT', entry, ['^1.0.0'], beforeArchiving(head('1.1.0', 'PUBLIC'), false));
    expect(found.ranges).toEqual([range('^1.0.0', true, '1.0.0', '1.1.0'), range('^1.0.0', false, '1.0.0', '1.1.0')]);
  });
});

describe('the impact of a channel', () => {
  const versions = ['1.1.0*', '1.0.0*'];

  it('that moved is that it stands for another version', async () => {
    const entry = { versions, channels: { stable: '1.1.0', beta: '1.1.0' } };
    expect((await asked('AGENT', entry, ['stable', 'beta'], channelMoved('stable', '1.0.0'))).ranges).toEqual([
      range('stable', true, '1.0.0', '1.1.0'),
      range('stable', false, '1.0.0', '1.1.0'),
    ]);
  });

  it('that is new is nothing, and that is gone is that it is unresolved', async () => {
    const entry = { versions, channels: { stable: '1.1.0' } };
    expect(await asked('AGENT', entry, ['stable'], channelMoved('stable', null))).toMatchObject({ impact: noImpact });
    expect((await asked('AGENT', { versions }, ['stable'], channelMoved('stable', '1.0.0'))).ranges).toEqual([
      range('stable', true, '1.0.0', null),
      range('stable', false, '1.0.0', null),
    ]);
  });
});

describe('a summary', () => {
  const counts = (more: object) => ({
    ...{ templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 },
    ...{ namespace: null, isTotal: false, effect: 'CHANGED' as const },
    ...more,
  });

  async function summaryOf(row: Partial<ImpactRow>) {
    const answers: unknown[][] = [
      [{ range: '*' }],
      rowsOf({ versions: ['1.0.0*'] }),
      [{ impact: { ...something, ...row } }],
    ];
    return findImpact({ run: async () => answers.shift() } as unknown as Reader, 'AGENT', 'id', removal);
  }

  it('has totals, and the namespaces with most first, then by name, the hidden ones last', async () => {
    const none = { templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 };
    const impact = await summaryOf({
      counts: [
        counts({ isTotal: true, templates: 1, templateVersions: 2, runs: 3 }),
        counts({ isTotal: true, effect: 'UNRESOLVED', agents: 4, agentVersions: 5 }),
        counts({ namespace: 'b', runs: 1 }),
        counts({ namespace: null, runs: 1 }),
        counts({ namespace: 'a', agentVersions: 1 }),
        counts({ namespace: 'c', templateVersions: 1 }),
        counts({ namespace: 'c', effect: 'UNRESOLVED', runs: 1, templates: 1 }),
        counts({ namespace: 'd', agents: 9 }),
      ],
      dependentTotal: 7,
      truncated: true,
    });
    expect(impact).toEqual({
      days: 30,
      unresolved: { ...none, agents: 4, agentVersions: 5 },
      changed: { ...none, templates: 1, templateVersions: 2, runs: 3 },
      namespaces: [
        { namespace: 'c', unresolved: { ...none, runs: 1, templates: 1 }, changed: { ...none, templateVersions: 1 } },
        { namespace: 'a', unresolved: none, changed: { ...none, agentVersions: 1 } },
        { namespace: 'b', unresolved: none, changed: { ...none, runs: 1 } },
        { namespace: null, unresolved: none, changed: { ...none, runs: 1 } },
        { namespace: 'd', unresolved: none, changed: { ...none, agents: 9 } },
      ],
      namespaceTotal: 5,
      dependents: [],
      dependentTotal: 7,
      truncated: true,
    });
  });

  it.each([[[null, 'z', 'a']], [['z', null, 'a']], [['z', 'a', null]]])(
    'has the hidden namespaces last: %j',
    async (names) => {
      const { namespaces } = await summaryOf({ counts: names.map((namespace) => counts({ namespace, runs: 1 })) });
      expect(namespaces.map(({ namespace }) => namespace)).toEqual(['a', 'z', null]);
    },
  );

  it('lists up to fifty namespaces', async () => {
    const impact = await summaryOf({
      counts: Array.from({ length: 51 }, (_, index) => counts({ namespace: `n${index}`, runs: 1 })),
    });
    expect([impact.namespaces.length, impact.namespaceTotal]).toEqual([50, 51]);
  });
});
