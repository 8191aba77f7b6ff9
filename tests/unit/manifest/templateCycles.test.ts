import { describe, expect, it } from 'vitest';
import { templateCycles } from '../../../packages/manifest/checks/templateCycles.ts';

const all = (...templates: [slug: string, version: string, dependencies: Record<string, string>][]) =>
  templateCycles(templates.map(([slug, version, dependencies]) => ({ slug, version, dependencies }))).map(
    ({ template, dependency, chain }) => [template.slug, dependency, chain],
  );

describe('templates in one folder', () => {
  it('are reported when they depend on each other, each with its chain', () =>
    expect(all(['a', '1.0.0', { b: '^1.0.0' }], ['b', '1.2.0', { a: '*' }], ['c', '1.0.0', { a: '*' }])).toEqual([
      ['a', 'b', 'a@1.0.0 -> b@1.2.0 -> a@1.0.0'],
      ['b', 'a', 'b@1.2.0 -> a@1.0.0 -> b@1.2.0'],
    ]));
  it('are accepted when the range excludes the version, or the other template is not in the folder', () =>
    expect(all(['a', '1.0.0', { b: '^2.0.0', elsewhere: '*' }], ['b', '1.0.0', { a: '*' }])).toEqual([]));
  it('are accepted when two paths meet', () =>
    expect(
      all(
        ['a', '1.0.0', { b: '*', c: '*' }],
        ['b', '1.0.0', { d: '*' }],
        ['c', '1.0.0', { d: '*' }],
        ['d', '1.0.0', {}],
      ),
    ).toEqual([]));
  it('are reported once for a long cycle, with the shortest chain', () =>
    expect(
      all(['a', '1.0.0', { b: '*' }], ['b', '1.0.0', { c: '*', a: '*' }], ['c', '1.0.0', { a: '*' }]).map(
        ([, , chain]) => chain,
      ),
    ).toEqual([
      'a@1.0.0 -> b@1.0.0 -> a@1.0.0',
      'b@1.0.0 -> c@1.0.0 -> a@1.0.0 -> b@1.0.0',
      'b@1.0.0 -> a@1.0.0 -> b@1.0.0',
      'c@1.0.0 -> a@1.0.0 -> b@1.0.0 -> c@1.0.0',
    ]));
});
