import { expect, it } from 'vitest';
import { impactLines } from '../../../packages/cli/impactText.ts';
import type { CountsFragment, ImpactFragment } from '../../../packages/client/index.ts';

const none: CountsFragment = { templates: 0, templateVersions: 0, agents: 0, agentVersions: 0, runs: 0 };
const impact = (more: Partial<ImpactFragment>): ImpactFragment => ({
  ...{ days: 30, unresolved: none, changed: none, namespaces: [], namespaceTotal: 0 },
  ...{ dependents: [], dependentTotal: 0, truncated: false },
  ...more,
});
const reference = {
  ...{ kind: 'TEMPLATE' as const, namespace: 'a', entryId: 'train', version: '1.0.0' },
  ...{ range: '^1.0.0', before: '1.1.0', after: null, effect: 'CHANGED' as const, isCurrent: true },
};

it.each<[ImpactFragment | null, boolean, string[]]>([
  [null, true, []],
  [impact({}), true, []],
  [
    impact({ unresolved: { ...none, templates: 1, templateVersions: 2 } }),
    false,
    ['Impact: 1 template (2 versions) no longer resolves.'],
  ],
  [
    impact({ changed: { ...none, runs: 1 } }),
    false,
    ['Impact: 1 run of the last 30 days resolves to another version.'],
  ],
  [
    impact({ changed: { ...none, agents: 2, agentVersions: 3, runs: 4 } }),
    false,
    ['Impact: 2 agents (3 versions) and 4 runs of the last 30 days resolve to another version.'],
  ],
  [
    impact({ unresolved: { ...none, templates: 1, templateVersions: 1, agents: 1, agentVersions: 1, runs: 1 } }),
    true,
    ['Impact: 1 template (1 version), 1 agent (1 version) and 1 run of the last 30 days would no longer resolve.'],
  ],
  [
    impact({
      unresolved: { ...none, templates: 2, templateVersions: 2 },
      namespaces: [
        { namespace: 'a', unresolved: { ...none, templates: 1, templateVersions: 1 }, changed: none },
        { namespace: null, unresolved: { ...none, templates: 1, templateVersions: 1 }, changed: { ...none, runs: 1 } },
      ],
      truncated: true,
    }),
    false,
    [
      'Impact: 2 templates (2 versions) no longer resolve.',
      'Of these, in other namespaces: 1 version and 1 run that you do not have access to.',
      'There are more: only the first 10,000 references or runs were counted.',
    ],
  ],
  [
    impact({
      changed: { ...none, templates: 1, templateVersions: 1 },
      namespaces: [{ namespace: null, unresolved: none, changed: { ...none, runs: 2 } }],
      dependents: [reference, { ...reference, version: '1.0.1', after: '1.0.9' }],
      dependentTotal: 3,
    }),
    true,
    [
      'Impact: 1 template (1 version) would resolve to another version.',
      'Of these, in other namespaces: 2 runs that you do not have access to.',
      '  a/train@1.0.0: ^1.0.0 resolves to nothing instead of 1.1.0',
      '  a/train@1.0.1: ^1.0.0 resolves to 1.0.9 instead of 1.1.0',
      '  and 1 more',
    ],
  ],
])('tells what a change affects: %#', (given, isDryRun, lines) => {
  expect(impactLines(given, isDryRun)).toEqual(lines);
});
