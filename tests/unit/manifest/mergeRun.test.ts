import { describe, expect, it } from 'vitest';
import { type MergeSide, mergeRun, type TemplateManifest } from '../../../packages/manifest/index.ts';

const version = (properties: object, environments: object = {}, more: object = {}): TemplateManifest =>
  ({
    templateId: 'report',
    version: '1.0.0',
    defaultPlan: { steps: [{ id: 'a', agent: 'writer' }] },
    supportedAgents: { writer: '*' },
    resourceProfile: {},
    variables: { type: 'object', properties, additionalProperties: false, ...more },
    environments,
  }) as unknown as TemplateManifest;

const one = version(
  { topic: { type: 'string' }, depth: { type: 'integer', default: 1 } },
  { eu: { variables: { depth: 5 } } },
);
const run = (variables: Record<string, unknown>, environment: string | null = null) => ({
  manifest: one,
  environment,
  variables,
});
const take = (given: Record<string, MergeSide>) => ({ resolutions: new Map(Object.entries(given)) });

describe('a run that is upgraded', () => {
  const two = version({ topic: { type: 'string' }, depth: { type: 'integer', default: 3 }, tone: { default: 'calm' } });

  it('keeps what its author gave, and takes new defaults and new variables', () =>
    expect(mergeRun(run({ topic: 'x', depth: 1 }), two)).toEqual({
      environment: null,
      variables: { topic: 'x', depth: 3, tone: 'calm' },
      conflicts: [],
      open: [],
    }));

  it('names a variable that both changed, with its three values', () => {
    const merged = mergeRun(run({ topic: 'x', depth: 2 }), two);
    expect(merged.open).toEqual([
      { path: 'variables.depth', base: 1, mine: 2, theirs: 3, reason: expect.stringContaining('Both') },
    ]);
    expect(merged.variables).toMatchObject({ depth: 2 });
    const resolved = mergeRun(run({ topic: 'x', depth: 2 }), two, take({ 'variables.depth': 'THEIRS' }));
    expect(resolved).toMatchObject({ open: [], variables: { depth: 3 }, conflicts: [{ path: 'variables.depth' }] });
  });

  it('has no conflict where a value is given in its place', () =>
    expect(mergeRun(run({ topic: 'x', depth: 2 }), two, { variables: { depth: 9 } })).toMatchObject({
      conflicts: [],
      variables: { depth: 9 },
    }));

  it('drops a variable that the template dropped and the author never changed', () => {
    const merged = mergeRun(run({ topic: 'x', depth: 1 }), version({ topic: {} }));
    expect(merged).toMatchObject({ conflicts: [], variables: { topic: 'x' } });
    expect(merged.variables).not.toHaveProperty('depth');
  });

  it.each([
    ['that the template dropped', version({ depth: { default: 1 } }), undefined],
    ['of another type', version({ topic: { type: 'integer', default: 7 }, depth: { default: 1 } }), 7],
  ])("names a variable of the author's %s, which THEIRS resolves", (_, next, theirs) => {
    const from = run({ topic: 'x', depth: 1 });
    expect(mergeRun(from, next).open).toMatchObject([{ path: 'variables.topic', mine: 'x', theirs }]);
    const { variables, open } = mergeRun(from, next, take({ 'variables.topic': 'THEIRS' }));
    expect([variables.topic, open]).toEqual([theirs, []]);
  });

  it('merges an object by key, and names a conflict inside it', () => {
    const object = (value: object) => version({ review: { type: 'object', default: value } });
    const from = {
      manifest: object({ depth: 1, tone: 'calm', lines: 3 }),
      environment: null,
      variables: { review: { depth: 2, tone: 'calm', lines: 9 } },
    };
    const { variables, open } = mergeRun(from, object({ depth: 1, tone: 'loud', lines: 4 }));
    expect(variables).toEqual({ review: { depth: 2, tone: 'loud', lines: 9 } });
    expect(open).toMatchObject([{ path: 'variables.review.lines', base: 3, mine: 9, theirs: 4 }]);
  });

  it('compares with the variables of its environment in each version', () => {
    const next = version({ topic: {}, depth: { default: 1 } }, { eu: { variables: { depth: 6 } } });
    expect(mergeRun(run({ topic: 'x', depth: 5 }, 'eu'), next)).toMatchObject({
      environment: 'eu',
      conflicts: [],
      variables: { depth: 6 },
    });
  });

  it('names an environment that the version does not have; another can be chosen', () => {
    const from = run({ topic: 'x', depth: 5 }, 'eu');
    expect(mergeRun(from, two).open).toMatchObject([{ path: 'environment', base: 'eu', mine: 'eu', theirs: null }]);
    expect(mergeRun(from, two, take({ environment: 'THEIRS' }))).toMatchObject({ environment: null, open: [] });
    expect(mergeRun(from, two, { environment: null })).toMatchObject({ environment: null, conflicts: [] });
  });

  it('counts every variable as given where its own version can no longer be read', () => {
    const merged = mergeRun({ ...run({ topic: 'x', depth: 1 }), manifest: null }, two);
    expect(merged.open).toMatchObject([{ path: 'variables.depth', base: undefined, mine: 1, theirs: 3 }]);
  });

  it('leaves a missing variable to the check of the version', () => {
    const next = version({ topic: {}, depth: { default: 1 }, owner: {} }, {}, { required: ['owner'] });
    expect(mergeRun(run({ topic: 'x', depth: 1 }), next)).toMatchObject({ conflicts: [], variables: { topic: 'x' } });
  });

  describe('from values that the new version does not accept', () => {
    const bounded = version({ topic: { type: 'string' }, depth: { type: 'integer', default: 1, maximum: 1 } });

    it('takes those of the template for THEIRS, and keeps those of the author otherwise', () => {
      const from = run({ topic: 'x', depth: 2 });
      const refused = [{ path: 'variables.depth', base: 1, mine: 2, theirs: 1 }];
      for (const given of [{}, take({ 'variables.depth': 'MINE' })])
        expect(mergeRun(from, bounded, given)).toMatchObject({
          conflicts: refused,
          variables: { topic: 'x', depth: 2 },
        });
      const { variables, conflicts } = mergeRun(from, bounded, take({ 'variables.depth': 'THEIRS' }));
      expect([variables, conflicts.length]).toEqual([{ topic: 'x', depth: 1 }, 1]);
    });

    it('has no value for THEIRS where the template has none', () => {
      const dropped = version({ depth: { default: 1 } });
      const { variables } = mergeRun(run({ topic: 'x', depth: 1 }), dropped, take({ 'variables.topic': 'THEIRS' }));
      expect(Object.keys(variables)).toEqual(['depth']);
    });

    it('names a variable for what is wrong within it', () => {
      const review = { type: 'object', properties: { depth: { type: 'integer' } } };
      const next = version({ review, lines: { type: 'array', items: { type: 'integer' } } });
      const before = { manifest: version({ review: {}, lines: {} }), environment: null };
      const { open } = mergeRun({ ...before, variables: { review: { depth: 'deep' }, lines: ['a'] } }, next);
      expect(open.map(({ path }) => path)).toEqual(['variables.review', 'variables.lines']);
    });

    it('does not name one that is as the template has it', () => {
      const dependentSchemas = { topic: { properties: { depth: { const: 2 } } } };
      const next = version({ topic: {}, depth: { default: 1 } }, {}, { dependentSchemas });
      expect(mergeRun(run({ topic: 'x', depth: 1 }), next)).toMatchObject({ conflicts: [], variables: { depth: 1 } });
    });
  });

  it('stays in an environment that the version does not have, for MINE', () => {
    const merged = mergeRun(run({ topic: 'x', depth: 5 }, 'eu'), two, take({ environment: 'MINE' }));
    expect(merged.environment).toBe('eu');
  });
});
