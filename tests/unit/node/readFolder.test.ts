import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BundleLimits } from '../../../packages/manifest/index.ts';
import { definitionFolders, readFolder } from '../../../packages/node/readFolder.ts';

describe('the folder of a definition', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-folder-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'agent.json'), '{"agentId": "a"}');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const codes = async () => (await readFolder('AGENT', folder)).issues.map(({ file, code }) => [file, code]);
  const sized = async (path: string, bytes: number) => {
    await writeFile(join(folder, path), '');
    await truncate(join(folder, path), bytes);
  };

  it('is read completely, except for files of editors and the system', async () => {
    await writeFile(join(folder, 'assets', 'a.bin'), Buffer.from([0, 255]));
    await writeFile(join(folder, '.DS_Store'), 'x');
    const { manifest, files, issues } = await readFolder('AGENT', folder);
    expect(issues).toEqual([]);
    expect(manifest).toBe('{"agentId": "a"}');
    expect(files.map(({ path, bytes }) => [path, [...bytes].length])).toEqual([
      ['agent.json', 16],
      ['assets/a.bin', 2],
    ]);
  });

  it('is never read through a symbolic link, from a device or from a pipe', async () => {
    await symlink('/etc/passwd', join(folder, 'assets', 'file'));
    await symlink('..', join(folder, 'assets', 'up'));
    await symlink('/dev/zero', join(folder, 'assets', 'zero'));
    execFileSync('mkfifo', [join(folder, 'assets', 'pipe')]);
    expect(await codes()).toEqual([
      ['assets/file', 'link'],
      ['assets/pipe', 'not_a_file'],
      ['assets/up', 'link'],
      ['assets/zero', 'link'],
    ]);
  });

  it('has no manifest when that is a symbolic link', async () => {
    await rm(join(folder, 'agent.json'));
    await symlink('/etc/passwd', join(folder, 'agent.json'));
    expect(await codes()).toEqual([
      ['agent.json', 'link'],
      ['agent.json', 'missing_file'],
    ]);
  });

  it('is refused when it is larger than a bundle may be, measured while reading', async () => {
    await sized('assets/huge', BundleLimits.fileBytes + 1);
    for (const name of ['1', '2', '3', '4', '5']) await sized(`assets/${name}`, BundleLimits.fileBytes);
    expect(await codes()).toEqual([
      ['assets/4', 'bundle_too_large'],
      ['assets/5', 'bundle_too_large'],
      ['assets/huge', 'file_too_large'],
    ]);
  });

  it('is refused when it has too many files', async () => {
    for (let index = 0; index <= BundleLimits.files; index += 1)
      await writeFile(join(folder, 'assets', `f${index}`), '');
    const found = await codes();
    expect(found.every(([, code]) => code === 'too_many_files')).toBe(true);
    expect(found.length).toBeGreaterThan(0);
  });

  it('is found inside another folder, or may be named itself', async () => {
    await mkdir(join(folder, '.git'));
    expect(await definitionFolders('AGENT', folder)).toEqual([folder]);
    expect(await definitionFolders('TEMPLATE', folder)).toEqual([join(folder, 'assets')]);
  });
});
