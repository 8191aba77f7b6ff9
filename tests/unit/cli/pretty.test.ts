import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { placeIssues } from '../../../packages/cli/issues/place.ts';
import { pretty } from '../../../packages/cli/issues/pretty.ts';
import { type Issue, parseDefinition } from '../../../packages/manifest/index.ts';

const utf8 = new TextEncoder();
const folder = `${process.cwd()}/agents/a`;

/** The output for an agent with these files. */
function printed(files: Record<string, string>): string {
  const bundle = Object.entries(files).map(([path, text]) => ({ path, bytes: utf8.encode(text) }));
  const { issues } = parseDefinition('AGENT', { files: bundle });
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

it('says what is wrong, where, and what to write, and shows the line', () => {
  const text = JSON.stringify({ ...valid, vesion: '2' }, null, 2);
  expect(printed({ 'agent.json': text })).toBe(
    [
      'error[unknown_key]: "vesion" is not part of the contract. Did you mean "version"?',
      '  --> agents/a/agent.json:6:3  vesion',
      '    |',
      '  6 |   "vesion": "2"',
      '    |   ^',
      '',
    ].join('\n'),
  );
});

it('takes the position of a syntax error from the parser', () => {
  const output = printed({ 'agent.json': '{\n  "agentId": "a",,\n}' });
  expect(output).toContain('agents/a/agent.json:2:18');
  expect(output).toMatch(/error\[invalid_json\]: Expected a key in double quotes/);
  expect(output).not.toContain('Line 2');
});

it.each([
  ['in its own place', { ...valid, metadata: { note: 'ghp_ABCDEFGHQ7x2Lm9Tz4Vb8Nk1Wp5Rc3Yd6Fs0' } }],
  ['beside another issue on its line', { ...valid, x: 'ghp_ABCDEFGHQ7x2Lm9Tz4Vb8Nk1Wp5Rc3Yd6Fs0' }],
])('never shows a secret %s', (_, manifest) => {
  const output = printed({ 'agent.json': JSON.stringify(manifest) });
  expect(output).toMatch(/error\[/);
  expect(output).not.toContain('ABCDEFGH');
});

it('never shows a value of a file that cannot be parsed', () => {
  const output = printed({
    'agent.json': '{"password": "hunter2", "token": \'ghp_ABCDEFGHQ7x2Lm9Tz4Vb8Nk1Wp5Rc3Yd6Fs0\'}',
  });
  expect(output).toContain('"password"');
  expect(output).not.toContain('hunter2');
  expect(output).not.toContain('ABCDEFGH');
});

it('prints no control character to the terminal', () => {
  expect(printed({ 'agent.json': '{"agentId": "a", "na\u001b[31mme": 1}' })).not.toContain('\u001b');
});

it('shows the relevant part of a long line', () => {
  const output = printed({
    'agent.json': JSON.stringify({ ...valid, description: 'many words '.repeat(100), vesion: '2' }),
  });
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThan(160);
  expect(output).toContain('"vesion"');
});

it('places issues at what exists: a missing key at its object, a missing file nowhere', () => {
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

it('does not count a byte order mark as a column', () => {
  const files = [{ path: 'agent.json', bytes: utf8.encode('\uFEFF{"a": 1}') }];
  expect(placeIssues([issue({ path: 'a', code: 'unknown_key' })], files)[0]?.position).toEqual({ line: 1, column: 2 });
});

const secret = 'ghp_ABCDEFGHQ7x2Lm9Tz4Vb8Nk1Wp5Rc3Yd6Fs0';

it('shows the lines around a secret, and the line of the secret without it', () => {
  const output = printed({
    'agent.json': JSON.stringify({ ...valid, vesion: '2', metadata: { note: secret } }, null, 2),
    'prompts/system.md': `Say it.\nUse ${secret} here.\n`,
  });
  expect(output).toContain('  6 |   "vesion": "2"');
  expect(output).toMatch(/ {2}8 \| {5}"note": ·+$/m);
  expect(output).toContain(`  2 | Use ${'·'.repeat(secret.length)} here.`);
  expect(output).not.toContain('ABCDEFGH');
});

it('lists the issues of a file in line order, warnings among errors', () => {
  const output = printed({
    'agent.json': JSON.stringify(
      { ...valid, zzz: 1, tags: ['a', 'a'], visibility: 'publik', metadata: { note: secret } },
      null,
      2,
    ),
  });
  const lines = [...output.matchAll(/agent\.json:(\d+):/g)].map(([, line]) => Number(line));
  expect(lines.length).toBeGreaterThan(3);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});

it.each(['name', 'description', 'owner', 'category', 'repository', 'version', 'agentId', 'entryPrompt'])(
  'reports an empty "%s" once',
  (key) => {
    const output = printed({ 'agent.json': JSON.stringify({ ...valid, [key]: '' }) });
    expect(output.match(/^error\[/gm)).toHaveLength(1);
  },
);

it('lists what is allowed, and suggests the nearest value', () =>
  expect(printed({ 'agent.json': JSON.stringify({ ...valid, visibility: 'publik' }) })).toContain(
    'Must be one of "private", "public". Did you mean "public"?',
  ));
