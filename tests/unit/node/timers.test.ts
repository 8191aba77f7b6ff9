import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callAt, withTimeout } from '../../../packages/node/timers.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000 }));
afterEach(() => void vi.useRealTimers());

const never = new Promise<string>(() => {});

describe('withTimeout', () => {
  it('returns the result, and leaves no timer', async () => {
    expect(await withTimeout(10, Promise.resolve('done'), () => 'late')).toBe('done');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('throws the error of the work, and leaves no timer', async () => {
    await expect(withTimeout(10, Promise.reject(new Error('broken')), () => 'late')).rejects.toThrow('broken');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('returns the fallback, but not before the timeout', async () => {
    const result = withTimeout(10, never, () => 'late');
    await vi.advanceTimersByTimeAsync(9);
    expect(await Promise.race([result, 'not yet'])).toBe('not yet');
    await vi.advanceTimersByTimeAsync(1);
    expect(await result).toBe('late');
  });

  it('throws the error of the fallback', async () => {
    const result = withTimeout(10, never, () => {
      throw new Error('too late');
    });
    const refused = expect(result).rejects.toThrow('too late');
    await vi.advanceTimersByTimeAsync(10);
    await refused;
  });
});

describe('callAt', () => {
  it('calls immediately when the time has passed', () => {
    const call = vi.fn();
    callAt(1_000, call);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('calls once at its time, even when that is longer than a timer can wait', () => {
    const call = vi.fn();
    const days = 60 * 24 * 60 * 60 * 1_000;
    callAt(1_000 + days, call);
    vi.advanceTimersByTime(days - 1);
    expect(call).toHaveBeenCalledTimes(0);
    vi.advanceTimersByTime(1);
    expect(call).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not call when cancelled', () => {
    const call = vi.fn();
    callAt(2_000, call)();
    vi.advanceTimersByTime(2_000);
    expect(call).toHaveBeenCalledTimes(0);
  });
});
