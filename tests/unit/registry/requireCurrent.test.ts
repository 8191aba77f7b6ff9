import { describe, expect, it } from 'vitest';
import { requireChannel, requireChannelAt } from '../../../src/registry/requireChannel.ts';
import { requireCurrent, requireUnchanged } from '../../../src/registry/requireCurrent.ts';

const stale = (message: string, expected: string, actual: string | null) =>
  expect.objectContaining({ code: 'STALE_VERSION', message, expected, actual });

describe('the version that a caller expects', () => {
  const current = (currentVersion: string | null, expected: string | null | undefined) =>
    requireCurrent({ slug: 'reviewer', currentVersion }, expected);

  it.each([null, undefined, '1.0.0'])('is current, or not given: %j', (expected) => {
    expect(() => current('1.0.0', expected)).not.toThrow();
  });

  it.each([
    ['1.0.0', '1.1.0', '1.1.0', '1.1.0'],
    [null, '1.1.0', '1.1.0', '1.1.0'],
    ['1.0.0', '', '""', ''],
    [null, '', '""', ''],
    ['1.0.0', 'x'.repeat(300), `${'x'.repeat(256)}…`, `${'x'.repeat(256)}…`],
  ])('is refused when %j is current: %j', (actual, expected, written, clipped) => {
    const message = `The current version of reviewer is ${actual ?? 'not set'}, not ${written}. Reload it before you continue.`;
    expect(() => current(actual, expected)).toThrow(stale(message, clipped, actual));
  });

  it('may be that of a channel', () => {
    expect(() => requireChannelAt('reviewer', 'beta', '1.0.0', '1.0.0')).not.toThrow();
    const message = 'The version of reviewer in the channel beta is not set, not 1.0.0. Reload it before you continue.';
    expect(() => requireChannelAt('reviewer', 'beta', null, '1.0.0')).toThrow(stale(message, '1.0.0', null));
  });
});

it('the name of a channel is one that cannot be a version', () => {
  expect(requireChannel('beta')).toBe('beta');
  expect(() => requireChannel('v1')).toThrow(
    expect.objectContaining({
      code: 'BAD_USER_INPUT',
      message: '`channel`: Must not look like a version. Got "v1".',
    }),
  );
});

describe('the time of the last change that a caller expects', () => {
  const updatedAt = new Date('2026-01-02T03:04:05.006Z');
  const unchanged = (expected: Date | null | undefined) => requireUnchanged({ slug: 'reviewer', updatedAt }, expected);

  it.each([null, undefined, new Date(updatedAt)])('is the same, or not given: %s', (expected) => {
    expect(() => unchanged(expected)).not.toThrow();
  });

  it.each(['2026-01-02T03:04:05.005Z', '2026-01-02T03:04:05.007Z'])('is refused: %s', (expected) => {
    const message = `reviewer was last changed at 2026-01-02T03:04:05.006Z, not ${expected}. Reload it before you continue.`;
    expect(() => unchanged(new Date(expected))).toThrow(stale(message, expected, updatedAt.toISOString()));
  });
});
