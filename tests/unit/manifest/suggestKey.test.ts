import { expect, it } from 'vitest';
import { suggestKey } from '../../../packages/manifest/contract/suggestKey.ts';

it.each<[key: string, known: string[], suggested: string | null]>([
  ['agent-id', ['agentIds', 'agentId'], 'agentId'], // The same word in another spelling, before one that is near.
  ['agentIx', ['agentIds', 'agentId'], 'agentIds'],
  ['skolk', ['skill'], null], // Two letters of five.
  ['sknlls', ['skills'], 'skills'],
  ['skolks', ['skills'], 'skills'],
  ['stolks', ['skills'], null],
  ['nam', ['name'], 'name'],
  ['wxyd', ['id'], null],
  ['x'.repeat(41), ['x'.repeat(41)], null],
  ['x'.repeat(40), ['x'.repeat(40)], 'x'.repeat(40)],
])('for the key %j of %j, %j is suggested', (key, known, suggested) => {
  expect(suggestKey(key, known)).toBe(suggested);
});
