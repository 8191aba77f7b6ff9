import { expect, it } from 'vitest';
import { checkList, checkVersion, NotAsPublished } from '../../../packages/manifest/contract/published.ts';

const entry = (path: string) => ({ path, size: 1, sha256: '0'.repeat(64) });

it('a path that may not be written is refused by its first 100 characters', () => {
  const path = `../${'a'.repeat(97)}bcd`;
  let refused: unknown;
  try {
    checkList('AGENT', [entry(path)]);
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(NotAsPublished);
  const shown = JSON.stringify(`../${'a'.repeat(97)}`);
  expect(String(refused)).toMatch(`NotAsPublished: The gateway returned an invalid file list: ${shown}: `);
});

it('files without a manifest are not a version', () => {
  expect(() => checkVersion('AGENT', [], '0'.repeat(64))).toThrow('agent.json is not valid JSON.');
});
