import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { artifactsFolder, openArtifacts } from '../../../server/open/artifacts.ts';
import { commit, version, versionHeader } from '../../../server/open/build.ts';
import { EnvError, readEnv } from '../../../server/open/env.ts';
import { startHousekeeping, startTimeouts } from '../../../server/open/housekeeping.ts';
import { readOperationManifests } from '../../../server/open/operationManifests.ts';
import { whenOrphaned } from '../../../server/open/orphaned.ts';
import { wakeupSources } from '../../../server/open/wakeupSources.ts';
import type { Services } from '../../../src/registry/services.ts';

describe('the list of operations', () => {
  let folder: string;
  const read = (name: string, REGISTRY_OPERATIONS: 'any' | 'listed' = 'any') =>
    readOperationManifests({ REGISTRY_OPERATIONS, REGISTRY_OPERATIONS_FILES: [join(folder, name)] });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-operations-'));
    const files = {
      'apollo.json': JSON.stringify({
        ...{ format: 'apollo-persisted-query-manifest', version: 1 },
        operations: [{ id: 'a', name: 'Viewer', type: 'query', body: '{ viewer { id } }' }],
      }),
      'documents.json': '{"b": "{ agents { totalCount } }"}',
      'next.json': '{"format": "apollo-persisted-query-manifest", "version": 2, "operations": []}',
      'broken.json': '{',
      'list.json': '["{ viewer { id } }"]',
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is empty when any operation is allowed', async () => {
    expect(await readOperationManifests({ REGISTRY_OPERATIONS: 'any', REGISTRY_OPERATIONS_FILES: [] })).toEqual([]);
  });

  it('contains the documents of each kind of file, and those of this repository when only listed ones are allowed', async () => {
    expect(await read('apollo.json')).toEqual(['{ viewer { id } }']);
    expect(await read('documents.json', 'listed')).toEqual([
      ...JSON.parse(
        await readFile(new URL('../../../packages/client/operations.json', import.meta.url), 'utf8'),
      ).operations.map(({ body }: { body: string }) => body),
      '{ agents { totalCount } }',
    ]);
  });

  it.each(['next.json', 'broken.json', 'list.json', 'missing.json'])(
    'is not read from %s: the start names it',
    async (name) => {
      const error = await read(name).catch((problem) => problem);
      expect(error).toBeInstanceOf(EnvError);
      expect(error.message).toBe(
        `REGISTRY_OPERATIONS_FILES: ${join(folder, name)} must be a manifest of operations in JSON: Apollo's \`apollo-persisted-query-manifest\`, or documents by their hash.`,
      );
    },
  );
});

it.each([
  [{}, null],
  [{ REGISTRY_COMMIT: '4f2a9c1d0b7e5566' }, '4f2a9c1d0b7e5566'],
  [{ VERCEL_GIT_COMMIT_SHA: 'abc' }, 'abc'],
  [{ REGISTRY_COMMIT: '', VERCEL_GIT_COMMIT_SHA: 'abc' }, 'abc'],
])('the commit that runs, by %j, is %s', (environment, expected) => {
  expect(commit(environment)).toBe(expected);
  expect(versionHeader[0]).toBe('x-registry-version');
  expect(versionHeader[1].split('+')[0]).toBe(version);
});

describe('the files of versions', () => {
  it.each([
    ['nofx', ''],
    ['preview_7', 'previews/preview_7/'],
  ])('of the schema %s are below "%s"', (schema, folder) => expect(artifactsFolder(schema)).toBe(folder));

  it('are in a folder without a project, and without its secret key', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-artifacts-'));
    for (const more of [{}, { SUPABASE_URL: 'https://project.supabase.co' }]) {
      const env = readEnv({ REGISTRY_DATA_DIR: folder, REGISTRY_SCHEMA: 'preview_7', ...more });
      await expect((await openArtifacts(env)).check()).resolves.toBeUndefined();
    }
    await rm(folder, { recursive: true });
  });
});

it.each([
  [{}, 1],
  [{ DATABASE_LISTEN: 'off' }, 0],
  [{ SUPABASE_URL: 'https://p.supabase.co', SUPABASE_SECRET_KEY: 'k' }, 2],
  [{ DATABASE_LISTEN: 'off', SUPABASE_URL: 'https://p.supabase.co', SUPABASE_SECRET_KEY: 'k' }, 1],
  [{ DATABASE_LISTEN: 'off', SUPABASE_URL: 'https://p.supabase.co' }, 0],
])('readers are woken up, with %j, by %i sources', (variables, count) => {
  const listen = async () => async () => {};
  expect(wakeupSources(readEnv(variables), { listen } as never)).toHaveLength(count);
});

describe('a process', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('stops when the npm that started it has ended, once', () => {
    vi.stubEnv('npm_lifecycle_event', 'start');
    const parent = vi.spyOn(process, 'ppid', 'get').mockReturnValue(50);
    const stop = vi.fn();
    whenOrphaned(stop);
    vi.advanceTimersByTime(5_000);
    expect(stop).not.toHaveBeenCalled();
    parent.mockReturnValue(1);
    vi.advanceTimersByTime(5_000);
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['npm did not start it', undefined, 50],
    ['the first process of the machine started it', 'start', 1],
  ])('does not stop when %s', (_, event, parent) => {
    vi.stubEnv('npm_lifecycle_event', event);
    const stop = vi.fn();
    whenOrphaned(stop, parent);
    vi.spyOn(process, 'ppid', 'get').mockReturnValue(7);
    vi.advanceTimersByTime(5_000);
    expect(stop).not.toHaveBeenCalled();
  });

  it('cleans up about once an hour, reports a failure, and goes on until it stops', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const failure = new Error('The database is away.');
    const calls: number[] = [];
    const db = {
      call: async () => {
        calls.push(calls.length);
        throw failure;
      },
    };
    const reported: unknown[] = [];
    const stop = startHousekeeping({ db } as unknown as Pick<Services, 'db'>, (error) => void reported.push(error));
    const hour = 3_600_000;
    await vi.advanceTimersByTimeAsync(hour / 2 - 1);
    expect(calls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(calls).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(hour);
    expect(calls).toHaveLength(2);
    expect(reported).toEqual([failure, failure]);
    stop();
    await vi.advanceTimersByTimeAsync(3 * hour);
    expect(calls).toHaveLength(2);
  });

  it('ends steps that have timed out about every 5 seconds, reports a failure, and goes on until it stops', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const failure = new Error('The database is away.');
    const call = vi.fn().mockRejectedValueOnce(failure).mockResolvedValue([]);
    const report = vi.fn();
    const stop = startTimeouts({ db: { call } } as unknown as Pick<Services, 'db'>, report);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(call).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(call).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(call).toHaveBeenCalledTimes(2);
    expect(report.mock.calls).toEqual([[failure]]);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(call).toHaveBeenCalledTimes(2);
  });
});
