import { describe, expect, it } from 'vitest';
import {
  type BundleFile,
  digestOf,
  type Kind,
  type ParseOptions,
  parseDefinition,
  sha256Hex,
} from '../../packages/manifest/index.ts';
import type { LoggedState, LoggedVersion } from '../../src/db/verify.ts';
import { storedFiles } from '../../src/registry/storedFiles.ts';
import { decodeLogCursor, encodeLogCursor } from '../../src/registry/verifyLog.ts';
import { type ReadFile, verifyVersion } from '../../src/registry/verifyVersion.ts';
import { agent, template } from '../support/definitions.ts';

const utf8 = new TextEncoder();

/** A version after its publish: its row, its events, and its files. */
function published(
  kind: Kind,
  { manifest, files }: ReturnType<typeof agent>,
  more: BundleFile[] = [],
  options: ParseOptions = {},
) {
  const bundle = [...files.map(({ path, content }) => ({ path, bytes: utf8.encode(content) })), ...more];
  const { definition } = parseDefinition(kind, { manifest, files: bundle }, options);
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

describe('what does not match is told', () => {
  const found = (version: LoggedVersion, store: ReadonlyMap<string, Uint8Array>, namespace = 'default') =>
    verifyVersion(version, from(store), namespace);
  const file = (path: string, content: string) => ({ path, bytes: utf8.encode(content) });
  const servers = (config: object) => file('mcp.json', JSON.stringify(config));
  /** The version with other files, under the digest that it had. */
  const withFiles = ({ version, store }: ReturnType<typeof published>, ...others: BundleFile[]) => {
    const rows = others.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256Hex(bytes) }));
    const kept = version.files.filter(({ path }) => !rows.some((each) => each.path === path));
    return {
      version: { ...version, files: [...kept, ...rows] },
      store: new Map([...store, ...others.map(({ bytes }) => [sha256Hex(bytes), bytes] as const)]),
    };
  };

  it('of its list of files, which may be as large as those of a definition', async () => {
    const { version, store } = published('AGENT', agent());
    const [first] = version.files;
    if (!first) throw new Error('No file.');
    const unreadable = { reason: 'FILES_UNREADABLE', message: 'Its stored file list is invalid.', file: null };
    const sizes = (...list: number[]) => list.map((size, at) => ({ ...first, path: `assets/${at}`, size }));
    const half = 10 * 1_024 * 1_024;
    expect(await found({ ...version, files: sizes(half, half + 1) }, store)).toEqual([unreadable]);
    expect(await found({ ...version, files: sizes(half, half) }, store)).toMatchObject(
      [0, 1].map((at) => ({ reason: 'FILE_ALTERED', file: `assets/${at}` })),
    );
  });

  it('of its files, instead of what would follow from them', async () => {
    const asset = file('assets/note', '7 bytes');
    const { version, store } = published('AGENT', agent(), [asset]);
    const sha256 = sha256Hex(asset.bytes);
    const altered = {
      ...{ reason: 'FILE_ALTERED', file: 'assets/note' },
      message: 'The content of assets/note is not what was published.',
    };
    const missing = {
      ...{ reason: 'FILE_MISSING', file: 'assets/note' },
      message: 'The content of assets/note is missing in file storage.',
    };
    const reading =
      (answer: 'damaged' | null): ReadFile =>
      async (each) =>
        each === sha256 ? answer : from(store)(each);
    expect(await verifyVersion(version, reading('damaged'), 'default')).toEqual([altered]);
    expect(await verifyVersion(version, reading(null), 'default')).toEqual([missing]);
    const files = version.files.map((each) => (each.sha256 === sha256 ? { ...each, size: 8 } : each));
    expect(await found({ ...version, files }, store)).toEqual([altered]);
  });

  it('of a digest with a rule from the future', async () => {
    const { version, store } = published('AGENT', agent());
    expect(await found({ ...version, digestRule: 9 }, store)).toEqual([
      {
        ...{ reason: 'DIGEST_MISMATCH', file: null },
        message: 'Its digest was computed with rule 9, which this version of the registry does not support.',
      },
    ]);
  });

  it('of files that define nothing', async () => {
    const name = file('agent.json', JSON.stringify({ ...agent().manifest, visibility: 'open', tags: ['a', 'A'] }));
    const { version, store } = withFiles(published('AGENT', agent()), name);
    const [mismatch, ...more] = await found(version, store);
    expect(mismatch).toMatchObject({ reason: 'DEFINITION_REFUSED', file: null });
    expect(mismatch?.message).toMatch(/^Its files are not a valid definition: agent\.json: ./);
    expect(more).toEqual([]);
  });

  it('of its manifest, its digest and its name, all at once', async () => {
    const one = published('AGENT', agent());
    const other = published('AGENT', agent({ agentId: 'writer', version: '1.1.0' }));
    const { version, store } = withFiles(one, file('agent.json', JSON.stringify(other.version.manifest)));
    expect(await found(version, store)).toEqual([
      {
        ...{ reason: 'DIGEST_MISMATCH', file: null },
        message: `Its files have the digest ${other.version.digest}; the database has ${one.version.digest}.`,
      },
      {
        ...{ reason: 'MANIFEST_MISMATCH', file: null },
        message: 'Its manifest in the database differs from agent.json.',
      },
      { reason: 'NAME_MISMATCH', message: 'Its files define writer@1.1.0.', file: null },
    ]);
  });

  it.each([{ slug: 'writer' }, { version: '1.1.0' }])('of its name: %j', async (name) => {
    const { version, store } = published('AGENT', agent());
    expect((await found({ ...version, ...name }, store)).map(({ reason }) => reason)).toEqual(['NAME_MISMATCH']);
  });

  it('of a manifest that is not JSON', async () => {
    const { version, store } = published('AGENT', agent());
    const manifest = undefined as unknown as LoggedVersion['manifest'];
    expect(await reasons({ ...version, manifest }, store)).toEqual(['MANIFEST_MISMATCH']);
  });

  it.each<[string, object | null]>([
    ['another command', { files: { command: 'podman', args: ['run', 'other'] } }],
    ['no server', {}],
    ['none at all', null],
    ['a server that is null', { files: null }],
    ['a server that is a text', { files: 'podman' }],
    ['a command that is a number', { files: { command: 5 } }],
    ['a server without a command', { files: { url: 'https://example.com/mcp' } }],
  ])('of its servers: %s', async (_, mcpServers) => {
    const plain = servers({ mcpServers: { files: { command: 'npx', args: ['-y', 'server-files'] } } });
    const { version, store } = published('AGENT', agent(), [plain]);
    expect(await found({ ...version, mcpServers: mcpServers as LoggedVersion['mcpServers'] }, store)).toEqual([
      {
        ...{ reason: 'MCP_SERVERS_MISMATCH', file: null },
        message: 'Its MCP servers in the database differ from mcp.json.',
      },
    ]);
  });

  it.each(['null', '5', '"text"', '[]', '{}'])('of its servers, if mcp.json has none: %s', async (content) => {
    const { version, store } = published('AGENT', agent(), [file('mcp.json', content)], { asPublished: true });
    expect(await found(version, store)).toEqual([]);
    const mcpServers = { files: { command: 'npx' } } as unknown as LoggedVersion['mcpServers'];
    expect(await reasons({ ...version, mcpServers }, store)).toEqual(['MCP_SERVERS_MISMATCH']);
  });

  it.each<[string, BundleFile]>([
    ['of a client', servers({ servers: { files: { type: 'stdio', command: 'npx', args: ['-y', 'server-files'] } } })],
    [
      'that start a command which is no longer allowed',
      servers({ mcpServers: { it: { command: 'own', args: ['x'] } } }),
    ],
    ['over HTTP', servers({ mcpServers: { it: { type: 'http', url: 'https://example.com/mcp' } } })],
  ])('unless they are servers %s', async (_, config) => {
    const asset = file('assets/first', 'text');
    const { version, store } = published('AGENT', agent(), [asset, config], { stdioCommands: ['npx', 'own'] });
    expect(Object.keys(version.mcpServers ?? {})).toHaveLength(1);
    expect(await found(version, store)).toEqual([]);
  });

  it('unless its text was published before it would be refused', async () => {
    const hidden = agent({ description: 'Reviews \u202e what it is given.' });
    expect(() => published('AGENT', hidden)).toThrow('Not a definition.');
    const { version, store } = published('AGENT', hidden, [], { lenientContent: true });
    expect(await found(version, store)).toEqual([]);
  });
});

describe('what the log has of a version is told', () => {
  const { version, store, state } = published('AGENT', agent());
  const found = (more: Partial<LoggedVersion>, namespace = 'default') =>
    verifyVersion({ ...version, ...more }, from(store), namespace);
  const other = (message: string) => [{ reason: 'LOG_MISMATCH', message, file: null }];

  it('for a version of the reader’s own namespace alone, if the log has nothing', async () => {
    const none = { reason: 'NOT_IN_LOG', message: 'No event records it.', file: null };
    expect(await found({ log: [] })).toEqual([none]);
    expect(await found({ log: [] }, 'acme')).toEqual([]);
    const forged = { ...state, after: { ...state.after, digest: '0'.repeat(64) } };
    expect(await found({ log: [forged] }, 'acme')).toEqual(other('The event log has a different digest for it.'));
  });

  it('as what it was made by: its publish, its promotion or its draft', async () => {
    const listed: LoggedState = { ...state, action: 'VISIBILITY_CHANGED' };
    expect(await found({ log: [listed] })).toEqual(other('No event records it as ACTIVE.'));
    expect(await found({ status: 'DRAFT' })).toEqual(other('No event records it as DRAFT.'));
    const promoted = (versionStatus: 'DRAFT' | 'ACTIVE'): LoggedState => ({
      ...state,
      ...{ action: 'PROMOTED', before: { versionStatus } },
    });
    expect(await found({ log: [promoted('DRAFT')] })).toEqual([]);
    expect(await found({ log: [promoted('ACTIVE')] })).toEqual(other('No event records it as ACTIVE.'));
    expect(await found({ log: [{ ...promoted('DRAFT'), before: null }] })).toEqual(
      other('No event records it as ACTIVE.'),
    );
    expect(await found({ log: [{ ...listed, before: { versionStatus: 'DRAFT' } }] })).toEqual(
      other('No event records it as ACTIVE.'),
    );
    const silent = { ...state, before: null, after: null };
    expect(await found({ log: [silent, listed] })).toEqual(other('No event records it as ACTIVE.'));
  });

  it('with everything that differs', async () => {
    const later = new Date('2026-01-02T03:04:05.007Z');
    const row = { id: 'w', commitSha: null, publishedBy: null, publishedAt: later };
    expect(await found(row)).toEqual(other('The event log has a different id, commit, publisher, time for it.'));
    const { commitSha: _, publishedBy: __, ...after } = state.after ?? {};
    expect(await found({ commitSha: null, publishedBy: null, log: [{ ...state, after }] })).toEqual([]);
    const imported = { ...state, after: { ...state.after, publishedAt: later.toISOString() } };
    expect(await found({ log: [imported], publishedAt: later })).toEqual([]);
  });

  it('with the status that its latest event gave it', async () => {
    const latest = (action: LoggedState['action'], after: LoggedState['after']): LoggedState[] => [
      state,
      { action, occurredAt: '2026-02-01T00:00:00.000Z', before: null, after },
    ];
    const status = other('The event log has a different status for it.');
    expect(await found({ log: latest('ARCHIVED', { versionStatus: 'ARCHIVED' }) })).toEqual(status);
    expect(await found({ log: latest('ARCHIVED', null) })).toEqual(status);
    expect(await found({ log: latest('VISIBILITY_CHANGED', null), status: 'ARCHIVED' })).toEqual([]);
    expect(await found({ log: latest('VISIBILITY_CHANGED', null) })).toEqual([]);
    expect(await found({ log: latest('VISIBILITY_CHANGED', { versionStatus: 'ACTIVE' }) })).toEqual([]);
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
