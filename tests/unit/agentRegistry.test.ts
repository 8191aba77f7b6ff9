import { describe, expect, it } from 'vitest';
import { parseAgent, sha256Hex } from '../../packages/manifest/index.ts';
import { sortByDependencies } from '../../packages/node/sortByDependencies.ts';
import { readEnv } from '../../server/open/env.ts';
import { decodeFeedCursor, encodeFeedCursor, numberIn } from '../../src/feed/cursor.ts';
import { entryContent, visibilityIn } from '../../src/registry/entryContent.ts';
import { multirange } from '../../src/registry/references.ts';
import { storedFiles } from '../../src/registry/storedFiles.ts';
import { connectionOf, pageOf } from '../../src/resolvers/connection.ts';
import { agent } from '../support/definitions.ts';

const utf8 = new TextEncoder();

const read = (manifest: Record<string, unknown> = {}) => {
  const definition = agent(manifest);
  const files = definition.files.map(({ path, content }) => ({ path, bytes: utf8.encode(content) }));
  return { files, ...parseAgent({ manifest: definition.manifest, files }) };
};

describe('the agent registry', () => {
  it('takes the fields of an entry from its manifest, and finds it by its skills', () => {
    const { definition } = read({ tags: ['a'], category: 'work' });
    expect(definition && entryContent(definition.manifest)).toMatchObject({
      name: 'Reviewer',
      tags: ['a'],
      category: 'work',
      keywords: 'Review quality',
    });
  });

  it.each([
    ['public', 'PUBLIC'],
    ['private', 'PRIVATE'],
    [undefined, null],
  ])('reads the visibility from a manifest: %s', (visibility, expected) => {
    const { definition } = read({ visibility });
    expect(definition && visibilityIn(definition.manifest)).toBe(expected);
  });

  it('stores the manifest among the files: as authored, or serialized', () => {
    const { definition, files } = read();
    if (!definition) throw new Error('The definition is valid.');
    const written = storedFiles(definition, files);
    expect(written.list.map(({ path }) => path)).toEqual(['agent.json', 'prompts/system.md']);
    const authored = { path: 'agent.json', bytes: utf8.encode(`${JSON.stringify(definition.authored)}   `) };
    const kept = storedFiles(definition, [...files, authored]);
    expect(kept.list[0]).toEqual({
      path: 'agent.json',
      size: authored.bytes.length,
      sha256: sha256Hex(authored.bytes),
    });
    expect(kept.blobs).toHaveLength(2);
  });

  it('writes a range as a Postgres multirange', () => {
    expect(multirange('^1.2.0')).toMatch(/^\{\["r[^"]+","r[^"]+"\)(,.*)?\}$/);
  });

  it('sorts dependencies before their dependents, and ends on a cycle', () => {
    const item = (id: string, ...dependsOn: string[]) => ({ id, dependsOn });
    expect(sortByDependencies([item('a', 'b'), item('b', 'c'), item('c')]).map(({ id }) => id)).toEqual([
      'c',
      'b',
      'a',
    ]);
    expect(
      sortByDependencies([item('a', 'b'), item('b', 'a'), item('c', 'missing')])
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
  });
});

describe('cursors', () => {
  it('of the feed contain the event number and the epoch of the log', () => {
    const epoch = '6f1c3f0a3a524a6e';
    const key = Buffer.alloc(32, 'a secret of the registry');
    const cursor = encodeFeedCursor({ seq: 12, epoch, hash: 'abcdef0123456789' }, key);
    const place = { epoch, head: 20, mark: 'abcdef01' };
    expect(numberIn(cursor)).toBe(12);
    expect(decodeFeedCursor(cursor, place, key)).toBe(12);
    expect(decodeFeedCursor('0', place, key)).toBe(0);
    expect(() => numberIn('1')).toThrow(/not a valid cursor/);
    expect(() => decodeFeedCursor(cursor, { ...place, epoch: '7f1c3f0a3a524a6e' }, key)).toThrow(/earlier epoch/);
    expect(() => decodeFeedCursor(cursor, place, Buffer.from(epoch))).toThrow(/not a valid cursor/);
    expect(() => decodeFeedCursor(cursor, { ...place, head: 11, mark: null }, key)).toThrow(/ahead of the event log/);
    expect(() => decodeFeedCursor(cursor, { ...place, mark: 'abcdef02' }, key)).toThrow(
      /identifies an event that the log does not contain/,
    );
    for (const [from, to] of [
      [/^12/, '13'],
      [/abcdef01/, 'abcdef02'],
    ] as const) {
      const forged = Buffer.from(Buffer.from(cursor, 'base64url').toString().replace(from, to)).toString('base64url');
      expect(() => decodeFeedCursor(forged, { ...place, mark: 'abcdef02' }, key)).toThrow(/not a valid cursor/);
    }
  });

  it('of a list are bound to that list', () => {
    const rows = [
      { id: '6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a11', name: 'a' },
      { id: '6f1c3f0a-3a52-4a6e-9d2a-0f3e7f6b8a12', name: 'b' },
    ];
    const page = pageOf({ first: 1 }, ['list']);
    const { edges, pageInfo } = connectionOf(
      rows,
      page,
      ['list'],
      (row) => [row.name, row.id],
      async () => 2,
    );
    expect(edges).toHaveLength(1);
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(pageOf({ first: 1, after: pageInfo.endCursor }, ['list']).after).toEqual(['a', rows[0]?.id]);
    expect(() => pageOf({ after: pageInfo.endCursor }, ['other'])).toThrow(/another list/);
  });
});

describe('the environment schema', () => {
  it('has defaults, and treats an empty variable as not set', () => {
    expect(readEnv({ PORT: '', HOST: '' })).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 4000,
      REGISTRY_SCHEMA: 'nofx',
      REGISTRY_DATA_DIR: '.registry',
    });
  });

  it('names every invalid variable and what it must be, without its value', () => {
    const wrong = () => readEnv({ PORT: 'four', DATABASE_URL: 'postgres://:hunter2', SUPABASE_JWT_SECRET: 'hunter2' });
    expect(wrong).toThrow(/PORT: must be a port/);
    expect(wrong).toThrow(/SUPABASE_JWT_SECRET: must be at least 16 characters/);
    expect(wrong).not.toThrow(/hunter2/);
  });
});
