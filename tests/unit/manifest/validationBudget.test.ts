import { expect, it } from 'vitest';
import { compileSchema, errorsOf, OutOfSteps } from '../../../packages/manifest/jsonSchema/compileSchema.ts';

const list = (length: number) => Array.from({ length }, () => 1);

it('each validation may take as many steps as the first', () => {
  const compiled = compileSchema({ items: { type: 'number' } });
  for (let round = 0; round < 3; round += 1) expect(errorsOf(compiled, list(150_000), [])).toEqual([]);
});

it('one validation may take 200,000 steps', () => {
  const compiled = compileSchema({ items: { type: 'number' } });
  expect(errorsOf(compiled, list(199_999), [])).toEqual([]);
  expect(() => errorsOf(compiled, list(200_000), [])).toThrow(OutOfSteps);
  expect(errorsOf(compiled, list(199_999), [])).toEqual([]);
});

it('a test of a pattern takes a step, and one more for 50 characters', () => {
  const compiled = compileSchema({ pattern: '^a*$' });
  const text = (steps: number) => 'a'.repeat(steps * 50);
  expect(errorsOf(compiled, text(199_998), [])).toEqual([]);
  expect(() => errorsOf(compiled, text(199_999), [])).toThrow(OutOfSteps);
});

it('items that must differ take a step each, and one more for 50 characters', () => {
  const compiled = compileSchema({ uniqueItems: true });
  const items = (count: number) => Array.from({ length: count }, (_, index) => `${index}`.padStart(48, '0'));
  expect(errorsOf(compiled, items(99_999), [])).toEqual([]);
  expect(() => errorsOf(compiled, items(100_000), [])).toThrow(OutOfSteps);
});

it('a default that is filled in takes a step for 50 characters', () => {
  const compiled = compileSchema({ items: { properties: { a: { default: 'x'.repeat(5_000) } } } });
  const items = (count: number) => Array.from({ length: count }, () => ({}));
  expect(errorsOf(compiled, items(1_000), [])).toEqual([]);
  expect(() => errorsOf(compiled, items(2_000), [])).toThrow(OutOfSteps);
});
