import { expect, it } from 'vitest';
import {
  decoded,
  pointerTo,
  referenceOf,
  referenceTargets,
} from '../../../packages/manifest/jsonSchema/schemaReferences.ts';
import { eachSchema, mapSchemas } from '../../../packages/manifest/jsonSchema/schemaWalk.ts';

it('a path is a pointer whose names are escaped', () => {
  expect(pointerTo([])).toBe('#');
  expect(pointerTo(['$defs', 'a/b', '~c~', 0])).toBe('#/$defs/a~1b/~0c~0/0');
});

it('a reference is decoded, if it is well-formed', () => {
  expect(decoded('#/%41')).toBe('#/A');
  expect(decoded('#/%')).toBe('#/%');
});

it('what a reference may point to is every schema inside, and what has an anchor', () => {
  const schema = {
    $anchor: 'top',
    properties: { a: { $anchor: 'inner', items: true }, b: 'no schema', c: false },
    allOf: [{ $anchor: 1 }, null],
    $defs: ['no schema'],
    'x-other': { type: 'null' },
  };
  const targets = referenceTargets(schema);
  expect([...targets].map(([reference, { path }]) => [reference, path])).toEqual([
    ['#', []],
    ['#top', []],
    ['#/properties/a', ['properties', 'a']],
    ['#/properties/c', ['properties', 'c']],
    ['#/allOf/0', ['allOf', 0]],
    ['#inner', ['properties', 'a']],
    ['#/properties/a/items', ['properties', 'a', 'items']],
  ]);
  expect(referenceOf({ $ref: '#/properties/%61' }, targets)?.schema).toBe(schema.properties.a);
  expect(referenceOf({ $ref: '#/gone' }, targets)).toBe(undefined);
  expect(referenceOf({ $ref: ['#'] }, targets)).toBe(undefined);
});

it('every schema inside a schema is visited, the outermost first, and nothing else', () => {
  const schema = {
    properties: { a: { title: '1', not: { title: '2' } }, b: true },
    items: [{ title: '3' }],
    additionalItems: { title: '4' },
    allOf: { title: 'not a list' },
    $defs: 'no map',
    default: { title: 'a value', items: { title: 'a value' } },
    enum: [{ title: 'a value' }],
  };
  const titles: unknown[] = [];
  eachSchema(schema, ({ title }) => titles.push(title));
  expect(titles).toEqual([undefined, '1', '2', '3', '4']);
});

it('every schema inside a schema is changed, and the schema itself stays as it is', () => {
  const schema = () => ({
    properties: { a: { not: {} }, b: true },
    items: [{}, false],
    additionalItems: {},
    $defs: 'no map',
    default: { items: {} },
  });
  const before = schema();
  expect(mapSchemas(before, (inner) => ({ ...inner, seen: true }))).toEqual({
    properties: { a: { not: { seen: true }, seen: true }, b: true },
    items: [{ seen: true }, false],
    additionalItems: { seen: true },
    $defs: 'no map',
    default: { items: {} },
    seen: true,
  });
  expect(before).toEqual(schema());
  expect(mapSchemas(true, () => ({}))).toBe(true);
});
