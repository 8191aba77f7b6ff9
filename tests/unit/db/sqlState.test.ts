import { describe, expect, it } from 'vitest';
import { explainSqlState } from '../../../src/db/sqlState.ts';

const explained = (code: string, message = 'what the driver said') => {
  const cause = Object.assign(new Error(message), { code });
  try {
    return explainSqlState(cause);
  } catch (error) {
    return { error, cause };
  }
};

describe('an error of Postgres or its driver', () => {
  it.each([
    ['53100', /^The disk of the registry is full; nothing was written\./],
    ['ENOSPC', /^The disk of the registry is full; nothing was written\./],
    ['53200', /^The database is out of memory\./],
    ['53300', /^The database has no free connection\./],
    ['53000', /^The database is unavailable\./],
    ['53400', /^The database is unavailable\./],
    ['25006', /^The database is read-only; nothing was written\./],
    ['57P01', /^The database is restarting\./],
    ['57P02', /^The database is restarting\./],
    ['57P03', /^The database is starting or in recovery\./],
    ['58030', /^The database is unavailable\./],
    ['08006', /^The database is unavailable\./],
    ['ECONNRESET', /^The database is unavailable\./],
  ])('%s becomes UNAVAILABLE, with a remedy, and with its cause for the log', (code, message) => {
    const { error, cause } = explained(code);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', message: expect.stringMatching(message) });
    expect((error as Error).message).toMatch(/Try again/);
    expect((error as Error).cause).toBe(cause);
  });

  it('on a standby that cannot write is read-only; another unsupported feature is an internal error', () => {
    expect(explained('0A000', 'cannot set transaction read-write mode during recovery').error).toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/read-only/),
    });
    const { error, cause } = explained('0A000', 'cannot use this here');
    expect(error).toBe(cause);
  });

  it('for a lock that was not granted in time is a conflict', () => {
    expect(explained('55P03').error).toMatchObject({ code: 'CONFLICT' });
  });
});
