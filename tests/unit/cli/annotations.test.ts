import { expect, it } from 'vitest';
import { annotations, escapeData, escapeProperty } from '../../../packages/cli/issues/annotations.ts';
import type { Issue } from '../../../packages/manifest/index.ts';

const agent = (issues: Partial<Issue>[], text = '{\n  "agentId": "a",\n  "nmae": 1\n}\n', folder = '/repo/agents/a') =>
  annotations(
    {
      kind: 'AGENT',
      folder,
      files: [{ path: 'agent.json', bytes: new TextEncoder().encode(text) }],
      issues: issues.map((issue) => ({
        file: 'agent.json',
        path: '',
        code: 'x',
        message: 'm',
        severity: 'error',
        ...issue,
      })),
    },
    '/repo',
  );

it.each([
  ['100% of a: b, c\r\nd', '100%25 of a: b, c%0D%0Ad', '100%25 of a%3A b%2C c%0D%0Ad'],
  ['%0A', '%250A', '%250A'],
  ['::error::', '::error::', '%3A%3Aerror%3A%3A'],
])('escapes %j as GitHub requires', (text, data, property) => {
  expect(escapeData(text)).toBe(data);
  expect(escapeProperty(text)).toBe(property);
});

it('contains the path from the root of the repository, the line and the column', () => {
  expect(agent([{ path: 'nmae', code: 'unknown_key', message: 'Write "name".' }])).toEqual([
    '::error file=agents/a/agent.json,line=3,col=3,title=unknown_key::Write "name".',
  ]);
});

it('keeps a message on one line, whatever it contains', () => {
  const [line] = agent([{ message: 'one\n::error::two', severity: 'warning' }]);
  expect(line).toBe('::warning file=agents/a/agent.json,line=1,col=1,title=x::one%0A::error::two');
});

it('uses the manifest for issues of the whole folder, and the full path for files outside the repository', () => {
  expect(agent([{ file: '' }])).toEqual(['::error file=agents/a/agent.json,title=x::m']);
  expect(agent([{ file: '' }], '{}', '/else,where/a')).toEqual(['::error file=/else%2Cwhere/a/agent.json,title=x::m']);
});
