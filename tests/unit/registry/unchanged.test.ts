import { describe, expect, it } from 'vitest';
import type { Definition } from '../../../packages/manifest/index.ts';
import { digestOfFiles } from '../../../packages/manifest/values/digest.ts';
import type { Query } from '../../../src/db/database.ts';
import { type Version, versionOfSlug } from '../../../src/db/version.ts';
import type { Services } from '../../../src/registry/services.ts';
import { findUnchanged, isUnchanged } from '../../../src/registry/unchanged.ts';
import type { User } from '../../../src/viewer.ts';

const authored = { agentId: 'writer', version: '1.0.0' };
const files = [{ path: 'prompts/a.md', bytes: new TextEncoder().encode('Write.\n') }];
const upload = (draft: boolean, bundle = files) => ({
  definition: { kind: 'AGENT', slug: 'writer', version: '1.0.0', authored } as unknown as Definition,
  draft,
  bundle,
});
const stored = (status: Version['status']) =>
  ({ status, digest: digestOfFiles(authored, files, 2), digestRule: 2 }) as Version;
const otherFiles = [{ path: 'prompts/a.md', bytes: new TextEncoder().encode('Read.\n') }];

describe('a publish changes nothing', () => {
  it.each<[Version['status'], upload: 'draft' | 'version', unchanged: boolean]>([
    ['ACTIVE', 'version', true],
    ['ARCHIVED', 'version', true],
    ['DRAFT', 'draft', true],
    ['DRAFT', 'version', false], // The draft is published.
    ['ACTIVE', 'draft', true], // The publish returns the version that there is.
  ])('of what is %s, sent as a %s: %s', (status, sent, unchanged) => {
    expect(isUnchanged(stored(status), upload(sent === 'draft'))).toBe(unchanged);
    expect(isUnchanged(stored(status), upload(sent === 'draft', otherFiles))).toBe(false);
  });
});

describe('the version that a publish would repeat', () => {
  const found = async (rows: Version[], sent = upload(false)) => {
    const asked: (readonly unknown[])[] = [];
    const read = async (viewer: User, { sql, parameters }: Query<unknown>) => {
      asked.push([viewer.namespace, sql, ...parameters]);
      return rows;
    };
    const user = { namespace: 'acme' } as User;
    const version = await findUnchanged({ db: { read } } as unknown as Services, user, sent);
    const { sql, parameters } = versionOfSlug('AGENT', 'acme', 'writer', '1.0.0');
    expect(asked).toEqual([['acme', sql, ...parameters]]);
    return version;
  };

  it('is the one of its number with its content', async () => {
    const version = stored('ACTIVE');
    expect(await found([version])).toBe(version);
  });

  it('is none if the number is new, or has other content', async () => {
    expect(await found([])).toBeNull();
    expect(await found([stored('ACTIVE')], upload(false, otherFiles))).toBeNull();
  });
});
