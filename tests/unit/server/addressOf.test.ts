import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../server/access/clientAddress.ts';

describe('the address of a client, over every transport,', () => {
  const headers: Record<string, string> = {
    'x-forwarded-for': '203.0.113.9',
    'x-vercel-forwarded-for': '2001:db8:1:2:3:4:5:6, 10.0.0.1',
  };
  const asked = (peer: string | undefined, options: Parameters<typeof addressOf>[0], given = headers) =>
    addressOf(options)(peer, (name) => given[name]);

  it('is the address of the peer, whatever headers the client sends', () => {
    expect(asked('198.51.100.1', {})).toBe('198.51.100.1');
    expect(asked(undefined, {})).toBe('unknown');
  });

  it('is the address that a trusted proxy reports', () => {
    expect(asked('10.0.0.1', { trustedProxies: ['10.0.0.0/8'] })).toBe('203.0.113.9');
    expect(asked('198.51.100.1', { trustedProxies: ['10.0.0.0/8'] })).toBe('198.51.100.1');
  });

  it('is the address in the platform’s own header, and null without that header', () => {
    const options = { addressHeader: 'x-vercel-forwarded-for', trustedProxies: ['0.0.0.0/0'] };
    expect(asked(undefined, options)).toBe('2001:db8:1:2');
    expect(asked('198.51.100.1', options, { 'x-forwarded-for': '203.0.113.9' })).toBe('unknown');
  });
});
