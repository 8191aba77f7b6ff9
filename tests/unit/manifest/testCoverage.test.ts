import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../packages/manifest/checks/testCoverage.ts';
import type { TemplateManifest, TemplateTest } from '../../../packages/manifest/index.ts';

const cover = (manifest: object, tests: object[]) =>
  coverageOf(manifest as TemplateManifest, tests as unknown as TemplateTest[]);

describe('what tests do not cover', () => {
  it('is counted whole and listed up to 100 names', () => {
    const names = Array.from({ length: 101 }, (_, index) => `v${index}`);
    const properties = Object.fromEntries(names.map((name) => [name, {}]));
    const { variables } = cover({ variables: { properties } }, []);
    expect([variables.total, variables.covered, variables.uncovered.length]).toEqual([101, 0, 100]);
  });

  it('is found in a schema that refers to itself', () => {
    const variables = { properties: { a: {}, b: {} }, allOf: [{ $ref: '#' }] };
    expect(cover({ variables }, [{ variables: { a: 1 } }]).variables).toEqual({
      total: 2,
      covered: 1,
      uncovered: ['b'],
    });
  });

  it('includes an environment that happens to be called "undefined"', () => {
    const environments = { undefined: { variables: { a: 1 } } };
    expect(cover({ environments, variables: { properties: { a: {} } } }, [{}])).toEqual({
      variables: { total: 1, covered: 0, uncovered: ['a'] },
      environments: { total: 1, covered: 0, uncovered: ['undefined'] },
    });
  });
});
