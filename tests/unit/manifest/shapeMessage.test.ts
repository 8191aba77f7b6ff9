import { expect, describe as group, it } from 'vitest';
import * as z from 'zod';
import { describe } from '../../../packages/manifest/contract/shapeMessage.ts';

const messageOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(describe);

group('the message about a value of a wrong shape', () => {
  it('names the bound of an integer that is not exact as a number', () => {
    expect(messageOf(z.int(), 2 ** 60)).toEqual([['too_big', 'Must be at most 9007199254740991.']]);
    expect(messageOf(z.int(), -(2 ** 60))).toEqual([['too_small', 'Must be at least -9007199254740991.']]);
  });

  it('names the types of a union, each once', () => {
    const schema = z.union([z.string().max(3), z.number(), z.string(), z.array(z.string())]);
    expect(messageOf(schema, true)).toEqual([['invalid_type', 'Must be a string, a number or an array.']]);
    expect(messageOf(z.union([z.string().max(3), z.string()]), true)).toEqual([['invalid_type', 'Must be a string.']]);
  });

  it('names no type where the value is of one of them', () => {
    const schema = z.union([z.string().max(3), z.string().max(2), z.number()]);
    expect(messageOf(schema, 'long')).toEqual([['invalid_type', 'Must be a number.']]);
    expect(messageOf(z.union([z.string().max(3), z.string().max(2)]), 'long')).toEqual([
      ['invalid_type', 'This value is not allowed here.'],
    ]);
  });
});
