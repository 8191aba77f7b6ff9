import { beforeEach, expect, it } from 'vitest';
import { maskError } from '../../../server/graphql/maskError.ts';
import { openOutageLog } from '../../../server/telemetry/outageLog.ts';
import { RequestError, StorageUnavailable } from '../../../src/errors.ts';

const outage = (code: string) =>
  new RequestError('UNAVAILABLE', 'The disk is full.', { cause: Object.assign(new Error('No space: "x"'), { code }) });
const grant = 'As the owner of the database, run: grant select on nofx.runs to authenticated;';

let lines: unknown[];
let isUp: boolean;
let problem: string | null;
let outages: ReturnType<typeof openOutageLog>;
beforeEach(() => {
  const own: unknown[] = [];
  lines = own;
  isUp = false;
  problem = null;
  const write = (fields: unknown, message: string) => void own.push([message, fields]);
  outages = openOutageLog(
    { error: write, info: write } as never,
    { isUp: async () => isUp, loginProblem: async () => problem },
    { everyMs: 5, quietMs: 20 },
  );
});
const meet = (error: Error, request: string) => maskError(error, request, () => {}, outages.report);
const eventually = (expected: unknown[]) => expect.poll(() => lines, { timeout: 10_000 }).toEqual(expected);

it('logs each cause once, with the first request that met it, until it is over', async () => {
  for (const request of ['first', 'second', 'third']) meet(outage('53100'), request);
  meet(outage('53300'), 'fourth');
  meet(outage('53100'), 'fifth');
  const began = [
    [
      'The disk is full.',
      { part: 'database', correlationId: 'first', failure: expect.objectContaining({ code: '53100' }) },
    ],
    [
      'The disk is full.',
      {
        part: 'database',
        correlationId: 'fourth',
        hint: 'The server has no free connection. Increase its max_connections, or lower DATABASE_CONNECTIONS.',
        failure: expect.objectContaining({ code: '53300' }),
      },
    ],
  ];
  expect(lines).toEqual(began);
  isUp = true;
  const ended = ['The database is available again.', { part: 'database', failures: 5, seconds: expect.any(Number) }];
  await eventually([...began, ended]);
  meet(outage('53100'), 'sixth');
  expect(lines).toHaveLength(4);
});

it('does not log what has no cause', () => {
  meet(new RequestError('UNAVAILABLE', 'Away.'), 'one');
  expect(lines).toEqual([]);
});

it('tells storage from the database', async () => {
  meet(new StorageUnavailable('File storage is unavailable.', { cause: new TypeError('fetch failed') }), 'one');
  isUp = true;
  await eventually([
    [
      'File storage is unavailable.',
      {
        part: 'storage',
        correlationId: 'one',
        hint: 'Check that file storage answers, and SUPABASE_URL or the disk of REGISTRY_DATA_DIR.',
        failure: expect.objectContaining({ message: 'fetch failed' }),
      },
    ],
    ['File storage is available again.', { part: 'storage', failures: 1, seconds: expect.any(Number) }],
  ]);
});

it('logs a revoked grant once with the statement that restores it, and when it is restored', async () => {
  problem = grant;
  const denied = new Error('permission denied for table runs');
  outages.denied(denied);
  outages.denied(denied);
  const began = [
    'The database refuses what the registry asks.',
    { part: 'rights', hint: grant, failure: expect.objectContaining({ message: denied.message }) },
  ];
  await eventually([began]);
  problem = null;
  await eventually([
    began,
    ['The database allows again what the registry asks.', { part: 'rights', failures: 2, seconds: expect.any(Number) }],
  ]);
});

it('does not log a refusal that is about the caller', async () => {
  outages.denied(new Error('permission denied for table runs'));
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(lines).toEqual([]);
});
