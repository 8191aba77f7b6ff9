import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesIn } from '../../../src/artifacts/files.ts';
import { blob, listed } from './stores.ts';

describe('file storage after a crash', () => {
  let folder: string;
  const content = blob('a whole file');
  const place = () => join(folder, 'sha256', content.sha256);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-artifacts-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('rewrites a truncated file', async () => {
    const artifacts = filesIn(folder);
    await artifacts.put([content]);
    await truncate(place(), 3);
    await expect(artifacts.get(content.sha256)).rejects.toThrow(content.sha256);
    await artifacts.put([content]);
    expect(await readFile(place())).toEqual(content.bytes);
  });

  it('neither serves nor lists an unfinished file, and discards it when it is old', async () => {
    const artifacts = filesIn(folder);
    await artifacts.put([content]);
    const [old, young] = ['.0a1b', '.2c3d'].map((name) => join(folder, 'sha256', name)) as [string, string];
    await writeFile(old, 'half');
    await writeFile(young, 'half');
    await utimes(old, 0, 0);
    expect(await listed(artifacts)).toHaveLength(1);
    await artifacts.discardUnfinished(new Date(Date.now() - 60_000));
    expect((await readdir(join(folder, 'sha256'))).sort()).toEqual(['.2c3d', content.sha256].sort());
  });

  it('leaves nothing behind when a put fails', async () => {
    const artifacts = filesIn(folder);
    await artifacts.put([]);
    await expect(artifacts.put([{ sha256: 'no/such/folder', bytes: content.bytes }])).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(await readdir(join(folder, 'sha256'))).toEqual([]);
  });
});
