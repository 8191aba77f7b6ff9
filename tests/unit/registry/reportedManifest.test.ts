import { describe, expect, it } from 'vitest';
import { reportedManifest } from '../../../src/registry/reportedManifest.ts';

// Written in parts, so that no scanner reports this file as a leak.
const token = `${'gh'}p_${'q7Zx2Kp9Lm4Vt8Rb3Nc6Wd1Yf5Hg0Js'.repeat(2).slice(0, 36)}`;
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const list = (levels: number): unknown => (levels === 0 ? 1 : [list(levels - 1)]);

describe('the manifest of a validation report', () => {
  it.each([
    ['an object', { agentId: 'a', tags: ['b', null], limit: 2, isDraft: false }],
    ['a string', 'not JSON'],
    ['null', null],
    ['a number', 7],
  ])('is %s as it was sent', (_, manifest) => expect(reportedManifest(manifest)).toEqual(manifest));

  it('is the value of a JSON text', () => {
    expect(reportedManifest('{"agentId":"a","password":"hunter2"}')).toEqual({ agentId: 'a', password: '(hidden)' });
  });

  it('is null for nothing at all', () => expect(reportedManifest(undefined)).toBeNull());

  it('has no token, wherever it is', () => {
    expect(reportedManifest({ a: [`x ${token} y`], [token]: 1 })).toEqual({ a: ['x (hidden) y'], '(hidden)': 1 });
  });

  it('has no value with the name of a secret, also in a list', () => {
    expect(reportedManifest({ password: 'hunter2', apiKey: ['abc', { deep: 'kept' }], owner: 'me' })).toEqual({
      password: '(hidden)',
      apiKey: ['(hidden)', { deep: 'kept' }],
      owner: 'me',
    });
    expect(reportedManifest({ password: '', token: 7, secret: null })).toEqual({
      password: '',
      token: 7,
      secret: null,
    });
  });

  it.each(['${GITHUB_TOKEN}', '${secret:TOKEN}', '${env:TOKEN}', 'Bearer ${secret:TOKEN}', '{{ variables.token }}'])(
    'has the reference %s under the name of a secret',
    (value) => expect(reportedManifest({ token: value })).toEqual({ token: value }),
  );

  it.each(['hunter2${X}', 'hunter2 ${X}', '${X}hunter2', '${hunter two}', 'Bearer hunter2', 'Bearer hunter2${X}'])(
    'does not take %s for a reference',
    (value) => expect(reportedManifest({ token: value })).toEqual({ token: '(hidden)' }),
  );

  it('has no default and no value of a variable that is secret, or has the name of a secret', () => {
    const variables = [
      { name: 'API_KEY', default: 'abc', description: 'kept' },
      { name: 'PIN', isSecret: true, default: 1234, value: { inner: 'abc' } },
      { name: 'API_KEY', default: null },
      { name: 'PIN', isSecret: 1, default: 'kept' },
      { name: 7, default: 'kept' },
    ];
    expect(reportedManifest({ variables })).toEqual({
      variables: [
        { name: 'API_KEY', default: '(hidden)', description: 'kept' },
        { name: 'PIN', isSecret: true, default: '(hidden)', value: '(hidden)' },
        { name: 'API_KEY', default: null },
        { name: 'PIN', isSecret: 1, default: 'kept' },
        { name: 7, default: 'kept' },
      ],
    });
  });

  it('has no secret that is assigned to a name in a text that is not JSON', () => {
    expect(reportedManifest('{"agentId": "a", "password": "Tr0ub4dor3x",}')).toBe(
      '{"agentId": "a", "password": "(hidden)",}',
    );
    expect(reportedManifest(`{"token": "${token}", "x": "${token}",`)).toBe('{"token": "(hidden)", "x": "(hidden)",');
  });

  it('can be stored by Postgres', () => {
    expect(reportedManifest({ 'a\0': 'b\0c\ud800' })).toEqual({ 'a\ufffd': 'b\ufffdc\ufffd' });
  });

  it('has at most 64 levels', () => {
    expect(reportedManifest(nested(64))).toEqual(nested(64));
    expect(reportedManifest(nested(65))).toBeNull();
    expect(reportedManifest(list(64))).toEqual(list(64));
    expect(reportedManifest(list(65))).toBeNull();
    expect(reportedManifest({ a: 1, b: [2, nested(64)] })).toBeNull();
  });

  it('has at most 64 KiB', () => {
    const overhead = JSON.stringify({ a: '' }).length;
    const full = { a: 'a'.repeat(65_536 - overhead) };
    expect(reportedManifest(full)).toEqual(full);
    expect(reportedManifest({ a: `${full.a}a` })).toBeNull();
    expect(reportedManifest({ a: 'é'.repeat(40_000) })).toBeNull();
    expect(reportedManifest(JSON.stringify(full))).toEqual(full);
    expect(reportedManifest(` ${JSON.stringify(full)}`)).toBeNull();
  });
});
