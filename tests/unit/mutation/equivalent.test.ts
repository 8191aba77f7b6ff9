import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { equivalent } from '../../mutation/equivalent.ts';

describe('the arguments for mutants that change nothing', () => {
  it('are about what stands in their files', () => {
    const stale = equivalent.filter(({ file, original }) => !readFileSync(file, 'utf8').includes(original));
    expect(stale).toEqual([]);
  });

  it('are each there once', () => {
    const keys = equivalent.map(({ file, original, replacement }) => JSON.stringify([file, original, replacement]));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });
});
