import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { judge } from '../../../src/registry/judgeAttempt.ts';
import { deliveryPolicy } from '../../../src/webhooks/policy.ts';

const now = new Date('2026-07-01T12:00:00.000Z');
const policy = { ...deliveryPolicy, maxAttempts: 3, firstRetryMs: 1_000, maxRetryMs: 60_000, disableAfterMs: 5_000 };
const failed = { statusCode: 500, error: 'HTTP 500', durationMs: 12, retryAfterMs: null };
const failing = (ms: number) => ({ failingSince: new Date(now.getTime() - ms) });

describe('a delivery', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it('is delivered by an attempt without an error', () => {
    const result = { statusCode: 204, error: null, durationMs: 12, retryAfterMs: null };
    expect(judge(policy, failing(9_000), 2, result)).toEqual({
      status: 'DELIVERED',
      attempt: { at: now.toISOString(), durationMs: 12, statusCode: 204, error: null },
      attemptCount: 3,
      retryInMs: null,
      disabledBecause: null,
    });
  });

  it('is tried again until the last attempt, later each time', () => {
    expect(judge(policy, failing(9_000), 0, failed)).toEqual({
      status: 'PENDING',
      attempt: { at: now.toISOString(), durationMs: 12, statusCode: 500, error: 'HTTP 500' },
      attemptCount: 1,
      retryInMs: 1_000,
      disabledBecause: null,
    });
    expect(judge(policy, null, 1, failed)).toMatchObject({ status: 'PENDING', attemptCount: 2, retryInMs: 4_000 });
    expect(judge(policy, null, 2, failed)).toMatchObject({ status: 'DEAD', attemptCount: 3, retryInMs: null });
  });

  it('is not tried again before the time that the receiver names', () => {
    expect(judge(policy, null, 0, { ...failed, retryAfterMs: 30_000 })).toMatchObject({ retryInMs: 30_000 });
  });

  it('that is dead disables a webhook that has failed for long enough', () => {
    expect(judge(policy, failing(5_000), 2, failed)).toMatchObject({
      status: 'DEAD',
      disabledBecause: 'No delivery has succeeded since 2026-07-01T11:59:55.000Z.',
    });
    expect(judge(policy, failing(4_999), 2, failed)).toMatchObject({ status: 'DEAD', disabledBecause: null });
    expect(judge(policy, { failingSince: null }, 2, failed)).toMatchObject({ status: 'DEAD', disabledBecause: null });
  });

  it('is dead at once, and its webhook disabled, when the receiver is gone', () => {
    const gone = { ...failed, statusCode: 410, error: 'HTTP 410' };
    expect(judge(policy, { failingSince: null }, 0, gone)).toMatchObject({
      status: 'DEAD',
      attemptCount: 1,
      retryInMs: null,
      disabledBecause: 'The receiver responded with HTTP 410 (Gone).',
    });
  });

  it('that is a test or a replay disables nothing', () => {
    expect(judge(policy, null, 0, { ...failed, statusCode: 410 })).toMatchObject({
      status: 'DEAD',
      disabledBecause: null,
    });
    expect(judge(policy, null, 2, failed)).toMatchObject({ status: 'DEAD', disabledBecause: null });
  });
});
