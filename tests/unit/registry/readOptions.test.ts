import { expect, it } from 'vitest';
import { readOptions } from '../../../src/registry/readOptions.ts';
import type { Services } from '../../../src/registry/services.ts';

it.each([
  [undefined, {}],
  [[], { stdioCommands: [] }], // None may be started: not the same as the list of the contract.
  [['npx'], { stdioCommands: ['npx'] }],
])('the commands %j that an operator allows make the options %j', (stdioCommands, options) => {
  expect(readOptions({ stdioCommands } as Services)).toEqual(options);
});
