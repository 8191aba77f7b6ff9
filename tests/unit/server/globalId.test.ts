import { describe, expect, it } from 'vitest';
import { parseGlobalId, stepUuid } from '../../../src/resolvers/globalId.ts';

const uuid = '7f3c1e52-0d4b-4c8e-9a61-2b5d8f0e4a17';
const encode = (text: string) => Buffer.from(text).toString('base64');

describe('a global id', () => {
  it('names a type and a row, and perhaps a part of it', () => {
    expect(parseGlobalId(encode(`Agent:${uuid}`))).toEqual({ type: 'Agent', uuid, part: null });
    expect(parseGlobalId(encode(`PlanStep:${uuid}:build`))).toEqual({ type: 'PlanStep', uuid, part: 'build' });
  });

  it.each([
    ['a foreign character', `${encode(`Agent:${uuid}`)}!`],
    ['white space', ` ${encode(`Agent:${uuid}`)}`],
    ['no padding', encode(`Run:${uuid}`).replace(/=+$/, '')],
    ['bits that are left over', encode(`Run:${uuid}`).replace(/.==$/, 'x==')],
    ['no row', encode('Agent')],
    ['a row that is not a UUID', encode('Agent:1')],
    ['text that is not encoded', `Agent:${uuid}`],
  ])('is refused with %s, and the argument is named', (_, id) => {
    expect(() => parseGlobalId(id, 'after')).toThrow('`after` is not a valid global id.');
  });
});

describe('the id of a step', () => {
  it('is read from the global id of a run step', () => {
    expect(stepUuid(encode(`RunStep:${uuid}`))).toBe(uuid);
  });

  it.each(['build', encode(`Run:${uuid}`), `${encode(`RunStep:${uuid}`)}!`])('is not read from %s', (text) => {
    expect(stepUuid(text)).toBeNull();
  });
});
