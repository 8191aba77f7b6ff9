import { expect, it } from 'vitest';
import { exchange } from '../../support/scriptedGateway.ts';

const entries = { total: 12, active: 9, deprecated: 2, disabled: 1, public: 7 };
const runs = { days: 7, total: 6, queued: 1, running: 2, succeeded: 1, failed: 1, cancelled: 1 };
const used = (__typename: string, slug: string) => ({
  ...{ entry: { __typename, slug, namespace: 'default', name: slug }, runs: 4, succeeded: 3, failed: 1 },
});
const answer = (more: object = {}) => ({
  registryStats: {
    ...{ agents: entries, templates: { ...entries, total: 3 }, agentVersions: { total: 40, drafts: 2, archived: 1 } },
    ...{ templateVersions: { total: 5, drafts: 0, archived: 0 }, ratings: 8 },
    ...{ published: [{ days: 7, count: 3 }], runs: [runs, { ...runs, days: 30 }] },
    ...{ mostUsed: [], isExact: true, ...more },
  },
});

it('shows counts in tables, and nothing of what was used when nothing was', async () => {
  const { lines, sent } = await exchange('stats', answer());
  expect(sent).toEqual([{ operation: 'RegistryStats', variables: { days: 30, first: 10 } }]);
  expect(lines).toEqual([
    'ENTRIES    TOTAL  PUBLIC  ACTIVE  DEPRECATED  DISABLED  VERSIONS  DRAFTS',
    'agents     12     7       9       2           1         40        2',
    'templates  3      7       9       2           1         5         0',
    '',
    'Ratings: 8',
    '',
    'DAYS  PUBLISHED  RUNS  QUEUED  RUNNING  SUCCEEDED  FAILED  CANCELLED',
    '7     3          6     1       2        1          1       1',
    '30    0          6     1       2        1          1       1',
  ]);
});

it('shows what was used most, and that numbers are lower bounds', async () => {
  const mostUsed = [used('Template', 'train'), used('Agent', 'reviewer')];
  const { lines, sent } = await exchange('stats --days 365', answer({ mostUsed, isExact: false }));
  expect(sent).toEqual([{ operation: 'RegistryStats', variables: { days: 365, first: 10 } }]);
  expect(lines.slice(-6)).toEqual([
    '30    0          6     1       2        1          1       1',
    '',
    'MOST USED IN 365 DAYS  KIND      RUNS  SUCCEEDED  FAILED',
    'default/train          template  4     3          1',
    'default/reviewer       agent     4     3          1',
    '! Lists are counted up to 100,000; the numbers are lower bounds.',
  ]);
});

it('prints the result as JSON', async () => {
  const { lines } = await exchange('stats --days 1 --json', answer());
  expect(JSON.parse(lines.join('\n'))).toEqual(answer().registryStats);
});

it.each(['0', '366', '1.5', '1e2', '-1', '', 'week'])('--days %j is refused', async (days) => {
  expect((await exchange(['stats', `--days=${days}`])).lines).toEqual([
    `! ✗ Option '--days <days>' argument '${days}' is invalid. Must be an integer from 1 to 365.`,
    '!   registry help stats',
    'exit 2',
  ]);
});
