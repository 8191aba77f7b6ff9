import { describe, expect, it } from 'vitest';
import { namespaceOfUpload, uploadPath } from '../../../packages/manifest/contract/bundleUpload.ts';
import { allows, channelPoint, channelProblem, isChannel } from '../../../packages/manifest/contract/channel.ts';
import { deprecationText } from '../../../packages/manifest/contract/deprecationText.ts';
import { isNamespace, isSlug, slugProblem } from '../../../packages/manifest/contract/names.ts';

const shape = (what: string) =>
  `Must be ${what}: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.`;
const confusable = (what: string) =>
  `Must be ${what} without "--", and without "-" at its end, because it is easily confused with another one.`;

describe('an id', () => {
  it.each(['ab', 'a1', 'a-b', 'a'.repeat(64)])('may be %s', (id) => {
    expect(slugProblem(id)).toBeNull();
    expect(isSlug(id)).toBe(true);
  });

  it.each([
    ['a', 'invalid_id', shape('an id')],
    ['1a', 'invalid_id', shape('an id')],
    ['A-b', 'invalid_id', shape('an id')],
    ['a_b', 'invalid_id', shape('an id')],
    ['a'.repeat(65), 'invalid_id', shape('an id')],
    ['a--b', 'confusable_id', confusable('an id')],
    ['ab-', 'confusable_id', confusable('an id')],
    ['publish', 'reserved_id', '"publish" is reserved; choose another one.'],
    ['com1', 'reserved_id', '"com1" is reserved; choose another one.'],
  ])('is not %s: %s', (id, code, message) => {
    expect(slugProblem(id)).toEqual({ code, message });
    expect(isSlug(id)).toBe(false);
  });

  it('is a string', () => {
    for (const value of [['ab'], Object('ab'), null, 12]) {
      expect(isSlug(value)).toBe(false);
      expect(isNamespace(value)).toBe(false);
    }
  });
});

describe('a namespace', () => {
  it.each(['a', '0', 'acme', 'a--b-', 'a'.repeat(63)])('may be %s', (name) => expect(isNamespace(name)).toBe(true));
  it.each(['', '-a', 'A', 'a_b', 'a.b', 'a'.repeat(64)])('is not %j', (name) => expect(isNamespace(name)).toBe(false));
});

describe('the name of a channel', () => {
  it.each(['stable', 'beta-2', 'next', 'v-one', 'vx1y', 'av1'])('may be %s', (name) => {
    expect(channelProblem(name)).toBeNull();
    expect(isChannel(name)).toBe(true);
  });

  it.each(['v1', 'v12', 'vv1', 'vx', 'vx1'])('must not look like a version: %s', (name) => {
    expect(channelProblem(name)).toBe('Must not look like a version.');
    expect(isChannel(name)).toBe(false);
  });

  it.each(['', 'a', '1.0.0', '^1', '*', 'Stable', 'a b', '-a', 'a'.repeat(65)])('is not %j', (name) => {
    expect(channelProblem(name)).toBe(
      'Must be the name of a channel: 2 to 64 lower-case letters, digits and hyphens, starting with a letter.',
    );
    expect(isChannel(name)).toBe(false);
  });

  it('is a string', () => {
    for (const value of [null, undefined, 1, ['stable'], {}, Object('stable')]) expect(isChannel(value)).toBe(false);
  });

  it('has a point that no version has', () => expect(channelPoint('stable')).toBe('cstable'));
});

it.each([
  ['stable', '9.9.9', true],
  ['^1.0.0', '1.2.0', true],
  ['^1.0.0', '2.0.0', false],
  ['1.0.0', '1.0.0', true],
  ['nothing at all', '1.0.0', false],
])('%s allows %s: %s', (reference, version, expected) => expect(allows(reference, version)).toBe(expected));

it('a confusable name of a channel is refused', () =>
  expect(channelProblem('a--b')).toBe(confusable('the name of a channel')));

describe('the path of an upload', () => {
  it('is in the folder of its namespace', () => {
    expect(uploadPath('acme', 'one')).toBe('incoming/acme/one.json');
    expect(namespaceOfUpload(uploadPath('acme', 'one'))).toBe('acme');
    expect(namespaceOfUpload(`incoming/0${'a'.repeat(62)}/_${'a'.repeat(199)}.json`)).toBe(`0${'a'.repeat(62)}`);
    expect(namespaceOfUpload('incoming/a-1/A.b_c-1.json')).toBe('a-1');
  });

  it.each([
    'incoming/acme/one.jsonx',
    'incoming/acme/one',
    'xincoming/acme/one.json',
    'incoming/-acme/one.json',
    'incoming/Acme/one.json',
    'incoming/acme/../one.json',
    'incoming/acme/.one.json',
    'incoming/acme/o ne.json',
    'incoming/acme/x/one.json',
    'incoming/acme/.json',
    `incoming/0${'a'.repeat(63)}/one.json`,
    `incoming/acme/${'a'.repeat(201)}.json`,
  ])('is not %s', (path) => expect(namespaceOfUpload(path)).toBeNull());
});

it.each([
  [null, null, 'The agent old is deprecated.'],
  ['', null, 'The agent old is deprecated.'],
  ['Too slow', null, 'The agent old is deprecated: Too slow.'],
  ['Too slow. Really', null, 'The agent old is deprecated: Too slow. Really.'],
  ['Too slow!', null, 'The agent old is deprecated: Too slow!'],
  ['Why?', 'new', 'The agent old is deprecated: Why? Use new instead.'],
  [null, 'new', 'The agent old is deprecated. Use new instead.'],
])('a deprecation with the message %j and the replacement %j: %s', (message, replacement, text) =>
  expect(deprecationText('agent', 'old', message, replacement)).toBe(text),
);
