import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Candidate,
  compareVersions,
  type Demand,
  type Need,
  resolve,
  satisfies,
} from '../../../packages/manifest/index.ts';

/** By entry and version, what it needs. `{ a: { '1.0.0': { b: '^1.0.0' } } }` */
type World = Record<string, Record<string, Record<string, string>>>;

const needsOf = (needs: Record<string, string>) => Object.entries(needs).map(([to, range]) => ({ to, range }));
const candidatesOf = (world: World, entry: string): Candidate[] =>
  Object.entries(world[entry] ?? {})
    .map(([version, needs]) => ({ version, needs: needsOf(needs) }))
    .sort((a, b) => compareVersions(b.version, a.version));

const resolved = (needs: Record<string, string>, world: World) => {
  const sorted = new Map(Object.keys(world).map((entry) => [entry, candidatesOf(world, entry)]));
  return resolve(
    { entry: 'root', version: '1.0.0', needs: needsOf(needs) },
    { entryOf: (to) => to, candidatesOf: (entry) => sorted.get(entry) ?? [] },
  );
};
const versions = (needs: Record<string, string>, world: World) => {
  const { chosen, problems } = resolved(needs, world);
  if (!chosen) throw new Error(JSON.stringify(problems));
  return [...chosen].slice(1).map(([entry, { version }]) => `${entry}@${version}`);
};
const shown = ({ chain, to, range }: Demand) =>
  [...chain.map(({ entry, version }) => `${entry}@${version}`), `${to}@${range}`].join(' -> ');

describe('resolution', () => {
  it('takes the most preferred version of each entry, in the order in which they are found', () => {
    const world = {
      a: { '1.0.0': {}, '1.2.0': { c: '*' }, '2.0.0': {} },
      b: { '1.0.0': { c: '*' } },
      c: { '0.1.0': {} },
    };
    expect(versions({ b: '*', a: '^1.0.0' }, world)).toEqual(['b@1.0.0', 'a@1.2.0', 'c@0.1.0']);
  });

  it('satisfies all ranges on one entry, also those that are found later', () => {
    const world: World = {
      left: { '1.0.0': { shared: '>=1.2.0' } },
      right: { '1.0.0': { shared: '<1.4.0' } },
      shared: { '1.0.0': {}, '1.2.0': {}, '1.3.9': {}, '1.4.0': {}, '2.0.0': {} },
    };
    expect(versions({ left: '*', right: '*' }, world)).toEqual(['left@1.0.0', 'right@1.0.0', 'shared@1.3.9']);
  });

  it('goes back to an older version when the newest leads to a conflict', () => {
    const world: World = {
      x: { '1.0.0': { z: '^1.0.0' }, '2.0.0': { z: '^2.0.0' } },
      y: { '1.0.0': { z: '^1.0.0' } },
      z: { '1.0.0': {}, '2.0.0': {} },
    };
    expect(versions({ x: '*', y: '*' }, world)).toEqual(['x@1.0.0', 'y@1.0.0', 'z@1.0.0']);
  });

  it('forgets what an older version does not need, however often the newer one names it', () => {
    const world: World = { x: { '1.0.0': {}, '2.0.0': { c: '^2.0.0', 'c again': '^3.0.0' } }, c: { '1.0.0': {} } };
    const catalog = {
      entryOf: (to: string) => to[0] ?? '',
      candidatesOf: (entry: string) => candidatesOf(world, entry),
    };
    const { chosen } = resolve({ entry: 'r', version: '1.0.0', needs: needsOf({ x: '*', c: '*' }) }, catalog);
    expect([...(chosen ?? [])].map(([entry, { version }]) => `${entry}@${version}`)).toEqual([
      'r@1.0.0',
      'x@1.0.0',
      'c@1.0.0',
    ]);
  });

  it.each([
    ['fails itself', { d: '*' }, { e: '^9.0.0' }],
    ['is decided before what fails', { d: '*', e: '^9.0.0' }, {}],
  ] as const)('has nothing that only a version needed which it gave up: what %s', (_, needs, more) => {
    const world: World = { x: { '1.0.0': {}, '2.0.0': needs }, d: { '1.0.0': more }, e: { '1.0.0': {} } };
    expect(versions({ x: '*' }, world)).toEqual(['x@1.0.0']);
  });

  it('goes back when a version that is found later restricts one that is decided', () => {
    const world: World = { a: { '1.0.0': {}, '2.0.0': {} }, b: { '1.0.0': { a: '^1.0.0' } } };
    expect(versions({ a: '*', b: '*' }, world)).toEqual(['a@1.0.0', 'b@1.0.0']);
  });

  it('takes a prerelease only where a range names one', () => {
    const world: World = { a: { '1.0.0': {}, '1.1.0-rc.1': {} } };
    expect(versions({ a: '>=1.0.0' }, world)).toEqual(['a@1.0.0']);
    expect(versions({ a: '>=1.1.0-rc.0' }, world)).toEqual(['a@1.1.0-rc.1']);
  });

  it('lets an optional need restrict what others need, and nothing else', () => {
    const world: World = { a: { '1.0.0': { b: '*' } }, b: { '1.0.0': {}, '2.0.0': {} }, c: { '1.0.0': {} } };
    const optional = [
      { to: 'b', range: '^1.0.0', isOptional: true },
      { to: 'c', range: '^9.0.0', isOptional: true },
    ];
    const catalog = { entryOf: (to: string) => to, candidatesOf: (entry: string) => candidatesOf(world, entry) };
    const root = { entry: 'root', version: '1.0.0', needs: [{ to: 'a', range: '*' }, ...optional] };
    const { chosen } = resolve(root, catalog);
    expect([...(chosen ?? [])].map(([entry, { version }]) => `${entry}@${version}`)).toEqual([
      'root@1.0.0',
      'a@1.0.0',
      'b@1.0.0',
    ]);
  });

  describe('with an entry that follows another', () => {
    const following = (needs: Need[], world: World) =>
      resolve(
        { entry: 'root', version: '1.0.0', needs },
        {
          entryOf: (to) => to,
          candidatesOf: (entry) => candidatesOf(world, entry),
          followedBy: (entry) => (entry === 'follower' ? 'leader' : null),
        },
      );
    const chosenIn = (needs: Record<string, string>, world: World) =>
      [...(following(needsOf(needs), world).chosen ?? [])].map(([entry, { version }]) => `${entry}@${version}`);

    it('takes the version that the other has, not its own newest', () => {
      const world: World = { leader: { '1.0.0': {} }, follower: { '1.0.0': {}, '2.0.0': {} } };
      expect(chosenIn({ leader: '*', follower: '*' }, world)).toEqual(['root@1.0.0', 'leader@1.0.0', 'follower@1.0.0']);
    });

    it('goes back to an older version of the other when it has none of that number', () => {
      const world: World = {
        leader: { '1.0.0': {}, '2.0.0': {} },
        between: { '1.0.0': {}, '2.0.0': {} },
        follower: { '1.0.0': {} },
      };
      expect(chosenIn({ leader: '*', between: '*', follower: '*' }, world)).toEqual([
        'root@1.0.0',
        'leader@1.0.0',
        'between@2.0.0',
        'follower@1.0.0',
      ]);
    });

    it('reports only the other when both have no versions, and not what is optional', () => {
      const needs = [
        { to: 'leader', range: '*' },
        { to: 'follower', range: '*' },
        { to: 'c', range: '^9.0.0', isOptional: true },
      ];
      const { problems } = following(needs, { leader: {}, follower: {}, c: { '1.0.0': {} } });
      expect(problems?.map((each) => each.kind === 'none' && shown(each.demand))).toEqual(['root@1.0.0 -> leader@*']);
    });
  });

  it('explains a conflict by the chains that lead to it', () => {
    const world: World = {
      a: { '1.1.0': { c: '^2.0.0' } },
      b: { '1.0.0': { d: '*' } },
      c: { '1.0.0': {}, '2.0.0': {} },
      d: { '3.0.0': { c: '^1.0.0' } },
    };
    const { problems } = resolved({ a: '*', b: '*' }, world);
    expect(problems).toHaveLength(1);
    const [problem] = problems ?? [];
    expect(problem?.kind === 'conflict' && problem.demands.map(shown)).toEqual([
      'root@1.0.0 -> a@1.1.0 -> c@^2.0.0',
      'root@1.0.0 -> b@1.0.0 -> d@3.0.0 -> c@^1.0.0',
    ]);
  });

  it('names everything that the root needs and nothing satisfies, at once', () => {
    const { problems } = resolved({ a: '^2.0.0', b: '*', c: '*' }, { a: { '1.0.0': {} }, b: { '1.0.0': {} } });
    expect(problems?.map((each) => each.kind === 'none' && shown(each.demand))).toEqual([
      'root@1.0.0 -> a@^2.0.0',
      'root@1.0.0 -> c@*',
    ]);
  });

  it('names that alone, with many versions of others and however much it is', () => {
    const names = Array.from({ length: 30 }, (_, at) => `gone${at}`);
    const { problems } = resolved(Object.fromEntries(['a', ...names].map((name) => [name, '^1.0.0'])), {
      a: { '1.0.0': {}, '2.0.0': {} },
    });
    expect(problems?.map((each) => each.kind === 'none' && each.demand.to)).toEqual(names);
  });

  it('names what is missing behind others with the chain', () => {
    const { problems } = resolved({ a: '*' }, { a: { '1.0.0': { b: '*' } }, b: { '1.0.0': { c: '^9.0.0' } }, c: {} });
    expect(problems?.map((each) => each.kind === 'none' && shown(each.demand))).toEqual([
      'root@1.0.0 -> a@1.0.0 -> b@1.0.0 -> c@^9.0.0',
    ]);
  });

  it('names every problem at once, wherever it is', () => {
    const world: World = {
      a: { '1.0.0': { gone: '*', missing: '^2.0.0' } },
      b: { '1.0.0': { missing: '^3.0.0' } },
      c: { '1.0.0': { shared: '^1.0.0' } },
      d: { '1.0.0': { shared: '^2.0.0', e: '*' } },
      e: { '1.0.0': { d: '*' } },
      missing: { '1.0.0': {} },
      shared: { '1.0.0': {}, '2.0.0': {} },
    };
    const { problems } = resolved({ none: '*', a: '*', b: '*', c: '*', d: '*', 'none either': '^1.0.0' }, world);
    const told = problems?.map((each) => [
      each.kind,
      ...(each.kind === 'conflict' || each.kind === 'too_complex' ? each.demands : [each.demand]).map(shown),
    ]);
    expect(told).toEqual([
      ['none', 'root@1.0.0 -> none@*'],
      ['none', 'root@1.0.0 -> none either@^1.0.0'],
      ['none', 'root@1.0.0 -> a@1.0.0 -> gone@*'],
      ['conflict', 'root@1.0.0 -> a@1.0.0 -> missing@^2.0.0', 'root@1.0.0 -> b@1.0.0 -> missing@^3.0.0'],
      ['conflict', 'root@1.0.0 -> c@1.0.0 -> shared@^1.0.0', 'root@1.0.0 -> d@1.0.0 -> shared@^2.0.0'],
      ['cycle', 'root@1.0.0 -> d@1.0.0 -> e@1.0.0 -> d@1.0.0 -> d@*'],
    ]);
  });

  it('names what has no version once, however deep else it is needed', () => {
    const world: World = {
      a: { '1.0.0': { gone: '*' } },
      b: { '1.0.0': { c: '*' } },
      c: { '1.0.0': { gone: '*' } },
      gone: {},
    };
    const { problems } = resolved({ a: '*', b: '*' }, world);
    expect(problems?.map((each) => each.kind === 'none' && shown(each.demand))).toEqual([
      'root@1.0.0 -> a@1.0.0 -> gone@*',
    ]);
  });

  it('names each range that no version of an entry satisfies', () => {
    const world: World = {
      a: { '1.0.0': { old: '^2.0.0' } },
      b: { '1.0.0': { c: '*' } },
      c: { '1.0.0': { old: '^3.0.0' } },
      old: { '1.0.0': {} },
    };
    const { problems } = resolved({ a: '*', b: '*' }, world);
    expect(problems?.map((each) => each.kind === 'none' && shown(each.demand))).toEqual([
      'root@1.0.0 -> a@1.0.0 -> old@^2.0.0',
      'root@1.0.0 -> b@1.0.0 -> c@1.0.0 -> old@^3.0.0',
    ]);
  });

  it('names a cycle once, wherever it starts', () => {
    const world: World = { a: { '1.0.0': { b: '*' } }, b: { '1.0.0': { c: '*' } }, c: { '1.0.0': { b: '*' } } };
    const { problems } = resolved({ a: '*' }, world);
    expect(problems?.map((each) => each.kind === 'cycle' && shown(each.demand))).toEqual([
      'root@1.0.0 -> a@1.0.0 -> b@1.0.0 -> c@1.0.0 -> b@1.0.0 -> b@*',
    ]);
  });

  it('asks for what other problems may be behind', () => {
    const world: World = { a: {}, b: { '1.0.0': { c: '*' } } };
    const found = resolve(
      { entry: 'root', version: '1.0.0', needs: needsOf({ a: '*', b: '*' }) },
      { entryOf: (to) => to, candidatesOf: (entry) => (entry === 'c' ? undefined : candidatesOf(world, entry)) },
    );
    expect(found).toEqual({ unknown: ['c'] });
  });

  it('names a bounded number of problems', () => {
    const world = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`a${at}`, { '1.0.0': { gone: `^${at}.0.0` } }] as const),
    );
    const needs = Object.fromEntries(Object.keys(world).map((name) => [name, '*']));
    expect(resolved(needs, { ...world, gone: {} }).problems).toHaveLength(1);
    const apart = Object.fromEntries(Object.keys(world).map((name) => [name, { '1.0.0': { [`${name} gone`]: '*' } }]));
    expect(resolved(needs, apart).problems).toHaveLength(20);
  });

  it('refuses a cycle with the chain, and does not avoid it with an older version', () => {
    const world: World = { a: { '1.0.0': {}, '1.1.0': { b: '*' } }, b: { '1.0.0': { a: '^1.0.0' } } };
    const { problems } = resolved({ a: '*' }, world);
    const [problem] = problems ?? [];
    expect(
      problem?.kind === 'cycle' && problem.demand.chain.map(({ entry, version }) => `${entry}@${version}`),
    ).toEqual(['root@1.0.0', 'a@1.1.0', 'b@1.0.0', 'a@1.1.0']);
  });

  it('refuses a version that needs itself, and one that needs the root', () => {
    expect(resolved({ a: '*' }, { a: { '1.0.0': { a: '*' } } }).problems).toMatchObject([{ kind: 'cycle' }]);
    expect(resolved({ a: '*' }, { a: { '1.0.0': { root: '^1.0.0' } } }).problems).toMatchObject([{ kind: 'cycle' }]);
    const other = resolved({ a: '*' }, { a: { '1.0.0': { root: '^2.0.0' } } });
    expect(other.problems).toMatchObject([
      { kind: 'none', demand: { to: 'root', range: '^2.0.0', chain: [{ entry: 'root' }, { entry: 'a' }] } },
    ]);
  });

  it('refuses a root that needs itself, in a version of its own or another', () => {
    expect(resolved({ root: '^1.0.0' }, {}).problems).toMatchObject([
      { kind: 'cycle', demand: { chain: [{ entry: 'root' }, { entry: 'root' }] } },
    ]);
    const { problems } = resolve(
      { entry: 'root', version: '1.0.0', needs: needsOf({ root: '^2.0.0' }) },
      { entryOf: (to) => to, candidatesOf: () => undefined },
    );
    const demand = { to: 'root', range: '^2.0.0', chain: [{ entry: 'root', version: '1.0.0' }] };
    expect(problems).toEqual([{ kind: 'none', demand }]);
  });

  it('visits what many versions need once, however many ways lead to it', () => {
    const level = (index: number) => ({
      '1.0.0': index < 40 ? { [`a${index + 1}`]: '*', [`b${index + 1}`]: '*' } : {},
    });
    const world = Object.fromEntries(
      Array.from({ length: 41 }, (_, index) => [`a${index}`, `b${index}`].map((entry) => [entry, level(index)])).flat(),
    );
    expect(versions({ a0: '*' }, world)).toHaveLength(81);
  });

  it('ends a chain at the root, although something needs the root', () => {
    const { problems } = resolved({ a: '*' }, { a: { '1.0.0': { root: '^1.0.0', b: '*' } } });
    expect(problems).toMatchObject([{ kind: 'none' }, { kind: 'cycle' }]);
    const [problem] = problems ?? [];
    expect(problem?.kind === 'none' && shown(problem.demand)).toBe('root@1.0.0 -> a@1.0.0 -> b@*');
  });

  it('passes on what goes wrong in the catalog', () => {
    const candidatesOf = () => {
      throw new Error('No connection.');
    };
    const root = { entry: 'root', version: '1.0.0', needs: needsOf({ a: '*' }) };
    expect(() => resolve(root, { entryOf: (to) => to, candidatesOf })).toThrow('No connection.');
  });

  it('asks for what it does not know, a level at a time', () => {
    const world: World = {
      a: { '1.0.0': { c: '*' } },
      b: { '1.0.0': { d: '*' } },
      c: { '1.0.0': {} },
      d: { '1.0.0': {} },
    };
    const known = new Set<string>();
    const asked: (readonly string[])[] = [];
    for (;;) {
      const { unknown } = resolve(
        { entry: 'root', version: '1.0.0', needs: needsOf({ a: '*', b: '*' }) },
        { entryOf: (to) => to, candidatesOf: (entry) => (known.has(entry) ? candidatesOf(world, entry) : undefined) },
      );
      if (!unknown) break;
      asked.push(unknown);
      for (const each of unknown) known.add(each);
    }
    expect(asked).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('knows everything that leads to a conflict before it explains it', () => {
    const world: World = {
      u: { '1.0.0': { b: '*' } },
      v: { '1.0.0': { a: '^1.0.0' } },
      b: { '1.0.0': { 'a as b names it': '*' } },
      a: {},
    };
    const known = new Set<string>();
    for (;;) {
      const { unknown, problems } = resolve(
        { entry: 'root', version: '1.0.0', needs: needsOf({ u: '*', v: '*' }) },
        {
          entryOf: (to) => (known.has(to) ? (to[0] ?? '') : to),
          candidatesOf: (entry) => (known.has(entry) ? candidatesOf(world, entry) : undefined),
        },
        1,
      );
      for (const each of unknown ?? []) known.add(each);
      if (unknown) continue;
      const [problem] = problems ?? [];
      expect(problem?.kind === 'conflict' && problem.demands.map(({ chain }) => chain.at(-1)?.entry)).toEqual([
        'v',
        'b',
      ]);
      break;
    }
  });

  it('asks nothing to explain a conflict after the first', () => {
    const world: World = {
      x: { '1.0.0': {}, '2.0.0': { m: '^2.0.0', u: '*' }, '3.0.0': { m: '^3.0.0' } },
      m: { '1.0.0': {} },
    };
    const { chosen } = resolve(
      { entry: 'root', version: '1.0.0', needs: needsOf({ x: '*' }) },
      { entryOf: (to) => to, candidatesOf: (entry) => (entry === 'u' ? undefined : candidatesOf(world, entry)) },
    );
    expect(chosen?.get('x')?.version).toBe('1.0.0');
  });

  it('does not try what a conflict does not depend on', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`1.${at}.0`, {}]));
    const world: World = {
      ...Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`many${at}`, many])),
      x: { '1.0.0': { z: '^1.0.0' } },
      y: { '1.0.0': { z: '^2.0.0' } },
      z: { '1.0.0': {}, '2.0.0': {} },
    };
    const needs = Object.fromEntries(Object.keys(world).flatMap((name) => (name === 'z' ? [] : [[name, '*']])));
    expect(resolved(needs, world).problems).toMatchObject([{ kind: 'conflict' }]);
  });

  it('tries 5000 versions, and no more', () => {
    const needs = (at: number): Record<string, string> => (at === 0 ? {} : { b: '^2.0.0' });
    const last = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`1.${at}.0`, needs(at)]));
    const kind = (count: number) =>
      resolved({ a: '*', b: '*' }, { a: last(count), b: { '1.0.0': {} } }).problems?.[0]?.kind;
    expect([kind(4_999), kind(5_000)]).toEqual([undefined, 'too_complex']);
  });

  it('tries no more versions for several problems than for one', () => {
    const found = (count: number) => {
      const many = (name: string) =>
        Object.fromEntries(Array.from({ length: count }, (_, at) => [`1.${at}.0`, { [`${name} needs`]: '*' }]));
      const names = ['a', 'b', 'c'];
      const world: World = Object.fromEntries(names.map((name) => [name, many(name)]));
      return resolved(Object.fromEntries(names.map((name) => [name, '*'])), world).problems?.map(({ kind }) => kind);
    };
    expect(found(100)).toEqual(['none', 'none', 'none']);
    // The first takes 4,500 tries: for each version of `a`, one of `b` and one of `c`.
    expect(found(1_500)).toEqual(['none']);
  });

  it('gives up after a bounded number of tries, with the first conflict', () => {
    // Fourteen pigeons and thirteen holes: each version of a pigeon needs its own version of one hole.
    const holes = Array.from({ length: 13 }, (_, at) => at);
    const pigeons = [...holes, 13];
    const world: World = {};
    for (const hole of holes) world[`hole${hole}`] = Object.fromEntries(pigeons.map((pigeon) => [`${pigeon}.0.0`, {}]));
    for (const pigeon of pigeons)
      world[`pigeon${pigeon}`] = Object.fromEntries(
        holes.map((hole) => [`${hole}.0.0`, { [`hole${hole}`]: `${pigeon}.0.0` }]),
      );
    const { problems } = resolved(Object.fromEntries(pigeons.map((pigeon) => [`pigeon${pigeon}`, '*'])), world);
    expect(problems).toHaveLength(1);
    const [problem] = problems ?? [];
    // The preferred version of every pigeon takes the last hole.
    expect(problem?.kind === 'too_complex' && problem.demands.map(shown)).toEqual(
      pigeons.map((pigeon) => `root@1.0.0 -> pigeon${pigeon}@12.0.0 -> hole12@${pigeon}.0.0`),
    );
  });

  it('finds a solution exactly when there is one', () => {
    const names = ['a', 'b', 'c', 'd'];
    const later = (at: number) =>
      fc.dictionary(fc.constantFrom(...names.slice(at + 1), 'z'), fc.constantFrom('1.0.0', '>=2.0.0', '<3.0.0', '*'), {
        maxKeys: 2,
        noNullPrototype: true,
      });
    const entry = (at: number) => fc.record({ '1.0.0': later(at), '2.0.0': later(at), '3.0.0': later(at) });
    fc.assert(
      fc.property(entry(0), entry(1), entry(2), entry(3), (a, b, c, d) => {
        const world: World = { a, b, c, d, z: { '1.0.0': {}, '2.0.0': {}, '3.0.0': {} } };
        const needs = { a: '*', b: '>=2.0.0' };
        const { chosen } = resolved(needs, world);
        expect(chosen !== undefined).toBe(anySolution(needs, world));
        for (const { needs: each } of chosen?.values() ?? [])
          for (const { to, range } of each) expect(satisfies(chosen?.get(to)?.version ?? '', range)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Whether any choice of versions satisfies everything that it reaches, by trying all. */
function anySolution(needs: Record<string, string>, world: World): boolean {
  const entries = Object.keys(world);
  const all = (at: number, chosen: Record<string, string>): boolean => {
    const entry = entries[at];
    if (entry !== undefined)
      return Object.keys(world[entry] ?? {}).some((version) => all(at + 1, { ...chosen, [entry]: version }));
    const open = Object.entries(needs);
    const seen = new Set<string>();
    for (let next = open.pop(); next; next = open.pop()) {
      const [to, range] = next;
      const version = chosen[to] ?? '';
      if (!satisfies(version, range)) return false;
      if (!seen.has(to)) open.push(...Object.entries(world[to]?.[version] ?? {}));
      seen.add(to);
    }
    return true;
  };
  return all(0, {});
}
