import { describe, expect, it } from 'vitest';
import { addressForDriver, isPooled } from '../../../src/db/address.ts';

describe('the URL of a database', () => {
  it.each([
    ['postgres://postgres.ref:pw@aws-0-eu-central-1.pooler.supabase.com:6543/postgres', true],
    ['postgres://postgres.ref:pw@aws-0-eu-central-1.pooler.supabase.com:5432/postgres', false],
    ['postgres://postgres:pw@db.ref.supabase.co:5432/postgres', false],
    ['postgres://app@bouncer:6432/registry?pgbouncer=true', true],
    ['postgres://app@bouncer:6432/registry?pgbouncer=false', false],
    ['postgres://app@[::1]/registry', false],
  ])('%s: uses a transaction pooler: %s', (address, pooled) => expect(isPooled(address)).toBe(pooled));

  it('is passed to the driver without the parameters that are not the driver’s, and with all others', () => {
    const given =
      'postgres://a%40b:p%2Fw@host:6543/db?pgbouncer=true&connection_limit=1&schema=x&statement_timeout=1&pipeline=no&max=1';
    expect(addressForDriver(given)).toBe('postgres://a%40b:p%2Fw@host:6543/db');
    const kept = 'postgres://a@host/db?sslmode=require&uselibpqcompat=true&application_name=a+b&options=-c%20x%3D1';
    const { searchParams } = new URL(addressForDriver(kept));
    expect(Object.fromEntries(searchParams)).toEqual({
      sslmode: 'require',
      uselibpqcompat: 'true',
      application_name: 'a b',
      options: '-c x=1',
    });
  });
});
