import { describe, expect, it } from 'vitest';
import { type Definition, sha256Hex } from '../../../packages/manifest/index.ts';
import type { Version } from '../../../src/db/version.ts';
import type { Services } from '../../../src/registry/services.ts';
import { versionTaken } from '../../../src/registry/versionTaken.ts';

const utf8 = new TextEncoder();
const files = (contents: Record<string, string>) =>
  Object.entries(contents).map(([path, content]) => ({ path, bytes: utf8.encode(content) }));

/** The error for these files, when those are published under the same number. */
async function taken(
  given: Record<string, string>,
  published: Record<string, string>,
  { manifest = { agentId: 'reviewer' }, get = undefined as Services['artifacts']['get'] | undefined } = {},
) {
  const stored = files(published);
  const read: string[] = [];
  const artifacts = {
    get: async (sha256: string) => {
      read.push(sha256);
      return stored.find(({ bytes }) => sha256Hex(bytes) === sha256)?.bytes ?? null;
    },
    ...(get ? { get } : {}),
  };
  const version = {
    ...{ kind: 'AGENT', version: '1.0.0', digest: 'd', manifest: { agentId: 'reviewer' } },
    files: stored.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256Hex(bytes) })),
  };
  const {
    message,
    digest,
    version: number,
  } = await versionTaken(
    { artifacts } as unknown as Services,
    { slug: 'reviewer', manifest } as unknown as Definition,
    files(given),
    version as unknown as Version,
  );
  expect([digest, number]).toEqual(['d', '1.0.0']);
  return { message, read };
}
const other = 'reviewer@1.0.0 is already published with other content. Publish it under a new version number.';

describe('a version number that is taken', () => {
  it('is told with the files that differ in line endings alone, of which only those are read', async () => {
    const published = { 'agent.json': '{}', 'prompts/b.md': 'b\r\n', 'prompts/a.md': 'a\r\n', 'assets/same': 'x' };
    const given = { 'agent.json': '{ }', 'prompts/b.md': 'b\n', 'prompts/a.md': 'a\n', 'assets/same': 'x' };
    const { message, read } = await taken(given, published);
    expect(message).toBe(
      'reviewer@1.0.0 is already published with other content. It differs only in line endings: "prompts/a.md", "prompts/b.md". Publish it under a new version number.',
    );
    expect(read).toEqual(['b\r\n', 'a\r\n'].map((content) => sha256Hex(utf8.encode(content))));
  });

  it('names five of them', async () => {
    const prompts = (end: string, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`prompts/${at}.md`, `text${end}`]));
    const named = async (count: number) => (await taken(prompts('\n', count), prompts('\r\n', count))).message;
    const five = [0, 1, 2, 3, 4].map((at) => `"prompts/${at}.md"`).join(', ');
    expect(await named(5)).toContain(`line endings: ${five}. Publish`);
    expect(await named(6)).toContain(`line endings: ${five}, …. Publish`);
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['other text', { 'prompts/a.md': 'b\n' }, { 'prompts/a.md': 'a\r\n' }],
    ['a file less', {}, { 'prompts/a.md': 'a\n' }],
    ['a file more', { 'prompts/a.md': 'a\n', 'prompts/b.md': 'b\n' }, { 'prompts/a.md': 'a\r\n' }],
  ])('is told without them for %s', async (_, given, published) => {
    expect((await taken(given, published)).message).toBe(other);
  });

  it('is told without them for another manifest, of which no file is read', async () => {
    const manifest = { agentId: 'reviewer', name: 'Other' } as { agentId: string };
    const { message, read } = await taken({ 'prompts/a.md': 'a\n' }, { 'prompts/a.md': 'a\r\n' }, { manifest });
    expect([message, read]).toEqual([other, []]);
  });

  it.each<[string, Services['artifacts']['get']]>([
    ['is not there', async () => null],
    ['cannot be read', () => Promise.reject(new Error('No connection.'))],
  ])('is told without them when a file %s', async (_, get) => {
    expect((await taken({ 'prompts/a.md': 'a\n' }, { 'prompts/a.md': 'a\r\n' }, { get })).message).toBe(other);
  });
});
