import { describe, expect, it } from 'vitest';
import type { AgentManifest, TemplateManifest } from '../../../packages/manifest/index.ts';
import { entryContent, visibilityIn } from '../../../src/registry/entryContent.ts';

const agent = (more: object = {}) => ({ name: 'Reviewer', description: 'Reviews.', ...more }) as AgentManifest;
const template = (steps: object[]) =>
  ({ name: 'Round', description: 'Reviews twice.', defaultPlan: { steps } }) as unknown as TemplateManifest;
const keywords = (...args: Parameters<typeof entryContent>) => entryContent(...args).keywords;

describe('what an entry takes from a manifest', () => {
  it('is nothing that the manifest does not have', () => {
    expect(entryContent(agent())).toEqual({
      ...{ name: 'Reviewer', description: 'Reviews.', category: null, tags: [], keywords: '' },
      ...{ metadata: {}, owner: null, repository: null },
    });
    expect(entryContent(template([])).repository).toBe(null);
  });

  it('is its name, description, category, tags, owner, repository and metadata', () => {
    const listing = { category: 'code', owner: 'team', repository: 'https://example.com/x', metadata: { a: 1 } };
    expect(entryContent(agent({ ...listing, tags: ['b', 'a', 'b'] }))).toEqual({
      ...{ ...listing, name: 'Reviewer', description: 'Reviews.', tags: ['b', 'a'], keywords: '' },
    });
  });

  it.each([
    [undefined, null],
    ['public', 'PUBLIC'],
    ['private', 'PRIVATE'],
  ])('is its visibility: %s', (visibility, expected) => {
    expect(visibilityIn(agent({ visibility }))).toBe(expected);
  });
});

describe('the keywords of an entry', () => {
  it('are the names of the skills of an agent, then their tags, each once', () => {
    const skills = [{ name: 'Review', tags: ['quality', 'code'] }, { name: 'Write' }, { name: 'Test', tags: ['code'] }];
    expect(keywords(agent({ skills }))).toBe('Review Write Test quality code');
  });

  it('are the names of the steps of a template, and the agents and templates that they use', () => {
    const steps = [
      { id: 'first', name: 'First look', agent: 'reviewer' },
      { id: 'second', agent: 'reviewer' },
      { id: 'last', template: { id: 'note' } },
    ];
    expect(keywords(template(steps))).toBe('First look reviewer second last note');
  });

  it('have at most 4000 characters, and end with a whole one', () => {
    const named = (...lengths: number[]) =>
      keywords(agent({ skills: lengths.map((length, at) => ({ name: String(at).repeat(length) })) })).length;
    expect(named(3_999)).toBe(3_999);
    expect(named(4_000)).toBe(0);
    expect(named(2_000, 1_999)).toBe(4_000);
    expect(named(2_000, 2_000)).toBe(2_000);
    expect(named(2_000, 2_000, 10)).toBe(2_000);
  });
});
