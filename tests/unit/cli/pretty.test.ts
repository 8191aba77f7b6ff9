import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { type Issue, readDefinition } from '../../../packages/shared/manifest/index.ts';
import { placeIssues } from '../../../scripts/registry/issues/place.ts';
import { pretty } from '../../../scripts/registry/issues/pretty.ts';

const utf8 = new TextEncoder();
const folder = `${process.cwd()}/agents/a`;

/** What is printed about an agent with these files. */
function printed(files: Record<string, string>): string {
  const bundle = Object.entries(files).map(([path, text]) => ({ path, bytes: utf8.encode(text) }));
  const { issues } = readDefinition('AGENT', { files: bundle });
  return stripVTControlCharacters(pretty({ folder, issues, files: bundle }));
}

const issue = (given: Partial<Issue>): Issue => ({
  file: 'agent.json',
  path: '',
  code: 'x',
  message: 'm',
  severity: 'error',
  ...given,
});

const valid = { agentId: 'an-agent', name: 'An agent', description: 'It does something.', version: '1.0.0' };

it('says what is wrong, where, what to write, and shows the line', () => {
  const text = JSON.stringify({ ...valid, vesion: '2' }, null, 2);
  expect(printed({ 'agent.json': text })).toBe(
    [
      'error[unknown_key]: "vesion" is not part of the contract; write "version".',
      '  --> agents/a/agent.json:6:3  vesion',
      '    |',
      '  6 |   "vesion": "2"',
      '    |   ^',
      '',
    ].join('\n'),
  );
});

it('takes the place of a syntax error from the parser', () => {
  const output = printed({ 'agent.json': '{\n  "agentId": "a",,\n}' });
  expect(output).toContain('agents/a/agent.json:2:18');
  expect(output).toMatch(/error\[invalid_json\]: Expected a key in double quotes/);
  expect(output).not.toContain('Line 2');
});

it.each([
  ['in its own place', { ...valid, metadata: { note: 'ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' } }],
  ['beside another issue on its line', { ...valid, x: 'ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' }],
])('never shows a secret %s', (_, manifest) => {
  const output = printed({ 'agent.json': JSON.stringify(manifest) });
  expect(output).toMatch(/error\[/);
  expect(output).not.toContain('ABCDEFGH');
});

it('never shows a value of a file that cannot be read', () => {
  const output = printed({
    'agent.json': '{"password": "hunter2", "token": \'ghp_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\'}',
  });
  expect(output).toContain('"password"');
  expect(output).not.toContain('hunter2');
  expect(output).not.toContain('ABCDEFGH');
});

it('lets no control character through to the terminal', () => {
  expect(printed({ 'agent.json': '{"agentId": "a", "na\u001b[31mme": 1}' })).not.toContain('\u001b');
});

it('shows the part of a long line that matters', () => {
  const output = printed({
    'agent.json': JSON.stringify({ ...valid, description: 'many words '.repeat(100), vesion: '2' }),
  });
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThan(160);
  expect(output).toContain('"vesion"');
});

it('places issues in what is there: a missing key at its object, a missing file nowhere', () => {
  const files = [{ path: 'agent.json', bytes: utf8.encode('{\n  "skills": [\n    {}\n  ]\n}') }];
  const issues = [
    issue({ path: 'skills[0].id' }),
    issue({ file: 'prompts/a.md' }),
    issue({ message: 'Line 3: secret.' }),
  ];
  expect(placeIssues(issues, files).map(({ position, message }) => [position, message])).toEqual([
    [{ line: 3, column: 5 }, 'm'],
    [null, 'm'],
    [{ line: 3, column: 1 }, 'Secret.'],
  ]);
});

it('counts columns without a byte order mark', () => {
  const files = [{ path: 'agent.json', bytes: utf8.encode('\uFEFF{"a": 1}') }];
  expect(placeIssues([issue({ path: 'a', code: 'unknown_key' })], files)[0]?.position).toEqual({ line: 1, column: 2 });
});
