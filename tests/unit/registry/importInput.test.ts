import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { digestOfFiles } from '../../../packages/manifest/index.ts';
import {
  type ImportedEntryInput,
  type ImportedVersionInput,
  type ImportVersionsInput,
  importCandidates,
} from '../../../src/registry/importInput.ts';
import type { Services } from '../../../src/registry/services.ts';
import type { User } from '../../../src/viewer.ts';
import { agent, type Definition } from '../../support/definitions.ts';

const now = new Date('2026-06-01T00:00:00.000Z');
beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

const past = (day: number) => new Date(Date.UTC(2026, 0, day));
const user: User = { kind: 'user', id: 'u', role: 'admin', namespace: 'acme' };
const utf8 = new TextEncoder();
const bundle = ({ manifest, files }: Definition) =>
  [{ path: 'agent.json', content: JSON.stringify(manifest) }, ...files].map(({ path, content }) => ({
    path,
    bytes: utf8.encode(content),
  }));

const entryWith = (more: Partial<ImportedEntryInput> = {}): ImportedEntryInput => ({
  createdAt: past(1),
  updatedAt: past(2),
  status: 'ACTIVE',
  visibility: 'PUBLIC',
  compatibility: 'WARN',
  ...more,
});
const channel = (more: object = {}) => ({ name: 'beta', version: '1.0.0', gate: null, movedAt: past(3), ...more });

/** A version whose files are not sent. */
const versionWith = (more: Partial<ImportedVersionInput> = {}): ImportedVersionInput => ({
  version: '1.0.0',
  status: 'ACTIVE',
  visibility: 'PUBLIC',
  digest: 'a'.repeat(64),
  digestRule: 2,
  publishedAt: past(1),
  ...more,
});
/** A version with files that define it. */
function versionOf(definition: Definition, more: Partial<ImportedVersionInput> = {}): ImportedVersionInput {
  const files = bundle(definition);
  const digest = digestOfFiles(definition.manifest, files, 2);
  return versionWith({ version: String(definition.manifest.version), digest, files, ...more });
}

const importing = (more: Partial<ImportVersionsInput> = {}, services: Partial<Services> = {}) =>
  importCandidates(services as Services, user, {
    ...{ kind: 'AGENT', id: 'reviewer', entry: entryWith(), versions: [] },
    ...more,
  });
const refused = (message: string) => expect.objectContaining({ code: 'BAD_USER_INPUT', message });
const issuesOf = (more: Partial<ImportVersionsInput>) =>
  importing(more).then(
    () => [],
    ({ issues }) => issues,
  );

describe('what is refused of an entry', () => {
  const notPast = (name: string) =>
    `\`${name}\` must be in the past; got 2026-06-01T00:00:00.000Z. Check the clocks of both registries.`;

  it.each<[string, Partial<ImportVersionsInput>, string]>([
    ['an id', { id: 'Not an id' }, '`id` must be an id such as code-reviewer; got "Not an id".'],
    [
      'too many versions',
      { versions: Array.from({ length: 51 }, (_, at) => versionWith({ version: `1.0.${at}` })) },
      '`versions` must contain at most 50 versions; got 51.',
    ],
    [
      'a version twice',
      { versions: [versionWith({ version: '2.0.0' }), versionWith(), versionWith({ version: '2.0.0' })] },
      '`versions` contains "2.0.0" more than once.',
    ],
    [
      'a message that is too long',
      { entry: entryWith({ status: 'DISABLED', statusMessage: 'x'.repeat(501) }) },
      '`statusMessage` must be 1 to 500 characters without control characters.',
    ],
    [
      'a replacement of what is active',
      { entry: entryWith({ replacedBy: 'other' }) },
      '`replacedBy` is allowed only when `status` is DEPRECATED or DISABLED.',
    ],
    ['a time', { entry: entryWith({ createdAt: now }) }, notPast('createdAt')],
    ['a later time', { entry: entryWith({ updatedAt: now }) }, notPast('updatedAt')],
    ['a time of channels', { entry: entryWith({ curatedAt: now }) }, notPast('curatedAt')],
    ['a time of one channel', { entry: entryWith({ channels: [channel({ movedAt: now })] }) }, notPast('movedAt')],
    [
      'a time before the first year',
      { entry: entryWith({ createdAt: new Date('0000-12-31T23:59:59.999Z') }) },
      '`createdAt` must be in the year 1 or later; got 0000-12-31T23:59:59.999Z.',
    ],
    [
      'too many channels',
      { entry: entryWith({ channels: Array.from({ length: 21 }, (_, at) => channel({ name: `a${at}` })) }) },
      '`channels` must contain at most 20 channels; got 21.',
    ],
    [
      'a channel twice',
      { entry: entryWith({ channels: [channel({ name: 'rc' }), channel(), channel({ name: 'rc' })] }) },
      '`channels` contains "rc" more than once.',
    ],
    [
      'a name of a channel',
      { entry: entryWith({ channels: [channel({ name: 'v1' })] }) },
      '`channel`: Must not look like a version. Got "v1".',
    ],
    [
      'the version of a channel',
      { entry: entryWith({ channels: [channel({ version: 'v1' })] }) },
      '`version` of a channel must be a SemVer 2.0 version such as 1.2.0; got "v1".',
    ],
    [
      'the version that a channel had before',
      { entry: entryWith({ channels: [channel({ previousVersion: '1' })] }) },
      '`previousVersion` of a channel must be a SemVer 2.0 version such as 1.2.0; got "1".',
    ],
  ])('%s', async (_, input, message) => {
    await expect(importing(input)).rejects.toEqual(refused(message));
  });

  it('is nothing of an entry at its limits', async () => {
    const channels = Array.from({ length: 20 }, (_, at) => channel({ name: `a${at}`, previousVersion: null }));
    const curation = { channels, curatedAt: past(3), statusMessage: 'x'.repeat(500) };
    const entry = entryWith({ ...curation, status: 'DEPRECATED', replacedBy: 'other' });
    const versions = Array.from({ length: 50 }, (_, at) => versionWith({ version: `1.0.${at}` }));
    expect(await importing({ entry, versions })).toHaveLength(50);
    expect(await importing({ entry: entryWith({ statusMessage: '', channels: null }) })).toEqual([]);
  });
});

describe('what is refused of a version', () => {
  it.each<[string, Partial<ImportedVersionInput>, string]>([
    ['its number', { version: '1.0' }, '`version` must be a SemVer 2.0 version such as 1.2.0; got "1.0".'],
    ['a short digest', { digest: 'a'.repeat(63) }, '`digest` must be 64 lower-case hexadecimal digits.'],
    ['a long digest', { digest: 'a'.repeat(65) }, '`digest` must be 64 lower-case hexadecimal digits.'],
    ['a digest in capitals', { digest: 'A'.repeat(64) }, '`digest` must be 64 lower-case hexadecimal digits.'],
    ['a rule of digests', { digestRule: 3 }, '`digestRule` must be 1 or 2; got 3.'],
    ['its publisher', { publishedBy: 'ann' }, '`publishedBy` must be a UUID.'],
    [
      'text before the publisher',
      { publishedBy: 'x01234567-89ab-cdef-0123-456789abcdef' },
      '`publishedBy` must be a UUID.',
    ],
    [
      'text after the publisher',
      { publishedBy: '01234567-89ab-cdef-0123-456789abcdef0' },
      '`publishedBy` must be a UUID.',
    ],
    ['its commit', { commitSha: 'abc' }, '`commitSha` must be 7 to 64 lower-case hexadecimal digits.'],
    [
      'its time',
      { publishedAt: now },
      '`publishedAt` must be in the past; got 2026-06-01T00:00:00.000Z. Check the clocks of both registries.',
    ],
  ])('%s', async (_, version, message) => {
    await expect(importing({ versions: [versionWith(version)] })).rejects.toEqual(refused(message));
  });

  it('that its files do not define it', async () => {
    const files = bundle(agent({ agentId: undefined }));
    const issues = await issuesOf({ versions: [versionWith({ version: '1.2.0', files })] });
    expect(issues).toMatchObject([{ file: '1.2.0/agent.json', path: 'agentId', code: 'required', severity: 'error' }]);
  });

  it.each<[string, string, Definition, string]>([
    ['id', 'other', agent({ version: '1.2.0' }), 'reviewer@1.2.0'],
    ['number', 'reviewer', agent({ version: '1.3.0' }), 'reviewer@1.3.0'],
  ])('that its files define another %s', async (_, id, definition, name) => {
    expect(await issuesOf({ id, versions: [versionOf(definition, { version: '1.2.0' })] })).toEqual([
      {
        ...{ file: '1.2.0', path: '', code: 'name_mismatch', severity: 'error' },
        message: `The files define ${name}.`,
      },
    ]);
  });

  it('that its files have another digest', async () => {
    const { digest } = versionOf(agent());
    const other = '0'.repeat(64);
    expect(await issuesOf({ versions: [versionOf(agent(), { digest: other })] })).toEqual([
      {
        ...{ file: '1.0.0', path: '', code: 'digest_mismatch', severity: 'error' },
        message: `The files have the digest ${digest}, not ${other}. They were changed.`,
      },
    ]);
  });

  it('is told of all versions at once', async () => {
    const versions = ['1.0.0', '1.1.0'].map((version) => versionOf(agent({ version }), { digest: '0'.repeat(64) }));
    expect((await issuesOf({ versions })).map(({ file }: { file: string }) => file)).toEqual(['1.0.0', '1.1.0']);
  });
});

describe('a version to import', () => {
  it('has its definition and its files, if they were sent', async () => {
    const sent = versionOf(agent(), { commitSha: 'abcdef0', publishedBy: '01234567-89ab-cdef-0123-456789abcdef' });
    const { files, ...version } = sent;
    const [candidate] = await importing({ versions: [sent] });
    expect(candidate).toMatchObject({ ...version, definition: { kind: 'AGENT', slug: 'reviewer', version: '1.0.0' } });
    expect(candidate?.stored?.list.map(({ path }) => path)).toEqual(files?.map(({ path }) => path));
    expect(candidate).not.toHaveProperty('files');
  });

  it('has neither when they were not', async () => {
    const version = versionWith();
    expect(await importing({ versions: [version] })).toEqual([
      { ...version, commitSha: null, definition: null, stored: null },
    ]);
  });

  it('may be a draft, which needs no usable server', async () => {
    const { manifest, files } = agent();
    const mcp = { path: 'mcp.json', content: '{"mcpServers": {"files": {"disabled": true, "command": "npx"}}}' };
    const versions = (status: 'DRAFT' | 'ACTIVE') => [versionOf({ manifest, files: [...files, mcp] }, { status })];
    expect(await importing({ versions: versions('DRAFT') })).toHaveLength(1);
    expect(await issuesOf({ versions: versions('ACTIVE') })).toContainEqual(
      expect.objectContaining({ code: 'no_servers', severity: 'error' }),
    );
  });

  it('may start the commands that the operator allows, and no others', async () => {
    const mcp = { path: 'mcp.json', content: '{"mcpServers": {"files": {"command": "podman", "args": ["run", "x"]}}}' };
    const { manifest, files } = agent();
    const versions = [versionOf({ manifest, files: [...files, mcp] })];
    await expect(importing({ versions })).rejects.toMatchObject({ code: 'MANIFEST_INVALID' });
    expect(await importing({ versions }, { stdioCommands: ['podman'] })).toHaveLength(1);
  });

  it('comes after those that were published before it', async () => {
    const versions = [3, 1, 2].map((day) => versionWith({ version: `${day}.0.0`, publishedAt: past(day) }));
    expect((await importing({ versions })).map(({ version }) => version)).toEqual(['1.0.0', '2.0.0', '3.0.0']);
  });
});
