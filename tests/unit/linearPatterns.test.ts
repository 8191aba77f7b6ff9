import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/patterns/fragments.ts';
import { patternsIn } from '../support/patterns/patternsIn.ts';
import { superLinear } from '../support/patterns/superLinear.ts';

/** Made of more than constants: why they are linear nevertheless. */
const madeAtRunTime: Record<string, string> = {
  'packages/manifest/jsonSchema/re2Pattern.ts: new RegExp(pattern, flags)':
    'Is only compiled, to hear whether it is JavaScript; the caller’s values meet the pattern of re2js.',
  "server/rest/keptPaths.ts: new RegExp(`^(?:${patterns.map((pattern) => `(${patternSource(pattern, '[^/]+')})`).join('|')})$`)":
    'From our own paths, as in route.ts: one alternative for each.',
  'server/rest/route.ts: new RegExp(`^${source}$`)':
    'From our own paths: anchored, with segments that have no slash in them and are separated by one.',
};

const files = sourceFiles(['scripts/registry', 'supabase/functions']);
const found = files.flatMap(patternsIn);

it('finds the patterns in all files', () => {
  expect(files).toContain('packages/manifest/secrets/secretRules.ts');
  expect(files).toContain('supabase/functions/_shared/handler.ts');
  expect(found.find(({ pattern }) => pattern?.source.includes('AKIA'))).toBeDefined();
  expect(found.find(({ pattern }) => pattern?.source.startsWith('^steps\\.([A-Za-z]'))).toBeDefined();
  expect(found.filter(({ pattern }) => !pattern).map(({ place, text }) => `${place.split(':')[0]}: ${text}`)).toEqual(
    Object.keys(madeAtRunTime),
  );
});

describe('the steps of a pattern, for any text, are limited by the length of the text', { timeout: 120_000 }, () => {
  it.each(found.flatMap(({ place, text, pattern }) => (pattern ? [{ place, text, ...pattern }] : [])))(
    '$place $text',
    ({ source, flags }) => expect(superLinear(source, flags)).toBeUndefined(),
  );
});

describe('the count of steps', () => {
  it.each([
    ['\\/+$', ''],
    ['(a+)+$', ''],
    ['^(?:a|a)*$', ''],
    ['^(?:\\w+\\s?)*$', ''],
    ['\\s*,\\s*', 'g'],
    ['<mark>(.*?)</mark>', 'gs'],
    ['(?<=x*)y', ''],
    ['(?<!a[^b]*)b', 'g'],
    ['\\b[\\w-]{0,4000}\\.x', 'g'],
    ['<(.*) at "', 'g'],
    ['\\beyJ[\\w-]{8,4000}\\.eyJ[\\w-]{4,8000}\\.[\\w-]{10,2000}', 'g'],
    ['^(?=.*a)(?:.*b.*)*c', 'u'],
  ])('detects that /%s/%s is not linear', (source, flags) => expect(superLinear(source, flags)).toBeDefined());

  it.each([
    ['(?<!\\/)\\/+$', ''],
    ['^a+b+$', ''],
    ['^(?:\\/(?:[^~/]|~[01])*)*$', ''],
    ['[^"]*', 'y'],
    ['"[^"]*" at "', ''],
    ['"[^"]*"?', 'g'],
    ['a{1,20}b', ''],
    ['^[\\s\\S]*$', ''],
    ['(?<![\\w])[\\w]+;', 'g'],
  ])('detects that /%s/%s is linear', (source, flags) => expect(superLinear(source, flags)).toBeUndefined());
});
