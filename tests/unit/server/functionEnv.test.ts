import { afterEach, describe, expect, it, vi } from 'vitest';
import { schemaOf } from '../../../scripts/preview/name.ts';
import { readFunctionEnv } from '../../../server/functions/functionEnv.ts';

const needed = {
  DATABASE_URL: 'postgres://gateway@127.0.0.1/registry',
  SUPABASE_URL: 'https://project.supabase.co',
  SUPABASE_SECRET_KEY: 'sb_secret_for_tests',
  REGISTRY_SCHEMA: '',
  VERCEL_ENV: '',
  VERCEL_GIT_PULL_REQUEST_ID: '',
};

describe('the schema that a function serves', () => {
  afterEach(() => void vi.unstubAllEnvs());

  const schemaWith = (variables: Record<string, string>) => {
    for (const [name, value] of Object.entries({ ...needed, ...variables })) vi.stubEnv(name, value);
    return readFunctionEnv().REGISTRY_SCHEMA;
  };

  it.each([
    ['in production', { VERCEL_ENV: 'production' }, 'nofx'],
    ['in production, after a merge', { VERCEL_ENV: 'production', VERCEL_GIT_PULL_REQUEST_ID: '42' }, 'nofx'],
    ['for a pull request', { VERCEL_ENV: 'preview', VERCEL_GIT_PULL_REQUEST_ID: '42' }, schemaOf('pr-42')],
    ['for a branch without one', { VERCEL_ENV: 'preview' }, 'nofx'],
    [
      'with an explicit schema',
      { VERCEL_ENV: 'preview', VERCEL_GIT_PULL_REQUEST_ID: '42', REGISTRY_SCHEMA: 'ours' },
      'ours',
    ],
  ])('%s', (_, variables, expected) => expect(schemaWith(variables)).toBe(expected));

  it('is not defined for a number that is not a number', () =>
    expect(() => schemaWith({ VERCEL_ENV: 'preview', VERCEL_GIT_PULL_REQUEST_ID: '4"2' })).toThrow('REGISTRY_SCHEMA'));
});
