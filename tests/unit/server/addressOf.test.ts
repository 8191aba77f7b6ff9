import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../server/access/clientAddress.ts';

describe('whose address it is, at every door', () => {
  const headers: Record<string, string> = {
    'x-forwarded-for': '203.0.113.9',
    'x-vercel-forwarded-for': '2001:db8:1:2:3:4:5:6, 10.0.0.1',
  };
  const asked = (peer: string | undefined, options: Parameters<typeof addressOf>[0], given = headers) =>
    addressOf(options)(peer, (name) => given[name]);

  it('is the peer’s, whatever a client says of itself', () => {
    expect(asked('198.51.100.1', {})).toBe('198.51.100.1');
    expect(asked(undefined, {})).toBe('unknown');
  });

  it('is what a proxy of ours says', () => {
    expect(asked('10.0.0.1', { trustedProxies: ['10.0.0.0/8'] })).toBe('203.0.113.9');
    expect(asked('198.51.100.1', { trustedProxies: ['10.0.0.0/8'] })).toBe('198.51.100.1');
  });

  it('is what the platform says in its own header, and nobody’s where it says nothing', () => {
    const options = { addressHeader: 'x-vercel-forwarded-for', trustedProxies: ['0.0.0.0/0'] };
    expect(asked(undefined, options)).toBe('2001:db8:1:2');
    expect(asked('198.51.100.1', options, { 'x-forwarded-for': '203.0.113.9' })).toBe('unknown');
  });
});
