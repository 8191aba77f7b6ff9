import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { targetFrom } from '../../../packages/cli/commands/pull.ts';
import { writeFolder } from '../../../packages/cli/pull/writeFolder.ts';
import { fileUrl } from '../../../packages/client/index.ts';
import {
  checkFile,
  checkList,
  checkVersion,
  digestOf,
  type FileEntry,
  sha256Hex,
} from '../../../packages/manifest/index.ts';

const utf8 = new TextEncoder();
const file = (path: string, text: string) => ({ path, bytes: utf8.encode(text) });
const entry = ({ path, bytes }: { path: string; bytes: Uint8Array }): FileEntry => ({
  path,
  size: bytes.length,
  sha256: sha256Hex(bytes),
});
const files = [file('agent.json', '{"agentId": "a"}\n'), file('prompts/system.md', 'Hello.')];

describe('the target of a pull', () => {
  it.each([
    ['code-reviewer', { id: 'code-reviewer', version: null }],
    ['code-reviewer@1.2.0', { id: 'code-reviewer', version: '1.2.0' }],
    ['a1@1.0.0-rc.1+build', { id: 'a1', version: '1.0.0-rc.1+build' }],
  ])('is parsed from %s', (text, target) => expect(targetFrom(text)).toEqual(target));

  it.each(['', '@1.0.0', 'Code', '../x', 'a/b', 'code-reviewer@', 'code-reviewer@v1', 'code-reviewer@1.0.0@2'])(
    'must not be %j',
    (text) => expect(() => targetFrom(text)).toThrow(/Must /),
  );

  it.each([
    ['http://h:1/graphql', 'http://h:1/api/agents/a/versions/1.0.0/files/assets/x%20%23%25.txt?namespace=n'],
    [
      'https://h/registry/graphql/?x=1#y',
      'https://h/registry/api/agents/a/versions/1.0.0/files/assets/x%20%23%25.txt?namespace=n',
    ],
    ['https://h', 'https://h/api/agents/a/versions/1.0.0/files/assets/x%20%23%25.txt?namespace=n'],
  ])('has file URLs on the server of %s', (url, expected) =>
    expect(fileUrl(url, { kind: 'AGENT', id: 'a', namespace: 'n', version: '1.0.0' }, 'assets/x #%.txt')).toBe(
      expected,
    ),
  );
});

describe('a gateway that cannot be trusted', () => {
  const listed = (...paths: string[]) => ['agent.json', ...paths].map((path) => entry(file(path, '')));

  it.each([
    ['../evil'],
    ['/etc/passwd'],
    ['assets/../../evil'],
    ['assets\\..\\evil'],
    ['C:/evil'],
    ['.git/hooks/x'],
    ['assets/con'],
    ['assets/a\nb'],
  ])('may not list %j', (path) => expect(() => checkList('AGENT', listed(path))).toThrow(/invalid file list/));

  it('may not list a path twice, no files, or too many', () => {
    expect(() => checkList('AGENT', listed('assets/a', 'assets/A'))).toThrow(/the same path/);
    expect(() => checkList('AGENT', [])).toThrow(/agent\.json is missing/);
    expect(() => checkList('TEMPLATE', listed())).toThrow(/invalid file list/);
    expect(() => checkList('AGENT', [{ ...entry(file('agent.json', '')), size: 1e9 }])).toThrow(/too large/);
    expect(() => checkList('AGENT', listed(...Array.from({ length: 600 }, (_, index) => `assets/${index}`)))).toThrow(
      /too many/,
    );
  });

  it('may not send bytes that differ from the list', () => {
    const [first] = files;
    if (!first) throw new Error('There are files.');
    expect(() => checkFile(entry(first), first.bytes)).not.toThrow();
    expect(() => checkFile(entry(first), utf8.encode('{"agentId": "b"}\n'))).toThrow(/its digest differs/);
    expect(() => checkFile({ ...entry(first), size: 1 }, first.bytes)).toThrow(/its digest differs/);
  });

  it('may not send files that differ from the published version', () => {
    const digest = digestOf({ agentId: 'a' }, files.map(entry));
    expect(() => checkVersion('AGENT', files, digest)).not.toThrow();
    expect(() => checkVersion('AGENT', files.slice(0, 1), digest)).toThrow(/not the published version/);
    expect(() => checkVersion('AGENT', [file('agent.json', '{'), ...files.slice(1)], digest)).toThrow(/not valid JSON/);
  });
});

describe('writing the folder', () => {
  let folder: string;
  let out: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-pull-'));
    out = join(folder, 'out');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes every byte', async () => {
    await writeFolder(out, files, false);
    expect(await readFile(join(out, 'agent.json'), 'utf8')).toBe('{"agentId": "a"}\n');
    expect(await readFile(join(out, 'prompts/system.md'), 'utf8')).toBe('Hello.');
  });

  it('refuses a folder that is not empty, unless forced', async () => {
    await mkdir(out);
    await writeFile(join(out, 'mine.txt'), 'mine');
    await expect(writeFolder(out, files, false)).rejects.toThrow(/not empty/);
    expect(await readdir(out)).toEqual(['mine.txt']);
    await writeFolder(out, files, true);
    expect((await readdir(out)).sort()).toEqual(['agent.json', 'mine.txt', 'prompts']);
  });

  it.each(['prompts', 'agent.json', 'prompts/system.md'])('follows no symbolic link in place of %s', async (place) => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(join(out, place, '..'), { recursive: true });
    if (place === 'prompts') await mkdir(elsewhere);
    else await writeFile(elsewhere, 'untouched');
    await symlink(elsewhere, join(out, place));
    await expect(writeFolder(out, files, true)).rejects.toThrow(/cannot be written|outside/);
    if (place === 'prompts') expect(await readdir(elsewhere)).toEqual([]);
    else expect(await readFile(elsewhere, 'utf8')).toBe('untouched');
  });
});
