import { expect, it } from 'vitest';
import { isTooDeep, maxJsonDepth } from '../../../packages/manifest/values/nesting.ts';

const nested = (depth: number, inner = '1') => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;

it.each([
  ['as deep as allowed', nested(maxJsonDepth), false],
  ['one level deeper', nested(maxJsonDepth + 1), true],
  ['many in parallel', `[${'[{}],'.repeat(10_000)}1]`, false],
  ['brackets in a string', JSON.stringify({ a: '['.repeat(1_000) }), false],
  ['brackets after an escaped quote', JSON.stringify({ a: `"${'['.repeat(1_000)}` }), false],
  ['brackets after a string that ends in a backslash', `{"a":"\\\\","b":${nested(maxJsonDepth)}}`, true],
  ['an unterminated string', `{"a":"${'['.repeat(1_000)}`, false],
  ['nothing', '', false],
])('measures the depth of %s', (_, json, tooDeep) => {
  expect(isTooDeep(Buffer.from(json))).toBe(tooDeep);
});
