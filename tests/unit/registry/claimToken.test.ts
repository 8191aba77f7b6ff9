import { expect, it } from 'vitest';
import { findSecrets } from '../../../packages/manifest/secrets/secrets.ts';
import { hashOfToken, newToken, requireLease } from '../../../src/registry/claimToken.ts';

it('a claim token is 256 random bits that pass wherever secrets are refused', () => {
  const tokens = Array.from({ length: 100 }, newToken);
  expect(new Set(tokens).size).toBe(100);
  for (const token of tokens) {
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(findSecrets(token)).toEqual([]);
  }
});

it('only the SHA-256 of a claim token is stored', () => {
  expect(hashOfToken('token')).toBe('3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0');
});

it.each([
  [undefined, 60],
  [null, 60],
  [5, 5],
  [3_600, 3_600],
])('a lease of %s is %s seconds', (asked, seconds) => {
  expect(requireLease(asked)).toBe(seconds);
});

it.each([4, 3_601, 0, -60, 5.5, Number.NaN])('a lease of %s is refused', (asked) => {
  const message = '`leaseSeconds` must be from 5 to 3600.';
  expect(() => requireLease(asked)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', message }));
});
