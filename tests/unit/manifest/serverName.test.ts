import { expect, it } from 'vitest';
import { normalizeName } from '../../../packages/manifest/mcp/serverName.ts';

const long = (count: number) => `A ${'b'.repeat(count - 2)}`;

it.each([
  ['GitHub (read only)', 'github-read-only'],
  ['A & B, #1', 'a-b-1'],
  ['Files | @scope/Name_1.0', 'files-@scope/name_1.0'],
  [long(100), `a-${'b'.repeat(98)}`],
])('a display name is read as a server name: %s', (name, expected) => {
  expect(normalizeName(name)).toBe(expected);
});

it.each(['GitHub', 'a--b-', '', ' a b', '#a b', '(a)', 'a b*', 'a b\n', 'ä b', 'a "b"', long(101)])(
  'any other name stays as it is: %j',
  (name) => {
    expect(normalizeName(name)).toBe(name);
  },
);
