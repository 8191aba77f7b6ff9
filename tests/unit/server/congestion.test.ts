import { describe, expect, it } from 'vitest';
import { createCongestion } from '../../../server/access/congestion.ts';

const rounds = async (count: number) => {
  for (let each = 0; each < count; each += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('A busy event loop', () => {
  it('is known from one long round, for a second', async () => {
    const clock = { ms: 0 };
    const isBusy = createCongestion(() => clock.ms);
    expect(isBusy()).toBe(false);
    clock.ms += 15;
    await rounds(3);
    expect(isBusy()).toBe(true);
    await rounds(3);
    clock.ms += 999;
    expect(isBusy()).toBe(true);
    await rounds(3);
    clock.ms += 1;
    expect(isBusy()).toBe(false);
  });

  it('has no long rounds', async () => {
    const clock = { ms: 0 };
    const isBusy = createCongestion(() => clock.ms);
    for (let each = 0; each < 5; each += 1) {
      expect(isBusy()).toBe(false);
      clock.ms += 14;
      await rounds(3);
    }
  });

  it('is measured at most every 10 ms', async () => {
    const clock = { ms: 0 };
    const isBusy = createCongestion(() => clock.ms);
    isBusy();
    await rounds(3);
    clock.ms = 9;
    isBusy();
    clock.ms = 40;
    await rounds(3);
    expect(isBusy()).toBe(false);
  });
});
