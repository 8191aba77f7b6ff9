import { describe, expect, it } from 'vitest';
import { patchesOf, patchOf } from '../../../packages/cli/diff/patches.ts';
import { sha256Hex } from '../../../packages/manifest/index.ts';

const versions = { kind: 'AGENT', id: 'it', namespace: 'default', from: '1.0.0', to: '1.1.0' } as const;

describe('the patch of a text file', () => {
  it('is a unified diff with three lines of context', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
    const [patch] = patchOf('prompts/system.md', versions, before, before.replace('5', 'five'));
    expect(patch?.lines).toEqual(['@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8']);
    expect(patch?.text).toContain('--- it@1.0.0/prompts/system.md');
    expect(patch?.text).toContain('+++ it@1.1.0/prompts/system.md');
  });

  it('contains the whole file when it was added or removed', () => {
    expect(patchOf('a.md', versions, '', 'x\ny\n')[0]?.lines).toEqual(['@@ -0,0 +1,2 @@', '+x', '+y']);
    expect(patchOf('a.md', versions, 'x\n', '')[0]?.lines).toEqual(['@@ -1,1 +0,0 @@', '-x']);
  });

  it.each([
    ['a binary file', null, 'x'],
    ['a text with a NUL', 'a\0b', 'c'],
    ['other line endings', 'a\r\nb\r\n', 'a\nb\n'],
    ['the same', 'a\n', 'a\n'],
  ])('is empty for %s', (_, before, after) => expect(patchOf('a', versions, before, after)).toEqual([]));
});

it('takes each side from its version, and omits files that are too large', async () => {
  const asked: string[] = [];
  const contents: Record<string, string> = { '1.0.0': 'old\n', '1.1.0': 'new\n' };
  const fetch = (async (url: string) => {
    asked.push(new URL(url).pathname);
    return new Response(contents[/versions\/([^/]+)/.exec(url)?.[1] ?? '']);
  }) as unknown as typeof globalThis.fetch;
  const entry = (text: string) => ({ size: text.length, sha256: sha256Hex(new TextEncoder().encode(text)) });
  const large = { size: 300_000, sha256: 'f'.repeat(64) };
  const patches = await patchesOf({ url: 'http://h/graphql', fetch }, versions, [
    { path: 'prompts/a.md', change: 'CHANGED', before: entry('old\n'), after: entry('new\n') },
    { path: 'prompts/b.md', change: 'ADDED', before: null, after: entry('new\n') },
    { path: 'agent.json', change: 'CHANGED', before: entry('old\n'), after: entry('new\n') },
    { path: 'assets/large.txt', change: 'CHANGED', before: large, after: large },
  ]);
  expect(patches.map(({ path, lines }) => [path, lines.slice(1)])).toEqual([
    ['prompts/a.md', ['-old', '+new']],
    ['prompts/b.md', ['+new']],
  ]);
  expect(asked.sort()).toEqual([
    '/api/agents/it/versions/1.0.0/files/prompts/a.md',
    '/api/agents/it/versions/1.1.0/files/prompts/a.md',
    '/api/agents/it/versions/1.1.0/files/prompts/b.md',
  ]);
});
