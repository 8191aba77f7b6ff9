import { describe, expect, it } from 'vitest';
import { compareLocks, createLock, sha256Hex } from '../../../packages/manifest/index.ts';

const hash = (text: string) => sha256Hex(new TextEncoder().encode(text));

interface Given {
  version?: string;
  namespace?: string;
  files?: Record<string, string>;
  servers?: Record<string, unknown>;
}

const part = (slug: string, { version = '1.0.0', namespace = 'default', files = {}, servers = {} }: Given = {}) => ({
  namespace,
  slug,
  version,
  digest: hash(JSON.stringify([slug, version, files, servers])),
  digestRule: 2,
  files: Object.entries(files).map(([path, content]) => ({ path, size: 1, sha256: hash(content) })),
  mcpServers: servers,
});
type Part = ReturnType<typeof part>;

const lock = (template: Part, templates: Part[] = [], agents: Part[] = []) =>
  createLock({ environment: null, template, templates, agents });
const head = ({ version, digest }: Part) => ({ version, digest });

describe('two locks', () => {
  it('of the same parts do not differ', () => {
    const one = lock(part('t'), [part('u')], [part('a', { files: { 'prompts/a.md': 'x' } })]);
    expect(compareLocks(one, structuredClone(one))).toEqual([]);
  });

  it('differ in their template, then in the other templates, then in the agents, by name', () => {
    const [t1, t2] = [part('t'), part('t', { version: '1.1.0' })];
    const [u1, u2] = [part('u'), part('u', { version: '2.0.0' })];
    const [a1, a2] = [part('a'), part('a', { version: '1.0.1' })];
    const [added, removed] = [
      part('new', { namespace: 'acme', files: { x: '1' } }),
      part('old', { files: { x: '1' } }),
    ];
    expect(compareLocks(lock(t1, [u1], [removed, a1]), lock(t2, [u2], [a2, added]))).toEqual([
      {
        kind: 'TEMPLATE',
        namespace: 'default',
        slug: 't',
        change: 'CHANGED',
        before: head(t1),
        after: head(t2),
        items: [],
      },
      {
        kind: 'TEMPLATE',
        namespace: 'default',
        slug: 'u',
        change: 'CHANGED',
        before: head(u1),
        after: head(u2),
        items: [],
      },
      { kind: 'AGENT', namespace: 'acme', slug: 'new', change: 'ADDED', before: null, after: head(added), items: [] },
      {
        kind: 'AGENT',
        namespace: 'default',
        slug: 'a',
        change: 'CHANGED',
        before: head(a1),
        after: head(a2),
        items: [],
      },
      {
        kind: 'AGENT',
        namespace: 'default',
        slug: 'old',
        change: 'REMOVED',
        before: head(removed),
        after: null,
        items: [],
      },
    ]);
  });

  it('differ in a part of another namespace, which is another part', () => {
    expect(
      compareLocks(lock(part('t'), [], [part('a')]), lock(part('t'), [], [part('a', { namespace: 'acme' })])),
    ).toMatchObject([
      { namespace: 'acme', slug: 'a', change: 'ADDED' },
      { namespace: 'default', slug: 'a', change: 'REMOVED' },
    ]);
  });

  it('differ in the prompts, files and servers of a part that both have', () => {
    const before = part('a', {
      files: { 'prompts/a.md': '1', 'prompts/b.md': '1', 'agent.json': '1', x: '1' },
      servers: { gone: { command: 'npx' }, same: { command: 'uvx' } },
    });
    const after = part('a', {
      version: '1.1.0',
      files: { 'prompts/a.md': '2', 'prompts/c.md': '1', 'agent.json': '1', x: '2' },
      servers: { same: { command: 'uvx' }, x: { command: 'npx' } },
    });
    const server = hash('{"command":"npx"}');
    expect(compareLocks(lock(part('t'), [], [before]), lock(part('t'), [], [after]))).toMatchObject([
      {
        change: 'CHANGED',
        items: [
          { kind: 'FILE', name: 'x', change: 'CHANGED', before: hash('1'), after: hash('2') },
          { kind: 'MCP_SERVER', name: 'gone', change: 'REMOVED', before: server, after: null },
          { kind: 'MCP_SERVER', name: 'x', change: 'ADDED', before: null, after: server },
          { kind: 'PROMPT', name: 'prompts/a.md', change: 'CHANGED', before: hash('1'), after: hash('2') },
          { kind: 'PROMPT', name: 'prompts/b.md', change: 'REMOVED', before: hash('1'), after: null },
          { kind: 'PROMPT', name: 'prompts/c.md', change: 'ADDED', before: null, after: hash('1') },
        ],
      },
    ]);
  });

  it('differ in a part whose version, digest or items alone differ', () => {
    const one = lock(part('t'), [], [part('a', { files: { x: '1' } })]);
    const changed = (change: object) => {
      const other = structuredClone(one);
      Object.assign(other.agents[0] ?? {}, change);
      return compareLocks(one, other).map(({ slug, change: how, items }) => [slug, how, items.length]);
    };
    expect(changed({ version: '1.0.1' })).toEqual([['a', 'CHANGED', 0]]);
    expect(changed({ digest: hash('other') })).toEqual([['a', 'CHANGED', 0]]);
    expect(changed({ files: [{ path: 'x', sha256: hash('2') }] })).toEqual([['a', 'CHANGED', 1]]);
    expect(changed({ files: [] })).toEqual([['a', 'CHANGED', 1]]);
  });
});
