import { describe, expect, it } from 'vitest';
import { type DeprecatedEntry, deprecatedAmong } from '../../../src/db/replacement.ts';
import { agentOfStep } from '../../../src/registry/agentOfStep.ts';
import { deprecationWarnings } from '../../../src/registry/deprecationWarnings.ts';
import type { PreparedRun } from '../../../src/registry/prepareRun.ts';
import { answering } from './answering.ts';

/** A step with an agent of this slug, in a template that was bound to these agents. */
const step = (agent: string, bound: Record<string, string | null>) => ({
  agent,
  data: { supported: Object.entries(bound).map(([slug, agentRegistryId]) => ({ slug, agentRegistryId })) },
});
type Step = Parameters<typeof agentOfStep>[0];

describe('the agent of a step', () => {
  const agents = new Map([['writer-id', 'writer-version']]);

  it('is the one that its template was bound to, in the version of the run', () => {
    const bound = { reviewer: 'reviewer-id', writer: 'writer-id' };
    expect(agentOfStep(step('writer', bound) as unknown as Step, agents)).toEqual({
      agentId: 'writer-id',
      agentVersionId: 'writer-version',
    });
  });

  it.each<[string, Record<string, string | null>]>([
    ['the template has none of this id', { reviewer: 'writer-id' }],
    ['the template was bound to none', { writer: null }],
    ['the run has no version of it', { writer: 'reviewer-id' }],
  ])('is null if %s', (_, bound) => {
    expect(agentOfStep(step('writer', bound) as unknown as Step, agents)).toBe(null);
  });
});

/** The warnings for a run of `release`, which includes these templates and depends on two, when `found` is deprecated. */
async function warned(included: string[], found: Partial<DeprecatedEntry>[]) {
  const { tx, sent } = answering([
    deprecatedAmong([], []),
    () => found.map((each) => ({ kind: 'TEMPLATE', message: null, replacement: null, ...each })),
  ]);
  const bound = { writer: 'writer-id', reviewer: 'reviewer-id' };
  const run = {
    template: { id: 'release-id', slug: 'release' },
    plan: {
      steps: ['writer', 'writer', 'reviewer', 'tester'].map((agent) => step(agent, bound)),
      scopes: Object.fromEntries(included.map((templateId, at) => [`step${at}`, { templateId }])),
    },
    agents: new Map(Object.values(bound).map((id) => [id, `version of ${id}`])),
    templates: ['note-id', 'other-id'],
  };
  return { warnings: await deprecationWarnings(tx, run as unknown as PreparedRun), sent };
}

describe('a run is warned', () => {
  const warning = { file: 'template.json', code: 'entry_deprecated', severity: 'warning' };

  it('of its template, of its agents and of included templates that are deprecated', async () => {
    const { warnings } = await warned(
      ['note'],
      [
        { slug: 'release', message: 'too slow' },
        { slug: 'note', replacement: 'team/note' },
        { kind: 'AGENT', slug: 'writer' },
      ],
    );
    expect(warnings).toEqual([
      { ...warning, path: '', message: 'The template release is deprecated: too slow.' },
      {
        ...{ ...warning, path: 'dependencies.note' },
        message: 'The template note is deprecated. Use team/note instead.',
      },
      { ...warning, path: 'supportedAgents.writer', message: 'The agent writer is deprecated.' },
    ]);
  });

  it('of no other template that it depends on', async () => {
    expect((await warned(['note'], [{ slug: 'other' }])).warnings).toEqual([]);
  });

  it('after one statement about each agent once, and about templates that may be included', async () => {
    const agents = ['writer-id', 'reviewer-id'];
    expect((await warned(['note'], [])).sent).toEqual([[agents, ['release-id', 'note-id', 'other-id']]]);
    expect((await warned([], [])).sent).toEqual([[agents, ['release-id']]]);
  });
});
