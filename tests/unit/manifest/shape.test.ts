import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { checkShape } from '../../../packages/manifest/contract/shape.ts';
import { keysAt, suggestKey } from '../../../packages/manifest/contract/suggestKey.ts';
import { Issues, inPlace } from '../../../packages/manifest/values/issue.ts';

function check(schema: z.ZodType, value: unknown, relocate = inPlace) {
  const issues = new Issues();
  checkShape(schema, value, { file: 'agent.json', path: ['at'] }, issues, relocate);
  return issues;
}
const said = (schema: z.ZodType, value: unknown) =>
  check(schema, value)
    .list()
    .map(({ path, code, message }) => `${path} ${code}: ${message}`);

describe('a value of another shape', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.string(), 1, 'at invalid_type: Must be a string.'],
    [z.number(), 'a', 'at invalid_type: Must be a number.'],
    [z.int(), 1.5, 'at invalid_type: Must be an integer.'],
    [z.boolean(), 1, 'at invalid_type: Must be true or false.'],
    [z.strictObject({}), [], 'at invalid_type: Must be an object.'],
    [z.record(z.string(), z.string()), 1, 'at invalid_type: Must be an object.'],
    [z.array(z.string()), {}, 'at invalid_type: Must be an array.'],
    [z.null(), 1, 'at invalid_type: Must be null.'],
    [z.literal('a'), 'b', 'at invalid_value: Must be "a".'],
    [z.literal(1), 'b', 'at invalid_value: Must be 1.'],
    [z.enum(['public', 'private']), 'x', 'at invalid_value: Must be one of "public", "private".'],
    [
      z.enum(['public', 'private']),
      'Public',
      'at invalid_value: Must be one of "public", "private". Did you mean "public"?',
    ],
    [z.enum(['public', 'private']), 1, 'at invalid_value: Must be one of "public", "private".'],
    [z.literal(['public', 2]), 'pubic', 'at invalid_value: Must be one of "public", 2. Did you mean "public"?'],
    [z.string().min(1), '', 'at too_short: Must not be empty.'],
    [z.string().min(2), 'a', 'at too_short: Must contain at least 2 characters.'],
    [z.array(z.int()).min(2), [1], 'at too_short: Must contain at least 2 entries.'],
    [z.string().max(1), 'ab', 'at too_long: Must contain at most 1 characters.'],
    [z.array(z.int()).max(1), [1, 2], 'at too_long: Must contain at most 1 entries.'],
    [z.number().min(1), 0, 'at too_small: Must be at least 1.'],
    [z.int().min(2), 1, 'at too_small: Must be at least 2.'],
    [z.number().max(1), 2, 'at too_big: Must be at most 1.'],
    [z.int().max(3), 4, 'at too_big: Must be at most 3.'],
    [z.number().max(3).int(), 4.5, 'at invalid_type: Must be an integer.'],
    [z.number().min(3).int(), 2.5, 'at invalid_type: Must be an integer.'],
    [z.number().multipleOf(2), 3, 'at invalid_value: This value is not allowed here.'],
    [z.union([z.string(), z.int()]), true, 'at invalid_type: Must be a string or a number.'],
    [
      z.union([z.string(), z.array(z.string()), z.strictObject({})]),
      1,
      'at invalid_type: Must be a string, an array or an object.',
    ],
    [z.union([z.literal('a'), z.literal(2), z.string().max(1)]), true, 'at invalid_type: Must be "a", 2 or a string.'],
    [z.union([z.string(), z.string().min(2)]), 1, 'at invalid_type: Must be a string.'],
  ])('%#', (schema, value, text) => expect(said(schema, value)).toEqual([text]));

  it('is of the branch of a union that has its type, also where the value as a whole is refused', () => {
    const schema = z.union([z.string(), z.strictObject({ id: z.string() })]);
    expect(said(schema, { other: 'a' })).toEqual([
      'at.id required: "id" is required. Must be a string.',
      'at.other unknown_key: "other" is not part of the contract. Remove it.',
    ]);
  });

  it('is one of the branch of a union that is meant', () => {
    const step = z.union([
      z.string(),
      z.strictObject({ id: z.string(), next: z.strictObject({ a: z.int() }).optional() }),
    ]);
    expect(said(step, { id: 1 })).toEqual(['at.id invalid_type: Must be a string.']);
    expect(said(step, {})).toEqual(['at.id required: "id" is required. Must be a string.']);
    expect(said(step, { id: 'a', next: { a: 'b' } })).toEqual(['at.next.a invalid_type: Must be a number.']);
    expect(said(z.strictObject({ steps: z.array(step) }), { steps: ['a', { id: 1 }] })).toEqual([
      'at.steps[1].id invalid_type: Must be a string.',
    ]);
    const either = z.union([z.strictObject({ a: z.int() }), z.strictObject({ b: z.int() })]);
    expect(said(either, {})).toEqual(['at invalid_type: This value is not allowed here.']);
  });

  it('is required where it is missing', () => {
    const schema = z.strictObject({ a: z.strictObject({ 'b c': z.string() }), list: z.array(z.string()) });
    expect(said(schema, {})).toEqual([
      'at.a required: "a" is required. Must be an object.',
      'at.list required: "list" is required. Must be an array.',
    ]);
    expect(said(schema, { a: {}, list: [] })).toEqual([
      'at.a["b c"] required: "["b c"]" is required. Must be a string.',
    ]);
    expect(said(z.string(), undefined)).toEqual(['at invalid_type: Must be a string.']);
  });

  it('has no size if it has another type, and the nearer of two bounds', () => {
    expect(said(z.array(z.string()).min(1).max(2), 'x')).toEqual(['at invalid_type: Must be an array.']);
    expect(said(z.string().max(10).max(2), 'x'.repeat(11))).toEqual([
      'at too_long: Must contain at most 2 characters.',
    ]);
    expect(said(z.string().min(3).min(2), 'x')).toEqual(['at too_short: Must contain at least 2 characters.']);
  });

  it('has keys that are not part of the contract', () => {
    const schema = z.strictObject({
      description: z.string().optional(),
      inner: z.strictObject({ memoryMb: z.int().optional() }).optional(),
    });
    expect(said(schema, { descripton: 'x' })).toEqual([
      'at.descripton unknown_key: "descripton" is not part of the contract. Did you mean "description"?',
    ]);
    expect(said(schema, { inner: { ram: 1 } })).toEqual([
      'at.inner.ram unknown_key: "ram" is not part of the contract. Did you mean "memoryMb"?',
    ]);
    expect(said(schema, { zzz: 1 })).toEqual(['at.zzz unknown_key: "zzz" is not part of the contract. Remove it.']);
    expect(said(z.strictObject({ metadata: z.unknown() }), { zzz: 1, metadata: 1 })).toEqual([
      'at.zzz unknown_key: "zzz" is not part of the contract. Remove it, or move it to "metadata".',
    ]);
  });

  it('has keys of another form', () => {
    const record = z.record(z.string().regex(/^[a-z]+$/), z.int());
    expect(said(record, { A: 1 })).toEqual(['at.A invalid_value: This value is not allowed here.']);
  });

  it('has at most 200 issues that are looked at, and all are counted', () => {
    const many = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`k${index}`, 1]));
    expect(check(z.strictObject({}), many).count).toBe(250);
    expect(check(z.array(z.string()), Array(250).fill(1)).count).toBe(250);
    expect(check(z.array(z.string()), Array(199).fill(1)).count).toBe(199);
  });

  it('is reported where it was authored', () => {
    const moved = check(z.strictObject({ a: z.int() }), { a: 'x' }, () => ({ file: 'other.json', path: ['b'] }));
    expect(moved.list()).toMatchObject([{ file: 'other.json', path: 'b' }]);
  });
});

describe('a suggestion', () => {
  const keys = ['agentId', 'name', 'dependsOn', 'timeoutSeconds', 'defaultPlan', 'env'];

  it.each([
    ['agent_id', 'agentId'],
    ['AgentID', 'agentId'],
    ['slug', 'agentId'],
    ['Title', 'name'],
    ['needs', 'dependsOn'],
    ['time-out', 'timeoutSeconds'],
    ['workflow', 'defaultPlan'],
    ['nam', 'name'],
    ['nme', 'name'],
    ['names', 'name'],
    ['dependOns', 'dependsOn'],
    ['depndOn', 'dependsOn'],
    ['env', 'env'],
    ['envs', 'env'],
  ])('for %s is %s', (key, known) => expect(suggestKey(key, keys)).toBe(known));

  it.each(['na', 'xyzname', 'nameabc', 'abcenv', 'nmae2', 'dpndOn2', 'other', 'toString', 'a'.repeat(41)])(
    'for %s is none',
    (key) => expect(suggestKey(key, keys)).toBeNull(),
  );

  it('is made of at most forty characters', () => {
    const long = 'a'.repeat(40);
    expect(suggestKey(long, [long])).toBe(long);
    expect(suggestKey(`${long}a`, [`${long}a`])).toBeNull();
  });

  it('is one of the keys at a place of the contract', () => {
    const schema = z.strictObject({
      list: z.array(z.strictObject({ a: z.int() })).optional(),
      map: z.record(z.string(), z.strictObject({ b: z.int() })),
      text: z.string(),
    });
    expect(keysAt(schema, [])).toEqual(['list', 'map', 'text']);
    expect(keysAt(schema, ['list', 3])).toEqual(['a']);
    expect(keysAt(schema, ['map', 'any'])).toEqual(['b']);
    expect(keysAt(schema, ['text'])).toEqual([]);
    expect(keysAt(schema, ['none', 'more'])).toEqual([]);
    expect(keysAt(schema, ['text', 'more'])).toEqual([]);
  });
});
