import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose } from '../../../server/compose.ts';
import { readEnv } from '../../../server/open/env.ts';
import { openLog } from '../../../server/telemetry/log.ts';
import type { Database } from '../../../src/db/database.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Everything that could compose a gateway: the programs, the benchmark, and the helpers of tests. */
const folders = [
  'api',
  'server',
  'schema',
  'src',
  'packages',
  'scripts',
  'supabase/functions',
  'bench',
  'tests/support',
];

const sources = new Map(
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes('node_modules'))
      .map((file) => join(folder, file))
      .map((file) => [file, readFileSync(join(root, file), 'utf8')] as const),
  ),
);

/** The modules that import a module by value. */
const importersOf = (module: string): string[] =>
  [...sources]
    .filter(([file, text]) =>
      [...text.matchAll(/\b(?:import|export) (?!type\b)[^;]*?from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/g)].some(
        ([, from, dynamic]) => normalize(join(dirname(file), from ?? dynamic ?? '')) === module,
      ),
    )
    .map(([file]) => file)
    .sort();

describe('the gateway is composed in one place', () => {
  it.each([
    ['server/graphql/yoga.ts', ['server/compose.ts']],
    ['server/compose.ts', ['server/functions/instance.ts', 'server/serve.ts']],
    ['server/listen.ts', ['server/serve.ts']],
    [
      'server/serve.ts',
      [
        'bench/peers/gateway.ts',
        'server/start.ts',
        'tests/support/gatewayOn.ts',
        'tests/support/registry.ts',
        'tests/support/secondGateway.ts',
      ],
    ],
    ['server/access/authenticate.ts', ['server/compose.ts', 'supabase/functions/_shared/openSync.ts']],
    ['server/access/rateLimiter.ts', ['server/compose.ts']],
    ['server/telemetry/metrics.ts', ['server/compose.ts']],
    [
      'server/open/services.ts',
      ['scripts/preview/create.ts', 'server/compose.ts', 'supabase/functions/_shared/openSync.ts'],
    ],
    ['src/feed/feed.ts', ['server/open/services.ts']],
    ['src/feed/wakeups.ts', ['server/open/services.ts']],
    ['src/feed/watchRuns.ts', ['server/open/services.ts']],
  ])('%s is imported only by %j', (module, importers) => expect(importersOf(module)).toEqual(importers));

  it('only tests replace options', () => {
    const programs = [...sources.keys()].filter((file) => !file.startsWith('tests/') && file !== 'server/compose.ts');
    expect(programs.filter((file) => /\breplace: *\(/.test(sources.get(file) ?? ''))).toEqual([]);
  });
});

describe('the composed gateway', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-compose-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const db = { listen: async () => async () => {}, close: async () => {} } as unknown as Database;
  const open = async (variables: Record<string, string> = {}) => {
    const log = openLog('silent', { write: () => {} });
    const env = readEnv({ REGISTRY_DATA_DIR: folder, ...variables });
    const composed = await compose(env, { db, migrated: [], release: async () => {} }, { log });
    await composed.close();
    return { ...composed, log };
  };

  it('has rate limits, a log line for each request, metrics and a host rule by default', async () => {
    const { options, log, services } = await open();
    expect(options).toMatchObject({
      log,
      services,
      introspection: 'everyone',
      metricsAccess: 'local',
      localOrigins: true,
    });
    for (const part of ['limiter', 'metrics', 'hosts', 'authenticate', 'report', 'outage', 'answers'] as const) {
      expect(options[part], part).toBeDefined();
    }
  });

  it('has no rate limits and no metrics where the environment turns them off', async () => {
    const { options } = await open({ REGISTRY_RATE_LIMITS: 'off', REGISTRY_METRICS: 'off' });
    expect([options.limiter, options.metrics, options.metricsAccess]).toEqual([undefined, undefined, 'off']);
  });
});
