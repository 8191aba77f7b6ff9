import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { inLineOrder, placeIssues } from '../../../packages/cli/issues/place.ts';
import { watchRun } from '../../../packages/cli/run/watch.ts';
import { type Client, GatewayRefused, GatewayUnreachable, type RunQuery } from '../../../packages/client/index.ts';

type Run = NonNullable<RunQuery['run']>;
const step = (status: string) => ({
  ...{ id: 's', stepId: 'gather', status, attempt: 1, maxAttempts: 3, error: null, waitReason: null, worker: 'w' },
  ...{ availableAt: null, agent: { agentId: 'reader' }, agentVersion: { version: '1.0.0' } },
});
const run = (status: string, stepStatus: string, outputs: unknown = null) =>
  ({
    ...{ id: 'r1', status, environment: null, outputs, steps: [step(stepStatus)] },
    ...{ template: { templateId: 'train' }, templateVersion: { version: '1.0.0' } },
  }) as unknown as Run;

let printed: string[];
beforeEach(() => {
  printed = [];
  const hear = (mark: string) => (text: unknown) =>
    printed.push(
      ...`${text}`
        .trimEnd()
        .split('\n')
        .map((line) => mark + line),
    ) > 0;
  vi.spyOn(process.stdout, 'write').mockImplementation(hear(''));
  vi.spyOn(process.stderr, 'write').mockImplementation(hear('! '));
});
afterEach(() => void vi.restoreAllMocks());

/** Follows a run over connections that yield these states, or fail. */
function watch(connections: (Run | Error)[][], { json = false, signal = new AbortController().signal } = {}) {
  const client = {
    async *subscribe() {
      for (const state of connections.shift() ?? []) {
        if (state instanceof Error) throw state;
        yield { run: state };
      }
    },
  } as unknown as Client;
  return watchRun(client, run('QUEUED', 'QUEUED'), { json, signal });
}

const running = '  gather                RUNNING    reader@1.0.0, attempt 1/3  by w';
const succeeded = '  gather                SUCCEEDED  reader@1.0.0, attempt 1/3';

it('prints each change once, across connections that are lost or end, and then the outputs', async () => {
  const last = await watch([
    [run('RUNNING', 'RUNNING'), new GatewayUnreachable('http://h/graphql', 'closed the connection.')],
    [run('RUNNING', 'RUNNING')],
    [run('SUCCEEDED', 'SUCCEEDED', { notes: 'n' })],
  ]);
  expect(last.status).toBe('SUCCEEDED');
  expect(printed).toEqual([
    'Run r1 of train@1.0.0: QUEUED',
    running,
    '! The gateway at http://h/graphql closed the connection. Reconnecting…',
    succeeded,
    'The run has ended: SUCCEEDED.',
    '',
    'Outputs:',
    '{',
    '  "notes": "n"',
    '}',
  ]);
});

it('prints every state as a line of JSON', async () => {
  await watch([[run('RUNNING', 'RUNNING'), run('FAILED', 'FAILED')]], { json: true });
  expect(printed.map((line) => JSON.parse(line).status)).toEqual(['RUNNING', 'FAILED']);
});

it('ends without a word about the end when it is stopped before', async () => {
  const stop = new AbortController();
  stop.abort();
  expect((await watch([[run('RUNNING', 'RUNNING')]], { signal: stop.signal })).status).toBe('QUEUED');
  expect(printed).toEqual(['Run r1 of train@1.0.0: QUEUED']);
});

it('ends with a refusal', async () => {
  const refusal = new GatewayRefused({ status: null, code: 'FORBIDDEN', message: 'No.' });
  await expect(watch([[refusal]])).rejects.toBe(refusal);
});

it('issues are in the order of a reader: the manifest, other files by name, and last what is in no file', () => {
  const issue = (file: string, path: string, message = 'm') => ({
    file,
    path,
    code: 'x',
    message,
    severity: 'error' as const,
  });
  const text = new TextEncoder().encode('{"a": 1, "b": 2}');
  const files = ['agent.json', 'mcp.json', 'a.txt'].map((path) => ({ path, bytes: text }));
  const placed = placeIssues(
    [
      issue('', ''),
      issue('mcp.json', 'b'),
      issue('a.txt', ''),
      issue('agent.json', 'b'),
      issue('agent.json', 'a'),
      issue('missing.json', ''),
      issue('a.txt', '', 'Line 3: it is wrong.'),
    ],
    files,
  );
  expect(inLineOrder(placed).map(({ file, position, message }) => [file, position, message])).toEqual([
    ['agent.json', { line: 1, column: 7 }, 'm'],
    ['agent.json', { line: 1, column: 15 }, 'm'],
    ['a.txt', null, 'm'],
    ['a.txt', { line: 3, column: 1 }, 'It is wrong.'],
    ['mcp.json', { line: 1, column: 15 }, 'm'],
    ['missing.json', null, 'm'],
    ['', null, 'm'],
  ]);
});
