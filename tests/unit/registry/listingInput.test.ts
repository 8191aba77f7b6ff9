import { describe, expect, it } from 'vitest';
import { requireListing, requireTags } from '../../../src/registry/listingInput.ts';

const refusal = (message: string) => expect.objectContaining({ code: 'BAD_USER_INPUT', message });
const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`);

describe('a listing', () => {
  it('has the values that are given', () => {
    expect(requireListing({ tags: ['b', 'a'] })).toStrictEqual({ tags: ['b', 'a'] });
    expect(requireListing({ tags: [] })).toStrictEqual({ tags: [] });
    expect(requireListing({ category: 'ops' })).toStrictEqual({ category: 'ops' });
    expect(requireListing({ description: 'One.\n\tTwo.' })).toStrictEqual({ description: 'One.\n\tTwo.' });
    expect(requireListing({ tags: null, category: null, description: 'd', reset: null })).toStrictEqual({
      description: 'd',
    });
    expect(requireListing({ category: 'c', reset: ['TAGS', 'DESCRIPTION'] })).toStrictEqual({ category: 'c' });
    expect(requireListing({ reset: ['TAGS'] })).toStrictEqual({});
  });

  it('has no category if a blank one is given', () => {
    expect(requireListing({ category: '' })).toStrictEqual({ category: null });
  });

  it('has each tag once, in its first spelling', () => {
    expect(requireListing({ tags: ['GitHub', 'github', 'x'] })).toStrictEqual({ tags: ['GitHub', 'x'] });
  });

  it.each([
    [{ tags: ['a'], reset: ['DESCRIPTION', 'TAGS'] as const }, 'Send either `tags` or TAGS in `reset`, not both.'],
    [{ category: '', reset: ['CATEGORY'] as const }, 'Send either `category` or CATEGORY in `reset`, not both.'],
    [
      { description: 'd', reset: ['DESCRIPTION'] as const },
      'Send either `description` or DESCRIPTION in `reset`, not both.',
    ],
    [{}, 'Send `tags`, `category` or `description`, or `reset`.'],
    [{ tags: null, reset: [] }, 'Send `tags`, `category` or `description`, or `reset`.'],
    [{ tags: tags(21) }, '`tags` must contain at most 20 tags.'],
    [{ tags: ['a', ''] }, '`tags[1]` must be 1 to 40 characters without control characters.'],
    [{ tags: ['a'.repeat(41)] }, '`tags[0]` must be 1 to 40 characters without control characters.'],
    [{ category: 'a'.repeat(41) }, '`category` must be 1 to 40 characters without control characters.'],
    [{ description: 'a'.repeat(2_001) }, '`description` must be 1 to 2000 characters without control characters.'],
    [{ description: '' }, '`description` must be 1 to 2000 characters without control characters.'],
  ])('is not %j', (input, message) => expect(() => requireListing(input)).toThrow(refusal(message)));

  it.each([' a', 'a ', ' ', 'a\nb', 'a\tb', 'a\rb', 'a\u2028b', 'a\u2029b'])('has no category %j', (category) => {
    const message = '`category` must be one line without spaces at its ends.';
    expect(() => requireListing({ category })).toThrow(refusal(message));
    expect(() => requireListing({ tags: [category] })).toThrow(refusal(message.replace('category', 'tags[0]')));
  });

  it('may be as long as in a definition', () => {
    const listing = { tags: tags(20), category: 'a'.repeat(40), description: 'a'.repeat(2_000) };
    expect(requireListing(listing)).toStrictEqual(listing);
  });
});

it('refuses more tags than a caller allows', () => {
  expect(requireTags('addTags', ['a', 'b'], 2)).toEqual(['a', 'b']);
  expect(() => requireTags('addTags', ['a', 'b', 'c'], 2)).toThrow(refusal('`addTags` must contain at most 2 tags.'));
});
