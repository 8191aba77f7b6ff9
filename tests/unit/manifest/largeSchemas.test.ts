import { expect, it } from 'vitest';
import { parseTemplate } from '../../../packages/manifest/index.ts';
import { template } from '../../support/definitions.ts';

const map = (count: number, of: (index: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => of(index)));

/** Schemas of a few hundred kilobytes, in which each reference leads to many others. */
const large = {
  'a chain of references': {
    properties: { a: { $ref: '#/$defs/d0' } },
    $defs: map(5_000, (index) => [`d${index}`, { $ref: `#/$defs/d${index + 1}` }]),
  },
  'many references to one large schema': {
    properties: map(5_000, (index) => [`p${index}`, { $ref: '#/$defs/d' }]),
    $defs: { d: { properties: map(5_000, (index) => [`q${index}`, { type: 'string' }]) } },
  },
  'alternatives that require each other': {
    oneOf: Array.from({ length: 3_000 }, (_, index) => ({ required: [`p${index}`] })),
  },
};

it.each(Object.entries(large))('a schema that is too large is refused before it is followed: %s', (_, schema) => {
  const { manifest, files } = template({ variables: { type: 'object', ...schema } });
  const before = process.threadCpuUsage();
  const { issues } = parseTemplate({ manifest, files: files as never });
  const { user, system } = process.threadCpuUsage(before);
  expect(issues.filter(({ path }) => path === 'variables').map(({ code }) => code)).toEqual(['schema_too_large']);
  expect((user + system) / 1_000).toBeLessThan(1_500);
});
