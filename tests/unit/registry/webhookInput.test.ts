import { describe, expect, it } from 'vitest';
import type { EventFilter } from '../../../src/db/event.ts';
import { requireDescription, requireWebhookUrl, storedFilter } from '../../../src/registry/webhookInput.ts';

const refusal = (message: string | RegExp) =>
  expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });

describe('the input of a webhook', () => {
  it('has a URL that is public, or whose host is allowed', () => {
    expect(requireWebhookUrl('https://example.com/hook', {})).toBe('https://example.com/hook');
    expect(requireWebhookUrl('http://localhost:9/hook', { webhookHosts: ['localhost'] })).toBe(
      'http://localhost:9/hook',
    );
    expect(() => requireWebhookUrl('http://localhost:9/hook', {})).toThrow(refusal(/^`url` is not allowed\. ./));
    expect(() => requireWebhookUrl('', {})).toThrow(
      refusal(/^`url` must be 1 to 2000 characters without control characters\.$/),
    );
    const long = (length: number) => `https://example.com/${'a'.repeat(length - 'https://example.com/'.length)}`;
    expect(requireWebhookUrl(long(2_000), {})).toBe(long(2_000));
    expect(() => requireWebhookUrl(long(2_001), {})).toThrow(refusal(/^`url` must be 1 to 2000 characters/));
  });

  it('may have a description', () => {
    for (const none of [null, undefined, '']) expect(requireDescription(none)).toBeNull();
    expect(requireDescription('a'.repeat(500))).toBe('a'.repeat(500));
    expect(() => requireDescription('a'.repeat(501))).toThrow(refusal(/^`description` must be 1 to 500 characters/));
  });

  it('has a filter with the keys that are given', () => {
    expect(storedFilter(null)).toStrictEqual({});
    expect(storedFilter(undefined)).toStrictEqual({});
    const filter = { kinds: ['AGENT'], actions: null, entryIds: undefined, isPublic: false } as unknown as EventFilter;
    expect(storedFilter(filter)).toStrictEqual({ kinds: ['AGENT'], isPublic: false });
  });

  it('has a filter of at most 5,000 characters', () => {
    const filterOf = (length: number) =>
      ({ entryIds: ['a'.repeat(length - '{"entryIds":[""]}'.length)] }) as unknown as EventFilter;
    expect(storedFilter(filterOf(5_000))).toEqual(filterOf(5_000));
    expect(() => storedFilter(filterOf(5_001))).toThrow(
      refusal(/^`filter` must be at most 5000 characters as JSON\. Use fewer values\.$/),
    );
  });
});
