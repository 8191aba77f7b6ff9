import { describe, expect, it } from 'vitest';
import { lazily } from '../../../server/open/lazily.ts';

describe('lazy opening', () => {
  it('opens once, at the first call, for all callers', async () => {
    let opened = 0;
    const open = lazily(async () => ++opened);
    expect(opened).toBe(0);
    expect(await Promise.all([open(), open(), open()])).toEqual([1, 1, 1]);
    expect(await open()).toBe(1);
  });

  it('passes a failure to all waiting callers, and tries again at the next call', async () => {
    let attempts = 0;
    const open = lazily(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('not yet');
      return attempts;
    });
    expect((await Promise.allSettled([open(), open()])).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await open()).toBe(2);
    expect(await open()).toBe(2);
  });
});
