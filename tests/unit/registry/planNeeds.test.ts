import { describe, expect, it } from 'vitest';
import type { FullStep, TemplateManifest } from '../../../packages/manifest/index.ts';
import { usedInEnvironment, usedInPlan } from '../../../src/registry/planNeeds.ts';

const steps = [
  { id: 'a', agent: 'writer' },
  { id: 'b', template: { id: 'review', environment: 'prod' } },
  { id: 'c', agent: 'checker' },
  { id: 'd', agent: 'writer' },
  { id: 'e', template: { id: 'review' } },
  { id: 'f', template: { id: 'review', environment: 'prod' } },
  { id: 'g', template: { id: 'deploy', environment: 'prod' } },
  { id: 'h', template: { id: 'deploy', environment: 'staging' } },
] as unknown as FullStep[];

describe('a plan', () => {
  it('uses each agent, and each template in an environment, once, in its order', () => {
    expect(usedInPlan(steps)).toEqual({
      agents: ['writer', 'checker'],
      includes: [
        { templateId: 'review', environment: 'prod' },
        { templateId: 'review', environment: null },
        { templateId: 'deploy', environment: 'prod' },
        { templateId: 'deploy', environment: 'staging' },
      ],
    });
  });

  const manifest = {
    defaultPlan: { steps: [{ id: 'a', agent: 'writer' }] },
    environments: { prod: { steps: [{ id: 'b', agent: 'checker' }] } },
  } as unknown as TemplateManifest;

  it('of an environment uses what the environment adds, too', () => {
    expect(usedInEnvironment(manifest, null)).toEqual({ agents: ['writer'], includes: [] });
    expect(usedInEnvironment(manifest, 'prod')).toEqual({ agents: ['writer', 'checker'], includes: [] });
  });

  it('uses nothing in an environment that the template does not have', () => {
    const { environments: _, ...without } = manifest;
    expect(usedInEnvironment(manifest, 'toString')).toEqual({ agents: [], includes: [] });
    expect(usedInEnvironment(without, 'prod')).toEqual({ agents: [], includes: [] });
    expect(usedInEnvironment(without, null)).toEqual({ agents: ['writer'], includes: [] });
  });
});
