import { describe, expect, it } from 'vitest';
import {
  checkCommitSha,
  checkIdempotencyKey,
  namedNamespace,
  requireCount,
  requireOwnNamespace,
  requireRole,
  requireText,
} from '../../../src/registry/require.ts';
import type { RegistryRole, User } from '../../../src/viewer.ts';

const user = (role: RegistryRole | null): User => ({ kind: 'user', id: 'f1', role, namespace: 'acme' });
const as = (role: RegistryRole | null) => ({ viewer: user(role), correlationId: 'c' });
const invalid = (message: string) => expect.objectContaining({ code: 'BAD_USER_INPUT', message });

describe('a role', () => {
  it.each([
    ['viewer', 'viewer'],
    ['publisher', 'viewer'],
    ['publisher', 'publisher'],
    ['admin', 'publisher'],
    ['admin', 'admin'],
  ] as const)('%s is enough for %s', (role, minimum) => {
    expect(requireRole(as(role), minimum, 'claim steps')).toEqual(user(role));
  });

  it.each([
    ['viewer', 'publisher', '"viewer"'],
    ['publisher', 'admin', '"publisher"'],
    [null, 'viewer', 'no role'],
  ] as const)('%s is not enough for %s', (role, minimum, actual) => {
    const message = `The role "${minimum}" is required to claim steps; your token has ${actual}.`;
    expect(() => requireRole(as(role), minimum, 'claim steps')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', message }),
    );
  });

  it('is asked of a caller with a token', () => {
    const caller = { viewer: { kind: 'anonymous' as const }, correlationId: 'c' };
    expect(() => requireRole(caller, 'viewer', 'claim steps')).toThrow(
      expect.objectContaining({ code: 'UNAUTHENTICATED' }),
    );
  });
});

describe('a namespace', () => {
  it('is the one that is named, or none', () => {
    expect([namedNamespace('acme'), namedNamespace(null), namedNamespace(undefined)]).toEqual(['acme', null, null]);
  });

  it.each(['', ' ', '\t\n'])('is not %j', (blank) => {
    const message = '`namespace` must be a namespace such as "default". Omit it to use the default.';
    expect(() => namedNamespace(blank)).toThrow(invalid(message));
    expect(() => requireOwnNamespace(user('admin'), blank)).toThrow(invalid(message));
  });

  it('of a write is that of the token', () => {
    expect(requireOwnNamespace(user('admin'), null)).toBe('acme');
    expect(requireOwnNamespace(user('admin'), 'acme')).toBe('acme');
    const message = 'Your token may write only to the namespace "acme"; got "other".';
    expect(() => requireOwnNamespace(user('admin'), 'other')).toThrow(
      expect.objectContaining({ code: 'FORBIDDEN', message }),
    );
  });
});

describe('a text', () => {
  const bounds = '`reason` must be 1 to 5 characters without control characters.';

  it.each(['a', 'abcde', 'a\nb\tc', ' a ', '🙂'])('is %j', (text) => {
    expect(requireText('reason', text, 5)).toBe(text);
  });

  it.each(['', ' ', 'abcdef', 'a\0', 'a\u001b', '\u0007'])('is not %j', (text) => {
    expect(() => requireText('reason', text, 5)).toThrow(invalid(bounds));
  });

  it('has no half of a character, unless it is too long anyway', () => {
    const message = '`reason` contains a lone surrogate (half of a character). Send the whole character.';
    expect(() => requireText('reason', 'abcd\ud83d', 5)).toThrow(invalid(message));
    expect(() => requireText('reason', 'abcdef\ud83d', 5)).toThrow(invalid(bounds));
  });

  it('has no hidden text within its length', () => {
    const tags = String.fromCodePoint(...[...'hi'].map((letter) => 0xe0000 + (letter.codePointAt(0) ?? 0)));
    expect(() => requireText('reason', `a${tags}`, 5)).toThrow(
      invalid(expect.stringMatching(/^`reason` (?!must be)/) as unknown as string),
    );
    expect(() => requireText('reason', `abcde${tags}`, 5)).toThrow(invalid(bounds));
  });

  it('may have an invisible character that its language may need', () => {
    expect(requireText('reason', 'Wort\u200bteilung', 20)).toBe('Wort\u200bteilung');
  });
});

describe('a number', () => {
  it.each([1, 20])('is %s', (value) => expect(requireCount('first', value, 1, 20)).toBe(value));

  it.each([0, 21, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('is not %s', (value) => {
    expect(() => requireCount('first', value, 1, 20)).toThrow(invalid('`first` must be from 1 to 20.'));
  });
});

describe('the hash of a commit', () => {
  it.each(['0123abc', 'f'.repeat(40), 'f'.repeat(64)])('is %s', (sha) => expect(checkCommitSha(sha)).toBe(sha));

  it('may be absent', () => expect([checkCommitSha(null), checkCommitSha(undefined)]).toEqual([null, null]));

  it.each(['', '0123ab', 'f'.repeat(65), '0123ABC', '0123abg', ' 0123abc', '0123abc\n'])('is not %j', (sha) => {
    expect(() => checkCommitSha(sha)).toThrow(invalid('`commitSha` must be 7 to 64 lower-case hexadecimal digits.'));
  });
});

describe('an idempotency key', () => {
  it.each(['12345678', 'Az_.:-09', 'k'.repeat(128)])('is %s', (key) => expect(checkIdempotencyKey(key)).toBe(key));

  it('may be absent', () => expect([checkIdempotencyKey(null), checkIdempotencyKey(undefined)]).toEqual([null, null]));

  it.each(['', '1234567', 'k'.repeat(129), '1234 5678', ' 12345678', '12345678\n', 'schlüssel'])('is not %j', (key) => {
    expect(() => checkIdempotencyKey(key)).toThrow(
      invalid('`idempotencyKey` must be 8 to 128 characters from A-Z a-z 0-9 _ . : -'),
    );
  });
});
