import { describe, expect, it } from 'vitest';
import type { Demand } from '../../../packages/manifest/index.ts';
import { explainProblems, type NamedEntry } from '../../../src/registry/explainResolution.ts';

const template = { entryId: 'T', slug: 'release' };
const link = (entry: string, version = '1.0.0') => ({ entry, version });
const demand = (to: string, range: string, ...chain: string[]): Demand => ({
  to,
  range,
  chain: [link('T', '2.0.0'), ...chain.map((entry) => link(entry))],
});

/** Each entry is an active agent called by its id in lower case, unless `more` says otherwise. */
const named =
  (more: Readonly<Record<string, Partial<NamedEntry>>> = {}) =>
  (to: string): NamedEntry => ({
    kind: 'AGENT',
    slug: to.toLowerCase(),
    status: 'ACTIVE',
    isBound: false,
    ...more[to],
  });

describe('a reference that no version satisfies', () => {
  it.each([
    [{ status: null }, 'agent not found'],
    [{ status: null, kind: 'TEMPLATE' }, 'template not found'],
    [{ status: null, isBound: true }, 'the agent is not visible to you'],
    [{ status: 'DISABLED' }, 'the agent is disabled'],
    [{ status: 'DISABLED', kind: 'TEMPLATE' }, 'the template is disabled'],
    [{ status: 'REMOVED', isBound: true }, 'the agent was removed'],
    [{ status: 'READ_ONLY' }, 'the agent is shared with your namespace for reading only'],
    [{ status: 'NOT_READ' }, 'the dependencies lead to too many agents and templates'],
    [{ status: 'ACTIVE' }, 'no published version satisfies the range'],
    [{ status: 'DEPRECATED', isBound: true }, 'no published version satisfies the range'],
  ] as const)('is explained by what is known of its entry: %j', (entry, reason) => {
    const { kind } = { kind: 'AGENT', ...entry };
    const problem = { kind: 'none' as const, demand: demand('A', '^1.0.0', 'B') };
    expect(explainProblems([problem], template, named({ A: entry }))).toEqual([
      { kind, slug: 'a', range: '^1.0.0', reason, chain: ['release@2.0.0', 'b@1.0.0', 'a@^1.0.0'] },
    ]);
  });

  it('may lead to the template that is resolved, whose name is its own', () => {
    const problem = { kind: 'none' as const, demand: demand('T', '^3.0.0', 'B') };
    expect(explainProblems([problem], template, named({ T: { slug: 'other' } }))).toEqual([
      {
        ...{ kind: 'TEMPLATE', slug: 'release', range: '^3.0.0', reason: 'no published version satisfies the range' },
        chain: ['release@2.0.0', 'b@1.0.0', 'release@^3.0.0'],
      },
    ]);
  });
});

it('a cycle is explained from where it starts, and its chain ends there', () => {
  const problem = { kind: 'cycle' as const, demand: demand('B', '*', 'A', 'B', 'C', 'B') };
  expect(explainProblems([problem], template, named())).toEqual([
    {
      ...{ kind: 'AGENT', slug: 'b', range: '*' },
      reason: 'dependency cycle: b@1.0.0 -> c@1.0.0 -> b@1.0.0',
      chain: ['release@2.0.0', 'a@1.0.0', 'b@1.0.0', 'c@1.0.0', 'b@1.0.0'],
    },
  ]);
});

describe('references that no version satisfies together', () => {
  const demands = [demand('A', '^1.0.0', 'B'), demand('A', '^2.0.0'), demand('A', '^3.0.0', 'C', 'D')];

  it('are each explained by all others and the chains that lead to them', () => {
    const conflict = 'conflict: no published version also satisfies';
    const [one, two, three] = [
      '^1.0.0 (required by release@2.0.0 -> b@1.0.0)',
      '^2.0.0 (required by release@2.0.0)',
      '^3.0.0 (required by release@2.0.0 -> c@1.0.0 -> d@1.0.0)',
    ];
    const told = explainProblems([{ kind: 'conflict', demands }], template, named({ A: { status: 'DEPRECATED' } }));
    expect(told.map(({ reason }) => reason)).toEqual([
      `${conflict} ${two} and ${three}`,
      `${conflict} ${one} and ${three}`,
      `${conflict} ${one} and ${two}`,
    ]);
    expect(told.map(({ kind, slug, range, chain }) => [kind, slug, range, chain.join(' ')])).toEqual([
      ['AGENT', 'a', '^1.0.0', 'release@2.0.0 b@1.0.0 a@^1.0.0'],
      ['AGENT', 'a', '^2.0.0', 'release@2.0.0 a@^2.0.0'],
      ['AGENT', 'a', '^3.0.0', 'release@2.0.0 c@1.0.0 d@1.0.0 a@^3.0.0'],
    ]);
  });

  it('are told apart from combinations that were given up', () => {
    const [, told] = explainProblems([{ kind: 'too_complex', demands: demands.slice(0, 2) }], template, named());
    expect(told?.reason).toBe(
      'no combination of versions was found; conflict: no published version also satisfies ^1.0.0 (required by release@2.0.0 -> b@1.0.0)',
    );
  });

  it.each([
    ['DISABLED', 'the agent is disabled'],
    [null, 'agent not found'],
  ] as const)('are explained by their entry when it cannot be used: %s', (status, reason) => {
    const told = explainProblems([{ kind: 'conflict', demands }], template, named({ A: { status } }));
    expect(told.map((each) => each.reason)).toEqual([reason, reason, reason]);
  });
});

it('several problems are explained in their order', () => {
  const problems = ['A', 'B'].map((to) => ({ kind: 'none' as const, demand: demand(to, '*') }));
  expect(explainProblems(problems, template, named()).map(({ slug }) => slug)).toEqual(['a', 'b']);
});
