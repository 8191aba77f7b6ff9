import { describe, expect, it } from 'vitest';
import { type ChannelGateInput, parseGate } from '../../../src/registry/channelGate.ts';

const none = {
  requireTests: null,
  windowHours: null,
  minRuns: null,
  minSuccessRate: null,
  maxP95DurationMs: null,
  onRegression: 'PROPOSE',
};

describe('the gate of a channel', () => {
  it('has no rule that is not given, and none for tokens at all', () => {
    expect(parseGate('TEMPLATE', {})).toStrictEqual(none);
    const nulls = { ...none, maxTokensPerRun: null, onRegression: null };
    expect(parseGate('AGENT', nulls)).toStrictEqual(none);
  });

  it.each<ChannelGateInput>([
    { requireTests: true },
    { requireTests: false },
    { windowHours: 1 },
    { windowHours: 2_160 },
    { minRuns: 1 },
    { minRuns: 2_147_483_647 },
    { minSuccessRate: 0 },
    { minSuccessRate: 0.95 },
    { minSuccessRate: 1 },
    { maxP95DurationMs: 0 },
    { maxP95DurationMs: 2_147_483_647 },
    { maxTokensPerRun: 0 },
    { maxTokensPerRun: 2_147_483_647 },
    { onRegression: 'ROLL_BACK' },
  ])('keeps %j as it is', (input) => {
    expect(parseGate('TEMPLATE', input)).toStrictEqual({ ...none, ...input });
  });

  it.each<[ChannelGateInput, string]>([
    [{ windowHours: 0 }, '`gate.windowHours` must be from 1 to 2160.'],
    [{ windowHours: 2_161 }, '`gate.windowHours` must be from 1 to 2160.'],
    [{ windowHours: 1.5 }, '`gate.windowHours` must be from 1 to 2160.'],
    [{ minRuns: 0 }, '`gate.minRuns` must be from 1 to 2147483647.'],
    [{ minRuns: 2_147_483_648 }, '`gate.minRuns` must be from 1 to 2147483647.'],
    [{ minSuccessRate: -0.01 }, '`gate.minSuccessRate` must be from 0 to 1.'],
    [{ minSuccessRate: 1.01 }, '`gate.minSuccessRate` must be from 0 to 1.'],
    [{ minSuccessRate: Number.NaN }, '`gate.minSuccessRate` must be from 0 to 1.'],
    [{ maxP95DurationMs: -1 }, '`gate.maxP95DurationMs` must be from 0 to 2147483647.'],
    [{ maxP95DurationMs: 2_147_483_648 }, '`gate.maxP95DurationMs` must be from 0 to 2147483647.'],
    [{ maxTokensPerRun: -1 }, '`gate.maxTokensPerRun` must be from 0 to 2147483647.'],
    [{ maxTokensPerRun: 2_147_483_648 }, '`gate.maxTokensPerRun` must be from 0 to 2147483647.'],
  ])('refuses %j', (input, message) => {
    expect(() => parseGate('TEMPLATE', input)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message }));
  });

  it('requires no tests of an agent, which has none', () => {
    const message = '`gate.requireTests` is only for templates; agents have no tests.';
    expect(() => parseGate('AGENT', { requireTests: true })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message }),
    );
    expect(parseGate('AGENT', { requireTests: false })).toStrictEqual({ ...none, requireTests: false });
  });
});
