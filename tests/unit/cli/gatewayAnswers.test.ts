import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** What a command prints when a gateway answers with these values of `data`, or these responses, one after another. */
async function said(line: string, ...answers: object[]): Promise<string[]> {
  server = createServer((_, response) => {
    const answer = answers.shift() ?? { errors: [{ message: 'No more answers.' }] };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify('errors' in answer ? answer : { data: answer }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return transcriptOf({ REGISTRY_URL: `http://127.0.0.1:${port}/graphql`, REGISTRY_TOKEN: 'abc' })(line);
}

describe('verify', () => {
  const log = (more: object) => ({
    verifyLog: { checked: 2, number: 2, head: 4, endCursor: 'c', hasNextPage: false, problem: null, ...more },
  });
  const changed = { message: 'Event 3 was changed.', eventId: 'e3', number: 3 };
  const versions = (more: object) => ({
    verifyVersions: { checked: 1, endCursor: 'c', hasNextPage: false, problems: [], ...more },
  });

  it('names the event that was changed, on whatever page it is, and prints no seal', async () => {
    const pages = [log({ hasNextPage: true }), log({ number: 4, problem: changed })];
    expect(await said('verify --no-versions', ...pages)).toEqual([
      '✗ log: 4 events checked.',
      '  Event 3 was changed. (e3)',
      '! ✗ Verification failed: Event 3 was changed. (e3)',
      'exit 1',
    ]);
  });

  it('says that an event is missing, which has no id', async () => {
    const missing = { message: 'Event 3 is missing.', eventId: null, number: 3 };
    expect(await said('verify --no-versions', log({ problem: missing }))).toEqual([
      '✗ log: 2 events checked.',
      '  Event 3 is missing.',
      '! ✗ Verification failed: Event 3 is missing.',
      'exit 1',
    ]);
  });

  it('compares the log with an earlier seal', async () => {
    const other = { message: 'The hash of event 3 differs.', eventId: 'e3', number: 3 };
    expect(await said('verify --no-versions --seen s', log({}), log({ number: 3, problem: other }))).toEqual([
      '✓ log: 2 events checked.',
      '✗ log: events up to the seal checked.',
      '  The log changed after the seal was printed: The hash of event 3 differs.',
      '! ✗ Verification failed: The log changed after the seal was printed: The hash of event 3 differs.',
      'exit 1',
    ]);
    const later = { message: 'Event 9 was changed.', eventId: 'e9', number: 9 };
    expect(await said('verify --no-versions --seen s', log({}), log({ number: 3, problem: later }))).toEqual([
      '✓ log: 2 events checked.',
      '✓ log: events up to the seal checked.',
      '  Store this seal where no one else can change it: c',
    ]);
  });

  it('passes on what the gateway refuses for another reason', async () => {
    const refusal = { errors: [{ message: 'Admins only.', extensions: { code: 'FORBIDDEN', correlationId: 'c-1' } }] };
    expect(await said('verify --no-versions --seen s', log({}), refusal)).toEqual([
      '✓ log: 2 events checked.',
      '! ✗ The gateway refused the request: Admins only. (FORBIDDEN)',
      '!   Correlation id: c-1',
      'exit 1',
    ]);
  });

  it('lists the versions that were changed, of all pages', async () => {
    const problem = { namespace: 'default', entryId: 'a', version: '1.0.0', reason: 'DIGEST', message: 'Changed.' };
    const pages = [versions({ hasNextPage: true }), versions({ problems: [problem] }), versions({ checked: 0 })];
    expect(await said('verify --no-log', ...pages)).toEqual([
      '✗ agents: 2 versions checked.',
      '  agent default/a@1.0.0: Changed. (DIGEST)',
      '✓ templates: 0 versions checked.',
      '! ✗ Verification failed: agent default/a@1.0.0: Changed. (DIGEST)',
      'exit 1',
    ]);
  });
});

it.each<[string, object, string[]]>([
  ['lock train', { template: { lock: null } }, ['! ✗ train is disabled, or has no published version.', 'exit 1']],
  [
    'lock train --version 9.9.9',
    { template: { lock: null } },
    ['! ✗ train is disabled, or has no published version 9.9.9 that is not archived.', 'exit 1'],
  ],
  [
    'instantiate train --dry-run',
    {
      result: {
        __typename: 'DependencyUnresolved',
        code: 'DEPENDENCY_UNRESOLVED',
        message: 'Unresolved dependencies: linter@^2.0.0 (agent not found), tests@* (the agent is disabled).',
        unresolved: [
          { chain: ['train@1.0.0', 'reviewer@1.1.0', 'linter@^2.0.0'], reason: 'agent not found' },
          { chain: ['train@1.0.0', 'tests@*'], reason: 'the agent is disabled' },
        ],
      },
    },
    [
      '! ✗ Unresolved dependencies: linter@^2.0.0 (agent not found), tests@* (the agent is disabled). (DEPENDENCY_UNRESOLVED)',
      '!   train@1.0.0 -> reviewer@1.1.0 -> linter@^2.0.0: agent not found',
      '!   train@1.0.0 -> tests@*: the agent is disabled',
      'exit 1',
    ],
  ],
  [
    'lock train --namespace other',
    { template: null },
    ['! ✗ Template train was not found in the namespace other, or you do not have access to it.', 'exit 1'],
  ],
  [
    'search x --first 1',
    {
      search: {
        ...{ totalCount: 100, totalCountIsExact: false, pageInfo: { hasNextPage: false, endCursor: null } },
        edges: [
          {
            highlight: '',
            node: { __typename: 'Agent', slug: 'a', name: 'A', description: 'It &lt;works&gt;.', currentVersion: null },
          },
        ],
      },
    },
    ['agent     a  A', '          It <works>.', '! 100 results or more, 1 shown.'],
  ],
  [
    'diff a 1.0.0 1.1.0',
    { errors: [{ message: 'Busy.', path: ['agent'] }] },
    ['! ✗ The gateway refused the request: Busy.', 'exit 1'],
  ],
  [
    'run cancel UnVuOjE=',
    { result: { __typename: 'CancelRunPayload', run: { id: 'UnVuOjE=' } } },
    ['Run UnVuOjE= was cancelled.'],
  ],
  [
    'run retry UnVuOjE= --dry-run',
    {
      result: {
        __typename: 'RetryRunPayload',
        run: {
          id: 'UnVuOjE=',
          steps: [
            { stepId: 'one', status: 'SUCCEEDED' },
            { stepId: 'two', status: 'QUEUED' },
          ],
        },
      },
    },
    ['Run UnVuOjE= would be retried from the failed steps: two.'],
  ],
  [
    'instantiate train',
    { result: { __typename: 'InstantiateTemplatePayload', warnings: [], run: null } },
    ['! ✗ The run was created, but the gateway did not return it.', 'exit 1'],
  ],
  [
    'promote agent a 1.0.0',
    {
      result: {
        ...{ __typename: 'PublishAgentPayload', created: false, event: null, warnings: [{ message: 'Careful.' }] },
        ...{ agent: null, visibilityChange: null, impact: null },
      },
    },
    ['a: no change. Current version: no version.', 'Careful.'],
  ],
])('%s says what the gateway answered', async (line, answer, lines) => {
  expect(await said(line, answer)).toEqual(lines.map((each) => each.replace('UnVuOjE=', '<run>')));
});

it('an answer that makes no sense is a bug, and is shown as one', async () => {
  const [first, second, ...rest] = await said('whoami', {});
  expect(first).toBe('! ✗ Internal error. Please report it:');
  expect(second).toMatch(/^! TypeError: /);
  expect(rest.at(-1)).toBe('exit 1');
});

describe('token', () => {
  const secret = { SUPABASE_JWT_SECRET: 'a secret of this test' };

  it('is signed with the secret of the environment', async () => {
    const line = 'token --role viewer --namespace team-a --subject 11111111-1111-4111-8111-11111111111A --expires 15m';
    const [token, ...notes] = await transcriptOf(secret)(line);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(notes).toEqual([
      '! Signed with SUPABASE_JWT_SECRET.',
      '! Role viewer in the namespace team-a, user <uuid>, expires in 15m.',
    ]);
    const json = await transcriptOf(secret)(`${line} --json`);
    expect(JSON.parse(json.slice(0, -1).join('\n'))).toMatchObject({
      ...{ role: 'viewer', namespace: 'team-a', expires: '15m', subject: '<uuid>' },
    });
  });

  it('of a local gateway is announced to be useless where a Supabase project is set', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-token-'));
    const environment = { SUPABASE_URL: 'https://p.supabase.co', SUPABASE_JWT_SECRET: '', REGISTRY_DATA_DIR: folder };
    const [, warning, source] = await transcriptOf(environment)('token --role admin');
    expect(warning).toBe(
      '! Warning: SUPABASE_URL is set: a gateway with it accepts only tokens of its Supabase project, not this one.',
    );
    expect(source).toBe(`! Signed with ${folder}/jwt-secret; valid for a gateway with the same REGISTRY_DATA_DIR.`);
    await rm(folder, { recursive: true });
  });
});
