import { describe, expect, it } from 'vitest';
import { Forbidden, IncompatibleChange, NotFound, StaleVersion } from '../../../src/errors.ts';
import { bulkError, thrownError } from '../../../src/registry/bulkError.ts';

describe('the error of an item', () => {
  it.each([
    [new NotFound('Agent "a" not found.'), { code: 'NOT_FOUND', message: 'Agent "a" not found.' }],
    [
      new StaleVersion('The current version is another.', '1.0.0', null),
      { code: 'STALE_VERSION', message: 'The current version is another.', expected: '1.0.0', actual: null },
    ],
    [
      new IncompatibleChange('It breaks its users.', ['A skill was removed.']),
      { code: 'INCOMPATIBLE_CHANGE', message: 'It breaks its users.', changes: ['A skill was removed.'] },
    ],
  ])('is stored, and thrown again as it was: $code', (error, stored) => {
    expect(bulkError(error)).toEqual(stored);
    const again = thrownError(bulkError(error));
    expect(again).toBeInstanceOf(error.constructor);
    expect({ ...again, message: again.message }).toEqual({ ...error, message: error.message });
  });

  it.each([new Forbidden('The role "admin" is required.'), new Error('No connection.')])(
    'is nothing that concerns the whole call: %s',
    (error) => {
      expect(() => bulkError(error)).toThrow(error);
    },
  );
});
