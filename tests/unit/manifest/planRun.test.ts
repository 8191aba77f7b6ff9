import { describe, expect, it } from 'vitest';
import { planRun } from '../../../packages/manifest/contract/planRun.ts';
import type { TemplateManifest } from '../../../packages/manifest/index.ts';

const manifest = {
  variables: {
    type: 'object',
    properties: { region: { type: 'string' }, tag: { type: 'string' }, count: { type: 'integer' } },
    required: ['region', 'tag'],
    additionalProperties: false,
  },
  defaultPlan: { steps: [{ id: 'write', agent: 'writer', inputs: { tag: '{{ variables.tag }}' } }] },
  environments: { staging: { variables: { region: 'eu' } }, production: {} },
} as unknown as TemplateManifest;
const issuesOf = (environment: string | null, variables: object) =>
  planRun(manifest, environment, variables).issues.map(({ path, code }) => `${path}: ${code}`);

describe('a run in an unknown environment', () => {
  const unknown = 'environment: unknown_environment';

  it('reports what is missing, unknown and wrong in the variables with it', () => {
    expect(issuesOf('live', { count: 'x', others: 1 })).toEqual([
      unknown,
      'tag: required',
      'others: unknown_variable',
      'count: invalid_type',
    ]);
  });

  it('does not report as missing what one of the environments gives', () => {
    expect(issuesOf('live', { tag: 'v1' })).toEqual([unknown]);
    expect(issuesOf('staging', { tag: 'v1' })).toEqual([]);
    expect(issuesOf('production', { tag: 'v1' })).toEqual(['region: required']);
    expect(issuesOf(null, {})).toEqual(['region: required', 'tag: required']);
  });
});

describe('the variables of included templates, beside a wrong one', () => {
  const including = (count: number, inputs: object) =>
    ({
      ...manifest,
      defaultPlan: {
        steps: Array.from({ length: count }, (_, index) => ({
          id: `step${index}`,
          name: 'Step',
          template: { id: 'part', variables: inputs },
        })),
      },
    }) as unknown as TemplateManifest;
  const filled = (template: TemplateManifest, tag: string, characters?: number) =>
    planRun(template, null, { region: 'eu', tag, count: 'x' }, characters).steps.map((step) => step.filled);

  it('are filled in where they do not depend on it', () => {
    expect(filled(including(1, { tag: 'v{{ variables.tag }}' }), '1')).toEqual([{ tag: 'v1' }]);
    expect(filled(including(1, { tag: '{{ variables.count }}' }), '1')).toEqual([null]);
  });

  it('are filled in until they are too large together', () => {
    const one = { tag: 'v1' };
    const characters = 2 * JSON.stringify(one).length;
    const template = including(4, { tag: 'v{{ variables.tag }}' });
    expect(filled(template, '1', characters)).toEqual([one, one, null, null]);
    expect(filled(template, '1', characters - 1)).toEqual([one, null, null, null]);
    expect(filled(template, '1')).toEqual([one, one, one, one]);
  });
});
