import { describe, expect, it } from 'vitest';
import type { LockedEntry } from '../../../src/db/entry.ts';
import { queueReplacements, replacementsNamed, replacementsOf } from '../../../src/db/replacement.ts';
import { findReplacement, holdReplacements, nameOf, replacementCycle } from '../../../src/registry/findReplacement.ts';
import { answering } from './answering.ts';

const entry = { id: 'acme/old', namespace: 'acme', slug: 'old' } as LockedEntry;
const at = (name: string) => {
  const [namespace = '', slug = ''] = name.split('/');
  return { id: name, namespace, slug, isPublic: true };
};

/** Finds what is asked for among these entries. */
async function found(asked: string, ...entries: string[]) {
  const { tx, sent } = answering([
    replacementsNamed('AGENT', [], ''),
    (namespaces: string[], slug: string) =>
      entries.map(at).filter((each) => namespaces.includes(each.namespace) && each.slug === slug),
  ]);
  return { id: (await findReplacement(tx, 'AGENT', entry, asked)).id, sent };
}

describe('the replacement of an entry', () => {
  it('is looked for in its namespace, then in `default`', async () => {
    expect(await found('next', 'default/next', 'acme/next')).toEqual({
      id: 'acme/next',
      sent: [[['acme', 'default'], 'next']],
    });
    expect((await found('next', 'default/next')).id).toBe('default/next');
    expect((await found('old', 'default/old')).id).toBe('default/old');
  });

  it('is looked for in the namespace that is named, and in no other', async () => {
    expect(await found('team/next', 'team/next', 'acme/next')).toEqual({ id: 'team/next', sent: [[['team'], 'next']] });
  });

  it.each(['Not an id', '', 'a/b/next', 'Not one/next', '/next', 'team/'])('cannot be named %j', async (asked) => {
    const message = `\`replacedBy\` must be an id such as pr-reviewer, or namespace/id; got "${asked}".`;
    await expect(found(asked)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message });
  });

  it('must be there', async () => {
    const message = 'Agent "team/next" not found, or you do not have access to it.';
    await expect(found('team/next', 'acme/next')).rejects.toMatchObject({ code: 'NOT_FOUND', message });
  });

  it('is not the entry itself', async () => {
    const message = '`replacedBy` must be another entry than "old" itself.';
    for (const asked of ['old', 'acme/old'])
      await expect(found(asked, 'acme/old')).rejects.toMatchObject({ code: 'BAD_USER_INPUT', message });
  });
});

describe('what replaces a replacement', () => {
  const cycle = (...others: string[]) => {
    const { tx } = answering([replacementsOf('AGENT', ''), (id: string) => (id === 'acme/next' ? others.map(at) : [])]);
    return replacementCycle(tx, 'AGENT', entry, at('acme/next'));
  };

  it.each([
    [[], null],
    [['team/a', 'team/b'], null],
    [['acme/old'], 'acme/old → acme/next → acme/old'],
    [['team/a', 'acme/old', 'acme/next'], 'acme/old → acme/next → team/a → acme/old'],
  ])('may lead back to the entry: %j', async (others, expected) => {
    expect(await cycle(...others)).toBe(expected);
  });

  it('waits for others that set one', async () => {
    const { tx, sent } = answering([queueReplacements(), () => []]);
    await holdReplacements(tx);
    expect(sent).toHaveLength(1);
  });
});

it('an entry is named with its namespace', () => {
  expect(nameOf(at('team/next'))).toBe('team/next');
});
