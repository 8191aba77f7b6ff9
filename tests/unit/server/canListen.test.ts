import { expect, it } from 'vitest';
import { canListen } from '../../../server/open/wakeupSources.ts';

it.each([
  ['auto', undefined, true],
  ['auto', 'postgres://user:p@db.example.com:5432/postgres', true],
  ['auto', 'postgres://user:p@db.example.com/postgres', true],
  ['auto', 'postgres://user.ref:p@pooler.supabase.com:6543/postgres', false],
  ['auto', 'postgres://user.ref:p@pooler.supabase.com:5432/postgres', true],
  ['auto', 'postgres://user:p@bouncer.example.com/postgres?pgbouncer=true', false],
  ['on', 'postgres://user.ref:p@pooler.supabase.com:6543/postgres', true],
  ['off', 'postgres://user:p@db.example.com:5432/postgres', false],
  ['off', undefined, false],
] as const)('DATABASE_LISTEN=%s at %s listens: %s', (DATABASE_LISTEN, DATABASE_URL, listens) => {
  expect(canListen({ DATABASE_LISTEN, DATABASE_URL })).toBe(listens);
});
