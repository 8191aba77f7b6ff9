import { describe, expect, it } from 'vitest';
import { type BundleFile, digestOf, type Kind, parseDefinition, sha256Hex } from '../../packages/manifest/index.ts';
import type { LoggedState, LoggedVersion } from '../../src/db/verify.ts';
import { storedFiles } from '../../src/registry/storedFiles.ts';
import { decodeLogCursor, encodeLogCursor } from '../../src/registry/verifyLog.ts';
import { type ReadFile, verifyVersion } from '../../src/registry/verifyVersion.ts';
import { agent, template } from '../support/definitions.ts';

const utf8 = new TextEncoder();

/** A version after its publish: its row, its events, and its files. */
function published(kind: Kind, { manifest, files }: ReturnType<typeof agent>, more: BundleFile[] = []) {
  const bundle = [...files.map(({ path, content }) => ({ path, bytes: utf8.encode(content) })), ...more];
  const { definition } = parseDefinition(kind, { manifest, files: bundle });
  if (!definition) throw new Error('Not a definition.');
  const { list, blobs } = storedFiles(definition, bundle);
  const store = new Map(blobs.map(({ sha256, bytes }) => [sha256, bytes]));
  const state: LoggedState = {
    action: 'PUBLISHED',
    occurredAt: '2026-01-02T03:04:05.006Z',
    before: { currentVersion: null },
    after: {
      versionId: 'v',
      versionStatus: 'ACTIVE',
      digest: definition.digest,
      commitSha: 'abcdef0',
      publishedBy: 'p',
    },
  };
  const version: LoggedVersion = {
    kind,
    id: 'v',
    entryId: 'e',
    namespace: 'default',
    slug: definition.slug,
    version: definition.version,
    versionKey: '',
    status: 'ACTIVE',
    visibility: 'PUBLIC',
    manifest: definition.manifest,
    mcpServers: definition.kind === 'AGENT' ? definition.mcpServers : null,
    files: list,
    tests: null,
    digest: definition.digest,
    digestRule: definition.digestRule,
    commitSha: 'abcdef0',
    publishedBy: 'p',
    publishedAt: new Date(state.occurredAt),
    log: [state],
  };
  return { version, store, state };
}

const from =
  (store: ReadonlyMap<string, Uint8Array>): ReadFile =>
  async (sha256) =>
    store.get(sha256) ?? null;
const reasons = async (version: LoggedVersion, store: ReadonlyMap<string, Uint8Array>) =>
  (await verifyVersion(version, from(store), 'default')).map(({ reason }) => reason);

describe('verifying a version', () => {
  const mcp = { path: 'mcp.json', bytes: utf8.encode('{"mcpServers": {"files": {"command": "npx", "args": ["x"]}}}') };

  it.each([
    ['an agent', published('AGENT', agent())],
    ['an agent with servers', published('AGENT', agent(), [mcp])],
    ['a template', published('TEMPLATE', template())],
  ])('accepts it as published: %s', async (_, { version, store }) => {
    expect(await verifyVersion(version, from(store), 'default')).toEqual([]);
  });

  it.each([
    ['a plain map, which once gave no servers', { fetch: { command: 'uvx', args: ['mcp-server-fetch'] } }, {}],
    [
      'arguments that are refused now',
      { mcpServers: { it: { command: 'npx', args: ['-c', 'x'], env: { NODE_OPTIONS: 'x' } } } },
      { it: { command: 'npx', args: ['-c', 'x'], env: { NODE_OPTIONS: 'x' } } },
    ],
    [
      'a reference that is unknown now',
      { mcpServers: { it: { command: 'npx', args: ['x', '${env:X}'] } } },
      { it: { command: 'npx', args: ['x', '${env:X}'] } },
    ],
  ])('accepts it as published before a rule existed: %s', async (_, config, mcpServers) => {
    const { version, store } = published('AGENT', agent());
    const bytes = utf8.encode(JSON.stringify(config));
    const sha256 = sha256Hex(bytes);
    const files = [...version.files, { path: 'mcp.json', size: bytes.length, sha256 }];
    const digest = digestOf(agent().manifest, files);
    const log = version.log.map((state) => ({ ...state, after: state.after && { ...state.after, digest } }));
    const older = { ...version, files, digest, log, mcpServers };
    expect(await verifyVersion(older, from(new Map(store).set(sha256, bytes)), 'default')).toEqual([]);
    const other = { ...older, mcpServers: { it: { command: 'npx', args: ['other'] } } };
    expect(await reasons(other, new Map(store).set(sha256, bytes))).toEqual(['MCP_SERVERS_MISMATCH']);
  });

  it('fails when any byte of any file differs', async () => {
    const { version, store } = published('AGENT', agent(), [mcp]);
    for (const { path, sha256 } of version.files) {
      const bytes = store.get(sha256) ?? new Uint8Array();
      for (const place of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const other = bytes.with(place, (bytes[place] ?? 0) ^ 1);
        expect(await verifyVersion(version, from(new Map(store).set(sha256, other)), 'default')).toMatchObject([
          { reason: 'FILE_ALTERED', file: path },
        ]);
      }
    }
  });

  it('names at most ten files of one version', async () => {
    const assets = Array.from({ length: 30 }, (_, each) => ({
      path: `assets/${each}.txt`,
      bytes: utf8.encode(`${each}`),
    }));
    const { version } = published('AGENT', agent(), assets);
    expect(await verifyVersion(version, from(new Map()), 'default')).toHaveLength(10);
  });

  it('reads nothing from a file list that no definition could have', async () => {
    const { version } = published('AGENT', agent());
    const files = Array.from({ length: 501 }, () => ({ path: 'assets/a', size: 1, sha256: '0' }));
    const readFile = () => Promise.reject(new Error('It was read.'));
    expect(await verifyVersion({ ...version, files }, readFile, 'default')).toMatchObject([
      { reason: 'FILES_UNREADABLE' },
    ]);
  });

  it('detects that it was rewritten as a whole: the log has its digest', async () => {
    const { version } = published('AGENT', agent());
    const forged = published('AGENT', agent({ description: 'Another.' }));
    expect(await reasons({ ...forged.version, log: version.log }, forged.store)).toEqual(['LOG_MISMATCH']);
  });

  it('accepts one that was promoted by a user other than its author, and keeps the author', async () => {
    const { version, store, state } = published('AGENT', agent());
    const drafted: LoggedState = {
      ...state,
      action: 'DRAFTED',
      occurredAt: '2026-01-01T00:00:00.000Z',
      after: { ...state.after, versionStatus: 'DRAFT' },
    };
    const promoted: LoggedState = { ...state, action: 'PROMOTED', before: { versionStatus: 'DRAFT' } };
    expect(await reasons({ ...version, log: [drafted, promoted] }, store)).toEqual([]);
    const draft = { ...version, status: 'DRAFT', publishedAt: new Date(drafted.occurredAt) } as const;
    expect(await reasons({ ...draft, log: [drafted] }, store)).toEqual([]);
    expect(await reasons({ ...draft, log: [drafted, promoted] }, store)).toEqual(['LOG_MISMATCH']);
    expect(await reasons({ ...version, log: [drafted] }, store)).toEqual(['LOG_MISMATCH']);
  });

  it('accepts one that is archived when the log says so', async () => {
    const { version, store, state } = published('AGENT', agent());
    const archived: LoggedState = {
      action: 'ARCHIVED',
      occurredAt: '2026-02-01T00:00:00.000Z',
      before: null,
      after: null,
    };
    expect(await reasons({ ...version, status: 'ARCHIVED', log: [state, archived] }, store)).toEqual([]);
    expect(await reasons({ ...version, status: 'ARCHIVED' }, store)).toEqual(['LOG_MISMATCH']);
  });

  it('accepts one as it is when its events have no details', async () => {
    const { version, store, state } = published('AGENT', agent());
    expect(await reasons({ ...version, log: [{ ...state, before: null, after: null }] }, store)).toEqual([]);
    expect(await reasons({ ...version, log: [] }, store)).toEqual(['NOT_IN_LOG']);
  });
});

describe('a cursor of the verified log', () => {
  it('can be read back', () => {
    const place = { seq: 1_234_567, hash: 'ab'.repeat(32) };
    expect(decodeLogCursor(encodeLogCursor(place))).toEqual(place);
  });

  it.each(['', '0', 'nonsense', Buffer.from('1.abc').toString('base64url')])('cannot be %j', (cursor) => {
    expect(() => decodeLogCursor(cursor)).toThrow(/not a valid cursor/);
  });
});
