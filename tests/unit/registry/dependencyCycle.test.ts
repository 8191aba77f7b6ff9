import { describe, expect, it } from 'vitest';
import { type Entry, entriesByIds, entriesBySlugs, type LockedEntry } from '../../../src/db/entry.ts';
import { entriesNamed } from '../../../src/db/resolution.ts';
import { headsInRanges, type Version, type VersionHead, versionsByIds } from '../../../src/db/version.ts';
import { IncompatibleChange } from '../../../src/errors.ts';
import { cyclesOfVersion, dependencyCycles, refuseCycle } from '../../../src/registry/dependencyCycle.ts';
import type { Reference } from '../../../src/registry/references.ts';
import { answering } from './answering.ts';

/** The templates of `acme`, each with one version, and what they depend on. */
type Templates = Record<string, { version?: string; dependencies?: Record<string, string> }>;

/** A transaction that finds the version of each template, whatever the range: only the published version is compared. */
function catalogOf(templates: Templates) {
  const entryOf = (slug: string) => ({ id: `entry-${slug}`, slug, namespace: 'acme' });
  const versionOf = (slug: string) => {
    const { version = '1.0.0', dependencies = {} } = templates[slug] ?? {};
    return { id: `version-${slug}`, entryId: `entry-${slug}`, version, manifest: { dependencies } };
  };
  const slugOf = (id: string) => id.replace(/^(entry|version)-/, '');
  return answering(
    [
      entriesBySlugs('TEMPLATE', [], []),
      (namespaces: string[], slugs: string[]) =>
        slugs.filter((slug, index) => slug in templates && namespaces[index] === 'acme').map(entryOf),
    ],
    [entriesNamed('TEMPLATE', [], []), () => []],
    [headsInRanges('TEMPLATE', []), (ids: string[]) => ids.map((id) => versionOf(slugOf(id)))],
    [versionsByIds('TEMPLATE', []), (ids: string[]) => ids.map((id) => versionOf(slugOf(id)))],
    [entriesByIds('TEMPLATE', []), (ids: string[]) => ids.map((id) => entryOf(slugOf(id)))],
  );
}

const locked = { id: 'entry-top', slug: 'top', namespace: 'acme' } as LockedEntry;
const versionWith = (dependencies: Record<string, string>, version = '2.0.0') =>
  ({ version, manifest: { dependencies } }) as unknown as Version;

/** What is wrong with `top@2.0.0` that depends on these, in words. */
async function cycles(dependencies: Record<string, string>, templates: Templates) {
  const { tx, sent } = catalogOf({ ...templates, top: { version: '1.0.0', ...templates.top } });
  const issues = await cyclesOfVersion(tx, locked, versionWith(dependencies));
  return { messages: issues.map(({ message }) => message), issues, sent };
}

describe('a template depends on itself', () => {
  it.each<[string, Record<string, string>, Templates, chain: string[]]>([
    ['directly', { top: '^2.0.0' }, {}, ['top@2.0.0 -> top@2.0.0']],
    ['through another', { one: '*' }, { one: { dependencies: { top: '*' } } }, ['top@2.0.0 -> one@1.0.0 -> top@2.0.0']],
    [
      'through several, by the shortest way',
      { one: '*' },
      {
        one: { dependencies: { far: '*', two: '*' } },
        far: { dependencies: { two: '*' } },
        two: { dependencies: { top: '2' } },
      },
      ['top@2.0.0 -> one@1.0.0 -> two@1.0.0 -> top@2.0.0'],
    ],
    [
      'through one beside what is not there',
      { one: '*' },
      { one: { dependencies: { gone: '*', two: '*' } }, two: { dependencies: { top: '*' } } },
      ['top@2.0.0 -> one@1.0.0 -> two@1.0.0 -> top@2.0.0'],
    ],
    [
      'through one of several that several depend on',
      { one: '*' },
      {
        one: { dependencies: { left: '*', right: '*' } },
        left: { dependencies: { good: '*' } },
        right: { dependencies: { bad: '*' } },
        good: {},
        bad: { dependencies: { top: '*' } },
      },
      ['top@2.0.0 -> one@1.0.0 -> right@1.0.0 -> bad@1.0.0 -> top@2.0.0'],
    ],
    [
      'by two of its dependencies',
      { one: '*', good: '*', two: '*' },
      { one: { dependencies: { top: '*' } }, good: {}, two: { dependencies: { top: '*' } } },
      ['top@2.0.0 -> one@1.0.0 -> top@2.0.0', 'top@2.0.0 -> two@1.0.0 -> top@2.0.0'],
    ],
  ])('%s', async (_, dependencies, templates, chains) => {
    const { messages } = await cycles(dependencies, templates);
    expect(messages).toEqual(chains.map((chain) => `Dependency cycle: ${chain}. Remove one of these dependencies.`));
  });

  it('which the issue says at the dependency that leads there', async () => {
    const { issues } = await cycles({ good: '*', one: '*' }, { good: {}, one: { dependencies: { top: '*' } } });
    expect(issues).toEqual([
      {
        file: 'template.json',
        path: 'dependencies.one',
        code: 'dependency_cycle',
        message: 'Dependency cycle: top@2.0.0 -> one@1.0.0 -> top@2.0.0. Remove one of these dependencies.',
        severity: 'error',
      },
    ]);
  });
});

describe('a template does not depend on itself', () => {
  it.each<[string, Record<string, string>, Templates]>([
    ['without dependencies', {}, {}],
    ['through what depends on another version of it', { one: '*' }, { one: { dependencies: { top: '^1.0.0' } } }],
    ['through what is not there', { gone: '*' }, {}],
    [
      'through others that depend on each other',
      { one: '*' },
      { one: { dependencies: { two: '*' } }, two: { dependencies: { one: '*' } } },
    ],
  ])('%s', async (_, dependencies, templates) => {
    expect((await cycles(dependencies, templates)).messages).toEqual([]);
  });

  it('through an agent of its id', async () => {
    const { tx } = catalogOf({});
    const published = { entryId: 'entry-top', slug: 'top', version: '2.0.0' };
    const agent: Reference = {
      kind: 'AGENT',
      slug: 'top',
      range: '*',
      entry: { id: 'entry-top' } as Entry,
      version: null,
    };
    expect(await dependencyCycles(tx, published, [agent])).toEqual([]);
    expect(await dependencyCycles(tx, published, [{ ...agent, kind: 'TEMPLATE' }])).toHaveLength(1);
  });
});

it('reads a template once, however many depend on it', async () => {
  const both = { dependencies: { shared: '*' } };
  const { sent } = await cycles(
    { one: '*' },
    { one: { dependencies: { a: '*', b: '*' } }, a: both, b: both, shared: {} },
  );
  const read = sent.filter(([ids]) => Array.isArray(ids) && ids.some((id) => id === 'version-shared'));
  expect(read).toEqual([[['version-shared']]]);
});

it('reads no version of what is not there', async () => {
  const { sent } = await cycles({ gone: '*' }, {});
  expect(sent).toEqual([
    [
      ['acme', 'default'],
      ['gone', 'gone'],
    ],
    [['acme'], ['gone']],
  ]);
});

describe('dependencies are followed', () => {
  /** `top` depends on `t0`, which depends on `t1`, and so on; of the last one, `top` is a dependency. */
  const chainOf = (length: number): Templates =>
    Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `t${index}`,
        { dependencies: index + 1 < length ? { [`t${index + 1}`]: '*' } : { top: '*' } },
      ]),
    );

  it('through up to 1,000 versions', async () => {
    const { messages } = await cycles({ t0: '*' }, chainOf(1_000));
    expect(messages).toEqual([
      expect.stringMatching(/^Dependency cycle: top@2\.0\.0 -> t0@.* -> t999@1\.0\.0 -> top@2/),
    ]);
  });

  it('and not through more, which is refused', async () => {
    expect((await cycles({ t0: '*' }, chainOf(1_001))).messages).toEqual([
      'Dependency cycle: the dependencies lead to more than 1000 template versions. Remove one of these dependencies.',
    ]);
  });
});

describe('a version that is to be found by others', () => {
  const head = (manifest: object) => ({ ...versionWith({}), manifest }) as Version & VersionHead;

  it.each([
    ['top@2.0.0 would depend on itself.', undefined],
    ['top@2.0.0 would depend on itself by its channel "beta".', ' by its channel "beta"'],
  ])('is refused: %s', async (message, how) => {
    const { tx } = catalogOf({ top: {}, one: { dependencies: { top: '*' } } });
    const refused = refuseCycle(tx, locked, versionWith({ one: '*' }), how);
    await expect(refused).rejects.toBeInstanceOf(IncompatibleChange);
    await expect(refused).rejects.toMatchObject({
      message,
      changes: ['Dependency cycle: top@2.0.0 -> one@1.0.0 -> top@2.0.0. Remove one of these dependencies.'],
    });
  });

  it('is not refused otherwise, nor if its manifest has no dependencies', async () => {
    const { tx } = catalogOf({ one: {} });
    await refuseCycle(tx, locked, versionWith({ one: '*' }));
    await refuseCycle(tx, locked, head({}));
  });
});
