import { expect, it } from 'vitest';
import { parseTemplate } from '../../../packages/manifest/index.ts';
import { template } from '../../support/definitions.ts';
import { growth, mostLinear } from '../../support/growth.ts';

const map = (count: number, of: (index: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => of(index)));

/** Schemas of a few hundred kilobytes, in which each reference leads to many others. */
const large: Record<string, (size: number) => object> = {
  'a chain of references': (size) => ({
    properties: { a: { $ref: '#/$defs/d0' } },
    $defs: map(size, (index) => [`d${index}`, { $ref: `#/$defs/d${index + 1}` }]),
  }),
  'many references to one large schema': (size) => ({
    properties: map(size, (index) => [`p${index}`, { $ref: '#/$defs/d' }]),
    $defs: { d: { properties: map(size, (index) => [`q${index}`, { type: 'string' }]) } },
  }),
};

it.each(Object.entries(large))('a schema that is too large is refused before it is followed: %s', (_, schemaOf) => {
  const parse = (size: number) => {
    const { manifest, files } = template({ variables: { type: 'object', ...schemaOf(size) } });
    const { issues } = parseTemplate({ manifest, files: files as never });
    expect(issues.filter(({ path }) => path === 'variables').map(({ code }) => code)).toEqual(['schema_too_large']);
  };
  expect(growth(8_192, parse)).toBeLessThan(mostLinear);
});
