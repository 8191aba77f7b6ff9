import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedded } from '../../../server/open/embedded.ts';
import { EnvError, readEnv } from '../../../server/open/env.ts';
import { portIsFree } from '../../../server/open/portIsFree.ts';
import { startProblem } from '../../../server/open/startProblem.ts';
import { createPglite } from '../../../src/db/pglite.ts';
import { StorageUnavailable } from '../../../src/errors.ts';

const problemOf = (work: () => Promise<unknown>) => work().then(() => 'It started.', startProblem);

describe('a failed start is explained', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-problem-'));
    await (await createPglite({ folder: join(folder, 'postgres') })).close();
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each<[string, (postgres: string) => Promise<void>]>([
    ['its control file is cut off', (postgres) => truncate(join(postgres, 'global', 'pg_control'), 100)],
    ['it was made by another version', (postgres) => writeFile(join(postgres, 'PG_VERSION'), '12\n')],
    ['its configuration is missing', (postgres) => rm(join(postgres, 'postgresql.conf'))],
    [
      'it is a file',
      async (postgres) => {
        await rm(postgres, { recursive: true });
        await writeFile(postgres, '');
      },
    ],
  ])('for an embedded database: %s', async (what, damage) => {
    await damage(join(folder, 'postgres'));
    const open = () => openEmbedded(readEnv({ REGISTRY_DATA_DIR: folder }));
    const sentence =
      what === 'it is a file'
        ? /postgres is a file, not a folder\./
        : /cannot be opened \(.*\): it is damaged, or .* Restore the folder from a backup/;
    expect(await problemOf(open)).toMatch(sentence);
    // The folder was released.
    expect(await problemOf(open)).toMatch(sentence);
  });

  it.each([
    ['203.0.113.1', 0, /EADDRNOTAVAIL.* HOST must be an address of this machine/],
    ['nowhere.invalid', 0, /(ENOTFOUND|EAI_AGAIN).* HOST must be an address of this machine, or a name/],
  ])('for an address: %s', async (host, port, sentence) => {
    expect(await problemOf(() => portIsFree(host, port))).toMatch(sentence);
  });

  it.each<[string, unknown, string]>([
    ['the environment', new EnvError('PORT: must be a port.'), 'PORT: must be a port.'],
    [
      'a full disk',
      Object.assign(new Error('write failed'), { code: 'ENOSPC' }),
      'The registry did not start: write failed. The disk is full: free some space.',
    ],
    [
      'storage that is away',
      new StorageUnavailable('File storage is unavailable. Try again.', { cause: new TypeError('fetch failed') }),
      'File storage cannot be reached: fetch failed.',
    ],
    ['anything else', new Error('Odd.'), 'The registry did not start: Odd.'],
    ['a value that is not an error', 'odd', 'The registry did not start: odd'],
  ])('%s', (_, error, sentence) => expect(startProblem(error)).toBe(sentence));
});
