import { describe, expect, it } from 'vitest';
import {
  checkVersion,
  digestOfFiles,
  filesWithOtherLineEnds,
  isSameContent,
  NotAsPublished,
  parseAgent,
} from '../../../packages/manifest/index.ts';
import { agent } from '../../support/definitions.ts';

const utf8 = new TextEncoder();
const file = (path: string, content: string | number[]) => ({
  path,
  bytes: typeof content === 'string' ? utf8.encode(content) : Uint8Array.from(content),
});
const { manifest } = agent();
const authored = parseAgent({ manifest, files: [file('prompts/system.md', 'x')] }).definition?.authored;
const lf = [file('prompts/system.md', 'One.\nTwo.\n'), file('assets/run.sh', '#!/bin/sh\nexit 0\n')];
const crlf = [file('prompts/system.md', 'One.\r\nTwo.\r\n'), file('assets/run.sh', '#!/bin/sh\r\nexit 0\r\n')];
const mixed = [file('prompts/system.md', 'One.\r\nTwo.\n'), file('assets/run.sh', '#!/bin/sh\nexit 0\r\n')];

const digest = (files: typeof lf) => parseAgent({ manifest, files }).definition?.digest;
const [logoWithLf, logoWithCrlf] = [file('assets/logo.png', 'a\nb'), file('assets/logo.png', 'a\r\nb')];

describe('line endings of text files', () => {
  it('count as LF in the digest, whatever the checkout made of them', () => {
    expect(digest(crlf)).toBe(digest(lf));
    expect(digest(mixed)).toBe(digest(lf));
  });

  it('are kept as authored: the file list describes the original bytes', () => {
    const { definition } = parseAgent({ manifest, files: crlf });
    expect(definition?.files.map(({ path, size }) => [path, size])).toEqual([
      ['assets/run.sh', 19],
      ['prompts/system.md', 12],
    ]);
  });

  it('are not changed in binary files, in other encodings, or for a lone CR', () => {
    expect(digest([...lf, logoWithCrlf])).not.toBe(digest([...lf, logoWithLf]));
    for (const [one, other] of [
      [file('assets/a.txt', [0x61, 0x0d, 0x0a, 0]), file('assets/a.txt', [0x61, 0x0a, 0])],
      [file('assets/a.txt', [0xe9, 0x0d, 0x0a]), file('assets/a.txt', [0xe9, 0x0a])],
      [file('assets/a.txt', 'a\rb'), file('assets/a.txt', 'a\nb')],
    ] as const)
      expect(digest([...lf, one])).not.toBe(digest([...lf, other]));
  });

  it.each(['assets/a.PNG', 'assets/a.b.woff2', 'assets/gz.zip'])('are not changed in %s', (path) => {
    expect(digest([...lf, file(path, 'a\r\nb')])).not.toBe(digest([...lf, file(path, 'a\nb')]));
  });

  it.each(['assets/png', 'assets/a.png.txt', 'assets/a.png/b', 'assets/.pngx', 'assets/a', 'assets/a.'])(
    'are changed in %s',
    (path) => expect(digest([...lf, file(path, 'a\r\nb')])).toBe(digest([...lf, file(path, 'a\nb')])),
  );

  it('in a value of the manifest are content', () => {
    const described = (description: string) =>
      parseAgent({ manifest: { ...manifest, description }, files: lf }).definition?.digest;
    expect(described('a\r\nb')).not.toBe(described('a\nb'));
  });

  it.each(['prompts/system.md', 'agent.json'])('are accepted with a byte order mark at the start of %s', (path) => {
    const files = [file('agent.json', JSON.stringify(manifest)), ...lf].map((each) =>
      each.path === path ? { path, bytes: Uint8Array.from([0xef, 0xbb, 0xbf, ...each.bytes]) } : each,
    );
    expect(parseAgent({ files }).issues).toEqual([]);
  });
});

describe('the content of a published version', () => {
  it.each([
    ['LF, rule 1', lf, 1],
    ['CRLF, rule 1', crlf, 1],
    ['LF, rule 2', lf, 2],
    ['CRLF, rule 2', crlf, 2],
  ] as const)('is the same from either checkout: published with %s', (_, files, digestRule) => {
    const published = { digest: digestOfFiles(authored, files, digestRule), digestRule };
    expect(isSameContent(published, authored, lf)).toBe(true);
    expect(isSameContent(published, authored, crlf)).toBe(true);
    expect(isSameContent(published, authored, [file('prompts/system.md', 'Other.\n'), ...lf.slice(1)])).toBe(false);
  });

  it('is not known under another rule, and not that of other text under rule 2', () => {
    const digest = digestOfFiles(authored, lf, 1);
    expect(isSameContent({ digest, digestRule: 3 }, authored, lf)).toBe(false);
    expect(isSameContent({ digest: digestOfFiles(authored, crlf, 1), digestRule: 2 }, authored, lf)).toBe(false);
    expect(isSameContent({ digest: digestOfFiles(authored, mixed, 1), digestRule: 1 }, authored, lf)).toBe(false);
  });

  it('is verified with the digest rule of that version', () => {
    const files = [file('agent.json', JSON.stringify(authored)), ...crlf];
    const [one, two] = [digestOfFiles(authored, files, 1), digestOfFiles(authored, files, 2)];
    expect(() => checkVersion('AGENT', files, one, 1)).not.toThrow();
    expect(() => checkVersion('AGENT', files, two, 2)).not.toThrow();
    expect(() => checkVersion('AGENT', files, one, 2)).toThrow(NotAsPublished);
    expect(() => checkVersion('AGENT', files, two, 1)).toThrow(NotAsPublished);
    expect(() => checkVersion('AGENT', files, two, 3)).toThrow(/rule 3, which this program does not support/);
  });
});

describe('files that differ only in line endings', () => {
  it('are named', () => {
    const cr = [file('prompts/system.md', 'One.\rTwo.\r'), ...lf.slice(1)];
    const bom = [file('prompts/system.md', '\uFEFFOne.\nTwo.\n'), ...lf.slice(1)];
    expect(filesWithOtherLineEnds(lf, cr)).toEqual(['prompts/system.md']);
    expect(filesWithOtherLineEnds(lf, bom)).toEqual(['prompts/system.md']);
    expect(filesWithOtherLineEnds(lf, crlf)).toEqual(['assets/run.sh', 'prompts/system.md']);
  });

  it.each([
    ['another text', [file('prompts/system.md', 'One.\rTwo!\r'), ...lf.slice(1)]],
    ['an additional file', [...lf, file('assets/a.txt', 'a')]],
    ['a missing file', lf.slice(1)],
    ['nothing at all', lf],
  ])('are not reported for %s', (_, files) => {
    expect(filesWithOtherLineEnds(lf, files)).toBeNull();
  });

  it('may differ in a byte order mark only at the start, and only if it is whole', () => {
    const text = (...bytes: number[]) => [file('prompts/a.md', [...bytes, 0x61])];
    const mark = [0xef, 0xbb, 0xbf];
    expect(filesWithOtherLineEnds(text(), text(...mark))).toEqual(['prompts/a.md']);
    expect(filesWithOtherLineEnds(text(...mark), text())).toEqual(['prompts/a.md']);
    // Other characters of which one or two bytes are those of the mark.
    for (const bytes of [
      [0xef, 0xbb, 0xbe],
      [0xef, 0xbc, 0xbf],
      [0xee, 0xbb, 0xbf],
    ])
      expect(filesWithOtherLineEnds(text(), text(...bytes))).toBeNull();
    expect(filesWithOtherLineEnds([file('prompts/a.md', 'a')], [file('prompts/a.md', 'a\uFEFF')])).toBeNull();
  });

  it('are not those of the manifest, which counts as a value', () => {
    const withManifest = (text: string) => [file('agent.json', text), ...lf];
    expect(filesWithOtherLineEnds(withManifest('{}\n'), withManifest('{}\r\n'))).toBeNull();
    expect(filesWithOtherLineEnds(withManifest('{}\n'), crlf)).toEqual(['assets/run.sh', 'prompts/system.md']);
  });

  it('are not reported if one of the two is not text', () => {
    const [text, binary] = [file('assets/a.txt', 'a\n'), file('assets/a.txt', [0x61, 0x0d, 0x0a, 0])];
    expect(filesWithOtherLineEnds([text], [binary])).toBeNull();
    expect(filesWithOtherLineEnds([binary], [text])).toBeNull();
    const [latin, other] = [file('assets/a.txt', [0xe9, 0x0a]), file('assets/a.txt', 'a\n')];
    expect(filesWithOtherLineEnds([latin], [other])).toBeNull();
  });

  it('are not reported if one has another file, too', () => {
    expect(filesWithOtherLineEnds(lf, [...crlf, file('assets/a.txt', 'a')])).toBeNull();
    expect(filesWithOtherLineEnds([...lf, file('assets/a.txt', 'a')], crlf)).toBeNull();
  });

  it('are not reported for a file of another name', () =>
    expect(filesWithOtherLineEnds([file('assets/a', 'a\n')], [file('assets/b', 'a\r\n')])).toBeNull());

  it('are not reported for a binary file', () => {
    expect(filesWithOtherLineEnds([logoWithLf], [logoWithCrlf])).toBeNull();
  });
});
