import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { hasEngine } from '../support/database.ts';
import { Puzzle, type World } from '../support/puzzle.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';
import { uniqueNames } from '../support/uniqueNames.ts';

type Row = [rule: string, world: World, asked: string, answer: string[]];

/** Each with the one right answer, worked out by hand. */
const puzzles: Row[] = [
  [
    'numbers are compared as numbers, and a range takes the newest of its major version',
    ['a@1.2.0', 'a@1.10.0', 'a@1.9.0', 'a@2.0.0', 'T@1.0.0: a@^1.0.0'],
    'T@1.0.0',
    ['a@1.10.0'],
  ],
  [
    'a caret below 1.0.0 keeps the minor version, and a tilde too',
    ['a@0.2.0', 'a@0.2.9', 'a@0.3.0', 'b@1.2.3', 'b@1.2.9', 'b@1.3.0', 'T@1.0.0: a@^0.2.0, b@~1.2.3'],
    'T@1.0.0',
    ['a@0.2.9 b@1.2.9'],
  ],
  [
    'a prerelease is for those who name one of the same version',
    ['a@1.0.0', 'a@1.1.0-rc.2', 'a@1.2.0-rc.1', 'b@1.0.0: a@*', 'T@1.0.0: a@>=1.1.0-rc.1', 'U@1.0.0: b@*'],
    'T@1.0.0',
    ['a@1.1.0-rc.2'],
  ],
  [
    'a range without a prerelease passes it by',
    ['a@1.0.0', 'a@1.1.0-rc.2', 'b@1.0.0: a@>=1.0.0', 'T@1.0.0: b@*'],
    'T@1.0.0',
    ['a@1.0.0 b@1.0.0'],
  ],
  [
    'a channel is its version, also a prerelease that is newer than the current version',
    ['a@1.0.0', 'a@2.0.0', 'a@2.1.0-rc.1', 'beta a@2.1.0-rc.1', 'T@1.0.0: a@beta'],
    'T@1.0.0',
    ['a@2.1.0-rc.1'],
  ],
  [
    'a channel and a range agree on the version of the channel',
    ['a@1.0.0', 'a@1.5.0', 'stable a@1.0.0', 'b@1.0.0: a@^1.0.0', 'T@1.0.0: b@*, a@stable'],
    'T@1.0.0',
    ['a@1.0.0 b@1.0.0'],
  ],
  [
    'a channel and a range that exclude each other are a conflict',
    ['a@1.0.0', 'a@2.0.0', 'stable a@2.0.0', 'b@1.0.0: a@^1.0.0', 'T@1.0.0: a@stable, b@*'],
    'T@1.0.0',
    [
      'T@1.0.0 -> a@stable: conflict: no published version also satisfies ^1.0.0 (required by T@1.0.0 -> b@1.0.0)',
      'T@1.0.0 -> b@1.0.0 -> a@^1.0.0: conflict: no published version also satisfies stable (required by T@1.0.0)',
    ],
  ],
  [
    'a template is asked for by a channel, and its own references by theirs',
    [
      ...['a@1.0.0', 'a@1.1.0', 'stable a@1.0.0', 'U@1.0.0: a@stable', 'U@1.1.0: a@*', 'stable U@1.0.0'],
      ...['T@1.0.0: U@stable', 'T@2.0.0: U@*', 'beta T@1.0.0'],
    ],
    'T@beta',
    ['a@1.0.0 U@1.0.0'],
  ],
  [
    'a deprecated agent is still taken, also its newest version',
    ['a@1.0.0', 'a@1.1.0', 'T@1.0.0: a@^1.0.0', 'deprecate a'],
    'T@1.0.0',
    ['a@1.1.0'],
  ],
  [
    'an archived version is passed by',
    ['a@1.0.0', 'a@1.1.0', 'a@2.0.0', 'T@1.0.0: a@^1.0.0', 'archive a@1.1.0'],
    'T@1.0.0',
    ['a@1.0.0'],
  ],
  [
    'an archived version is not taken by a range of it alone',
    ['a@1.0.0', 'a@1.1.0', 'U@1.0.0: a@1.0.0', 'T@1.0.0: U@*', 'archive a@1.0.0'],
    'T@1.0.0',
    ['T@1.0.0 -> U@1.0.0 -> a@1.0.0: no published version satisfies the range'],
  ],
  [
    'a disabled agent is named with every chain that leads to it',
    ['a@1.0.0', 'b@1.0.0: a@*', 'U@1.0.0: b@*', 'V@1.0.0: a@^1.0.0', 'T@1.0.0: U@*, V@*', 'disable a'],
    'T@1.0.0',
    [
      'T@1.0.0 -> V@1.0.0 -> a@^1.0.0: the agent is disabled',
      'T@1.0.0 -> U@1.0.0 -> b@1.0.0 -> a@*: the agent is disabled',
    ],
  ],
  [
    'a disabled agent that the template itself needs is named as that, whoever else needs it',
    ['a@1.0.0', 'b@1.0.0: a@*', 'U@1.0.0: b@*', 'T@1.0.0: U@*, a@^1.0.0', 'disable a'],
    'T@1.0.0',
    ['T@1.0.0 -> a@^1.0.0: the agent is disabled'],
  ],
  [
    'a disabled agent that only another environment uses is not in the way',
    ['a@1.0.0', 'b@1.0.0', 'T@1.0.0: a@*, b@* (in eu)', 'disable b'],
    'T@1.0.0',
    ['a@1.0.0'],
  ],
  [
    'an environment brings its agents',
    ['a@1.0.0', 'b@1.0.0', 'b@1.1.0', 'T@1.0.0: a@*, b@^1.0.0 (in eu)'],
    'T@1.0.0 (as eu)',
    ['a@1.0.0 b@1.1.0'],
  ],
  [
    'a step names the environment of the template that it includes, whatever the environment of the run',
    ['a@1.0.0', 'b@1.0.0', 'c@1.0.0', 'U@1.0.0: a@*, b@* (in eu)', 'T@1.0.0: U@*, c@* (in eu)'],
    'T@1.0.0 (as eu)',
    ['a@1.0.0 c@1.0.0 U@1.0.0'],
  ],
  [
    'the environment of an included template brings its agents',
    ['a@1.0.0', 'b@1.0.0', 'U@1.0.0: a@*, b@* (in eu)', 'T@1.0.0: U@* (as eu)'],
    'T@1.0.0',
    ['a@1.0.0 b@1.0.0 U@1.0.0'],
  ],
  [
    'two templates that need disjoint ranges of one agent are a conflict',
    ['a@1.0.0', 'U@1.0.0: a@^1.0.0', 'a@2.0.0', 'V@1.0.0: a@^2.0.0', 'T@1.0.0: U@*, V@*'],
    'T@1.0.0',
    [
      'T@1.0.0 -> U@1.0.0 -> a@^1.0.0: conflict: no published version also satisfies ^2.0.0 (required by T@1.0.0 -> V@1.0.0)',
      'T@1.0.0 -> V@1.0.0 -> a@^2.0.0: conflict: no published version also satisfies ^1.0.0 (required by T@1.0.0 -> U@1.0.0)',
    ],
  ],
  [
    'two templates share the newest version that both allow',
    [...['a@1.1.0', 'a@1.2.0', 'a@1.3.9', 'a@1.4.0', 'U@1.0.0: a@>=1.2.0', 'V@1.0.0: a@<1.4.0'], 'T@1.0.0: U@*, V@*'],
    'T@1.0.0',
    ['a@1.3.9 U@1.0.0 V@1.0.0'],
  ],
  [
    'a diamond of templates meets in one version',
    [
      ...['a@1.0.0', 'W@1.0.0: a@*', 'W@1.1.0: a@*', 'W@1.2.0: a@*', 'U@1.0.0: W@^1.0.0', 'V@1.0.0: W@<1.2.0'],
      'T@1.0.0: U@*, V@*',
    ],
    'T@1.0.0',
    ['a@1.0.0 U@1.0.0 V@1.0.0 W@1.1.0'],
  ],
  [
    'an older version of a template is taken when the newest cannot be',
    ['a@1.0.0', 'a@2.0.0', 'U@1.0.0: a@*', 'U@1.1.0: a@^2.0.0', 'T@1.0.0: a@^1.0.0, U@*'],
    'T@1.0.0',
    ['a@1.0.0 U@1.0.0'],
  ],
  [
    'the plan decides who gets its newest version, when not both can: the first step',
    [
      ...['c@1.0.0', 'c@2.0.0', 'a@1.0.0: c@^1.0.0', 'a@2.0.0: c@^2.0.0', 'b@1.0.0: c@^2.0.0', 'b@2.0.0: c@^1.0.0'],
      'T@1.0.0: a@*, b@*',
    ],
    'T@1.0.0',
    ['a@2.0.0 b@1.0.0 c@2.0.0'],
  ],
  [
    'the same with the steps the other way round',
    [
      ...['c@1.0.0', 'c@2.0.0', 'a@1.0.0: c@^1.0.0', 'a@2.0.0: c@^2.0.0', 'b@1.0.0: c@^2.0.0', 'b@2.0.0: c@^1.0.0'],
      'T@1.0.0: b@*, a@*',
    ],
    'T@1.0.0',
    ['a@1.0.0 b@2.0.0 c@1.0.0'],
  ],
  [
    'a supported agent without a step restricts what others need of it, and is not needed itself',
    ['a@1.0.0', 'a@2.0.0', 'c@1.0.0', 'b@1.0.0: a@*', 'T@1.0.0: b@*, a@^1.0.0 (unused), c@* (unused)'],
    'T@1.0.0',
    ['a@1.0.0 b@1.0.0'],
  ],
  [
    'a template that is a dependency without a step is locked, and its agents are not',
    ['a@1.0.0', 'b@1.0.0', 'U@1.0.0: a@*', 'T@1.0.0: b@*, U@* (unused)', 'disable a'],
    'T@1.0.0',
    ['b@1.0.0 U@1.0.0'],
  ],
  [
    'a version that was rolled back is taken by those alone who ask for nothing else',
    ['a@1.0.0', 'a@1.1.0', 'T@1.0.0: a@^1.0.0', 'rollback a@1.0.0'],
    'T@1.0.0',
    ['a@1.0.0'],
  ],
  [
    'a version that was rolled back is still taken by a range that needs it',
    ['a@1.0.0', 'a@1.1.0', 'T@1.0.0: a@>=1.1.0', 'rollback a@1.0.0'],
    'T@1.0.0',
    ['a@1.1.0'],
  ],
  [
    'agents that depend on each other are a cycle, through an included template too',
    ['a@1.0.0', 'b@1.0.0: a@^1.0.0', 'a@1.1.0: b@^1.0.0', 'U@1.0.0: a@*', 'T@1.0.0: U@*'],
    'T@1.0.0',
    ['dependency cycle: a@1.1.0 -> b@1.0.0 -> a@1.1.0'],
  ],
  [
    'a removed template is named with its chain',
    ['a@1.0.0', 'V@1.0.0: a@*', 'U@1.0.0: V@^1.0.0', 'T@1.0.0: U@*', 'remove V'],
    'T@1.0.0',
    ['T@1.0.0 -> U@1.0.0 -> V@^1.0.0: the template was removed'],
  ],
];

describe.skipIf(!hasEngine)('a puzzle of resolution', () => {
  let registry: TestRegistry;
  let publisher: Actor;
  let admin: Actor;
  const fresh = uniqueNames('puzzle');
  beforeAll(async () => {
    registry = await openRegistry();
    publisher = await registry.actor();
    admin = await registry.actor({ role: 'admin' });
  });
  afterEach(() => expect(registry.masked).toEqual([]));
  afterAll(() => registry?.close());

  it.each(puzzles)('%s', async (_, world, asked, answer) => {
    const puzzle = new Puzzle(publisher, admin, () => fresh());
    await puzzle.make(world);
    expect(await puzzle.resolve(asked)).toEqual(answer);
  });
});
