import { describe, expect, it } from 'vitest';
import {
  type BundleFile,
  BundleLimits,
  filePathProblem,
  parseBundle,
} from '../../../packages/manifest/contract/bundle.ts';
import { checkFile, checkList, checkVersion, NotAsPublished } from '../../../packages/manifest/contract/published.ts';
import { digestOfFiles, sha256Hex } from '../../../packages/manifest/values/digest.ts';
import { Issues } from '../../../packages/manifest/values/issue.ts';

const token = `ghp_${'aB3'.repeat(12)}`;
const deep = (segments: number) => `assets/${'a/'.repeat(segments - 2)}a`;

describe('the path of a file', () => {
  const length = 'A path must have 1 to 400 characters.';
  const segment = 'The path must not contain an empty, "." or ".." segment.';
  const relative = 'The path must be relative to the folder of the definition.';
  const unstorable = 'The path has a segment that some operating systems cannot store; rename it.';

  it.each([
    ['', 'invalid_path', length],
    [`assets/${'a/'.repeat(197)}`, 'invalid_path', length],
    ['assets/a\0b', 'invalid_path', 'The path contains a NUL character; remove it.'],
    ['assets/e\u0301', 'not_nfc', 'The path is not in Unicode normal form C; save the text as NFC.'],
    [`assets/${token}`, 'secret', 'The path contains what looks like a secret; rename the file.'],
    ['assets/a\tb', 'invalid_path', 'The path must not contain control characters.'],
    ['assets/a\nb', 'invalid_path', 'The path must not contain control characters.'],
    ['assets\\a', 'invalid_path', 'The path must not contain a backslash; separate folders with "/".'],
    ['/assets/a', 'invalid_path', relative],
    ['C:/assets/a', 'invalid_path', relative],
    ['c:a', 'invalid_path', relative],
    [deep(17), 'invalid_path', 'The path must have at most 16 segments.'],
    ['assets//a', 'invalid_path', segment],
    ['assets/', 'invalid_path', segment],
    ['assets/./a', 'invalid_path', segment],
    ['./agent.json', 'invalid_path', segment],
    ['assets/../agent.json', 'invalid_path', segment],
    ['../agent.json', 'invalid_path', segment],
    ...[...'<>:"|?*'].map((character) => [`assets/a${character}b`, 'invalid_path', unstorable] as const),
    ['assets/a.', 'invalid_path', unstorable],
    ['assets/a /b', 'invalid_path', unstorable],
    ['assets/nul', 'invalid_path', unstorable],
    ['assets/Con.txt', 'invalid_path', unstorable],
    ['assets/com1/a', 'invalid_path', unstorable],
    ['assets/com¹', 'invalid_path', unstorable],
    ['assets/LPT³.txt', 'invalid_path', unstorable],
    ['assets/conin$', 'invalid_path', unstorable],
    ['assets/CONOUT$.log', 'invalid_path', unstorable],
    [`assets/${'字'.repeat(86)}`, 'invalid_path', unstorable],
    [`assets/${'a'.repeat(201)}`, 'invalid_path', unstorable],
  ] as const)('is refused: %j', (path, code, message) => {
    expect(filePathProblem('AGENT', path)).toEqual({ code, message });
  });

  it.each([
    'agent.json',
    'mcp.json',
    'prompts/a/b.md',
    'assets/.hidden',
    'assets/a..b',
    'assets/console.txt',
    'assets/com10',
    'assets/com⁴',
    'assets/conin',
    `assets/${'字'.repeat(85)}`,
    `assets/${'a'.repeat(200)}`,
    `assets/${'a'.repeat(196)}/${'b'.repeat(196)}`,
    deep(16),
    'README.md',
    'license',
    '.gitignore',
  ])('of an agent may be %j', (path) => expect(filePathProblem('AGENT', path)).toBeNull());

  it.each(['template.json', 'docs.md', 'prompts/a.md', 'assets/a', 'tests/a.json', 'versions/1.0.0.json', 'NOTICE'])(
    'of a template may be %j',
    (path) => expect(filePathProblem('TEMPLATE', path)).toBeNull(),
  );

  it.each([
    ['AGENT', 'template.json', 'agent.json, mcp.json, prompts/*.md and assets/'],
    ['AGENT', 'docs/README.md', 'agent.json, mcp.json, prompts/*.md and assets/'],
    ['AGENT', 'prompts/a.txt', 'agent.json, mcp.json, prompts/*.md and assets/'],
    ['TEMPLATE', 'mcp.json', 'template.json, docs.md, prompts/*.md, assets/ and tests/*.json'],
    ['TEMPLATE', 'assets', 'template.json, docs.md, prompts/*.md, assets/ and tests/*.json'],
  ] as const)('is not expected in this kind: %s, %s', (kind, path, expected) => {
    expect(filePathProblem(kind, path)).toEqual({
      code: 'unexpected_file',
      message: `Unexpected file: a definition contains ${expected}, and files such as README.md and LICENSE. Move it to assets/, or remove it.`,
    });
  });
});

describe('the files of a definition', () => {
  const bytes = (size: number) => new Uint8Array(size);
  const file = (path: string, size = 1): BundleFile => ({ path, bytes: bytes(size) });
  function parse(files: readonly unknown[], kind: 'AGENT' | 'TEMPLATE' = 'AGENT') {
    const issues = new Issues();
    const { entries, counted, bytesOf } = parseBundle(kind, files, issues);
    const list = issues.list().map(({ file: where, path, code, message }) => {
      expect(path).toBe('');
      return [where, code, message];
    });
    return { issues: list, paths: entries.map(({ path }) => path), counted, bytesOf };
  }
  const { fileBytes, jsonBytes } = BundleLimits;

  it('are sorted by path, with size and hash', () => {
    const { paths, counted, issues } = parse(
      [file('assets/b'), file('agent.json'), file('assets/B'), file('assets/a')].filter((_, index) => index !== 2),
    );
    expect(issues).toEqual([]);
    expect(paths).toEqual(['agent.json', 'assets/a', 'assets/b']);
    expect(counted).toHaveLength(3);
  });

  it('are none if anything is wrong, apart from their bytes', () => {
    const { paths, counted, bytesOf, issues } = parse([file('agent.json'), file('other.txt')]);
    expect(issues.map(([where, code]) => [where, code])).toEqual([['other.txt', 'unexpected_file']]);
    expect([paths, counted]).toEqual([[], []]);
    expect([...bytesOf.keys()]).toEqual(['agent.json']);
  });

  it.each([
    [null],
    [{}],
    [{ path: 'agent.json' }],
    [{ path: 'agent.json', bytes: 'text' }],
    [{ path: 5, bytes: bytes(1) }],
  ])('have a path and bytes, which %j has not', (given) => {
    const where = typeof (given as { path?: unknown })?.path === 'string' ? 'agent.json' : '';
    expect(parse([given]).issues).toEqual([[where, 'invalid_file', 'A file must have a path and bytes.']]);
  });

  it('are refused with what is wrong with their bytes', () => {
    const broken = (code: string) => ({ ...file('agent.json'), problem: { code, message: 'Not Base64.' } });
    expect(parse([broken('lone_surrogate')]).issues).toEqual([['agent.json', 'lone_surrogate', 'Not Base64.']]);
    expect(parse([broken('no such code')]).issues).toEqual([['agent.json', 'invalid_file', 'Not Base64.']]);
  });

  it('have different paths, also where upper and lower case are the same', () => {
    const same = 'Paths must be unique; another file has this path';
    const { issues, bytesOf } = parse([
      file('assets/a', 1),
      file('assets/a', 2),
      file('assets/A'),
      file('assets/É'),
      file('assets/é'),
    ]);
    expect(issues).toEqual([
      ['assets/a', 'duplicate_path', `${same}.`],
      ['assets/A', 'duplicate_path', `${same} in different case.`],
      ['assets/é', 'duplicate_path', `${same} in different case.`],
    ]);
    expect(bytesOf.get('assets/a')).toHaveLength(1);
    expect(parse([file('assets/ß'), file('assets/SS')]).issues).toEqual([]);
  });

  it('are not also folders of others', () => {
    const clash = 'A parent folder of this path is also a file; rename one of them.';
    expect(parse([file('assets/a'), file('assets/A/b/c'), file('assets/ab/c'), file('assets/a/b')]).issues).toEqual([
      ['assets/A/b/c', 'duplicate_path', clash],
      ['assets/a/b', 'duplicate_path', clash],
    ]);
  });

  it.each([
    ['AGENT', 'agent.json', jsonBytes],
    ['AGENT', 'mcp.json', jsonBytes],
    ['AGENT', 'assets/template.json', fileBytes],
    ['TEMPLATE', 'template.json', jsonBytes],
    ['TEMPLATE', 'tests/a.json', jsonBytes],
    ['TEMPLATE', 'versions/1.0.0.json', jsonBytes],
    ['TEMPLATE', 'docs.md', fileBytes],
  ] as const)('have a maximum size: %s, %s', (kind, path, most) => {
    expect(parse([file(path, most)], kind).issues).toEqual([]);
    expect(parse([file(path, most + 1)], kind).issues).toEqual([
      [path, 'file_too_large', `The file has ${most + 1} bytes; the maximum is ${most}.`],
    ]);
  });

  it('have a maximum size together', () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => file(`assets/${name}`, fileBytes));
    expect(parse(four).issues).toEqual([]);
    expect(parse([...four, file('assets/e')]).issues).toEqual([
      ['', 'bundle_too_large', 'The files have 20971521 bytes in total; the maximum is 20971520.'],
    ]);
  });

  it('are at most 500, of which others are not looked at', () => {
    const files = Array.from({ length: 500 }, (_, index) => file(`assets/${index}`, 0));
    expect(parse(files).issues).toEqual([]);
    expect(parse([...files, file('unexpected.txt')]).issues).toEqual([
      ['', 'too_many_files', 'A definition must have at most 500 files; this one has 501.'],
    ]);
  });
});

describe('the list of the files of a published version', () => {
  const entry = (path: string, size = 1) => ({ path, size, sha256: '' });
  const { bytes, files } = BundleLimits;

  it.each([
    [[entry('assets/a')], 'agent.json is missing.'],
    [[entry('agent.json'), entry('../a')], '"../a": The path must not contain an empty, "." or ".." segment.'],
    [[entry('agent.json'), entry('assets/a'), entry('assets/A')], 'Two files have the same path.'],
    [[entry('agent.json'), entry('assets/a'), entry('assets/A/b')], 'A file is also a folder.'],
    [[entry('agent.json'), entry('assets/a', -1)], '"assets/a": The size must be a whole number of bytes.'],
    [[entry('agent.json'), entry('assets/a', 0.5)], '"assets/a": The size must be a whole number of bytes.'],
    [[entry('agent.json', '1' as never)], '"agent.json": The size must be a whole number of bytes.'],
    [[entry('agent.json', bytes + 1)], 'There are too many files, or they are too large.'],
    [
      [entry('agent.json'), ...Array.from({ length: files }, (_, index) => entry(`assets/${index}`))],
      'There are too many files, or they are too large.',
    ],
  ])('is refused if it cannot be written to a folder: %#', (list, why) => {
    expect(() => checkList('AGENT', list)).toThrow(
      new NotAsPublished(`The gateway returned an invalid file list: ${why}`),
    );
  });

  it('has at most as many files and bytes as a definition', () => {
    const others = Array.from({ length: files - 1 }, (_, index) => entry(`assets/${index}`, 0));
    expect(() => checkList('AGENT', [entry('agent.json', bytes), ...others])).not.toThrow();
  });
});

describe('the files of a published version', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const [bytes, other] = [utf8('text'), utf8('next')];
  const entry = { path: 'assets/a', size: bytes.length, sha256: sha256Hex(bytes) };

  it('have the size and the hash of the list', () => {
    expect(() => checkFile(entry, bytes)).not.toThrow();
    const refused = new NotAsPublished('assets/a is not the published file: its digest differs.');
    expect(() => checkFile(entry, other)).toThrow(refused);
    expect(() => checkFile({ ...entry, size: 5 }, bytes)).toThrow(refused);
  });

  it('have the digest of the version together', () => {
    const manifest = { agentId: 'a' };
    const files = [
      { path: 'assets/a', bytes },
      { path: 'agent.json', bytes: utf8(JSON.stringify(manifest)) },
    ];
    const digest = digestOfFiles(manifest, files, 2);
    expect(() => checkVersion('AGENT', files, digest)).not.toThrow();
    const check = (...args: Parameters<typeof checkVersion>) => expect(() => checkVersion(...args));
    check('AGENT', [{ path: 'assets/a', bytes: other }, ...files.slice(1)], digest).toThrow(
      new NotAsPublished('The files are not the published version: the digest differs.'),
    );
    check('AGENT', files.slice(0, 1), digest).toThrow(new NotAsPublished('agent.json is not valid JSON.'));
    check('AGENT', files, digest, 1_000).toThrow(
      new NotAsPublished('The digest uses rule 1000, which this program does not support. Update it.'),
    );
  });
});
