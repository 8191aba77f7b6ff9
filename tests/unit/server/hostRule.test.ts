import { describe, expect, it } from 'vitest';
import { hostRule } from '../../../server/access/hostRule.ts';
import { admitReader } from '../../../server/access/metricsAccess.ts';
import { readEnv } from '../../../server/open/env.ts';

const rule = (env: Record<string, string> = {}) => hostRule(readEnv(env));

describe('a gateway for this machine accepts the Host', () => {
  it.each([
    'localhost',
    'LOCALHOST:4000',
    'localhost.:4000',
    'my.localhost',
    '127.0.0.1:4000',
    '127.1',
    '[::1]:4000',
    '[::ffff:127.0.0.1]',
    '0.0.0.0:4000',
    '192.168.1.5:4000',
    'registry',
    'registry:4000',
    'host.docker.internal:4000',
    'laptop.local',
    'registry.test',
  ])('%s', (host) => expect(rule()?.(host)).toBe(true));

  it.each([
    'evil.example.com',
    'evil.com:4000',
    'evil.com.',
    'localhost.evil.com',
    '127.0.0.1.nip.io',
    'rebind.network:4000',
    'xn--e1aybc.xn--p1ai',
    'localhost.com',
  ])('but not %s', (host) => expect(rule()?.(host)).toBe(false));

  it('nor a name that is not listed; a listed one, in upper or lower case', () => {
    const known = rule({ REGISTRY_HOSTS: 'Registry.Example.com, other.example.org' });
    expect(known?.('registry.example.com:4000')).toBe(true);
    expect(known?.('OTHER.example.org')).toBe(true);
    expect(known?.('third.example.org')).toBe(false);
  });

  it.each<Record<string, string>>([
    { HOST: '0.0.0.0' },
    { HOST: '10.0.0.4' },
    { REGISTRY_TRUSTED_PROXIES: '127.0.0.1' },
    { VERCEL: '1' },
  ])('of any name where other machines can reach it: %j', (env) => expect(rule(env)).toBeUndefined());

  it.each(['[::1]', '::1', 'localhost', '127.0.0.1'])('by a rule with HOST=%s', (HOST) =>
    expect(rule({ HOST })).toBeTypeOf('function'),
  );
});

describe('the metrics of this machine', () => {
  const ask = (host: string | null) =>
    admitReader('local', { peer: '127.0.0.1', header: (name) => (name === 'host' ? host : null) });

  it.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', null])('may be read by %s', (host) =>
    expect(ask(host)).toBe('allowed'),
  );
  it.each(['evil.com', 'registry.test', '10.0.0.1', 'localhost.evil.com'])('may not be read by %s', (host) =>
    expect(ask(host)).toBe('hidden'),
  );
});
