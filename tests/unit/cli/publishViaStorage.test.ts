import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { transcriptOf } from '../../support/cliTranscript.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-storage-'));
  await mkdir(join(folder, 'one'));
  const manifest = { agentId: 'one', name: 'One', description: 'It does something.', version: '1.0.0' };
  await writeFile(join(folder, 'one/agent.json'), JSON.stringify(manifest));
});
afterAll(() => rm(folder, { recursive: true }));

const tokenOf = (metadata: object) =>
  new SignJWT({ app_metadata: metadata })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('0'.repeat(32)));

/** What the command says when Storage and the function respond with these statuses and bodies, and what it asked for. */
async function publish(metadata: object, ...answers: [status: number, body: object][]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const place = (request.url ?? '').replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, '<uuid>');
    asked.push(place);
    const [status, body] = answers.shift() ?? [500, {}];
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const environment = {
    SUPABASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    SUPABASE_PUBLISHABLE_KEY: 'key',
    REGISTRY_TOKEN: await tokenOf(metadata),
  };
  return { lines: await command(environment), asked };
}
const command = async (environment: Record<string, string>) => {
  const words = ['publish', 'agents', '--via', 'storage', '--dir', folder, '--commit', 'abcdef0'];
  const lines = await transcriptOf({ SUPABASE_URL: '', SUPABASE_PUBLISHABLE_KEY: '', ...environment })(words);
  return lines.map((line) => line.replaceAll(folder, '<folder>').replace(/(<digest>|[0-9a-f]{12}) +1 +\d+ B/, '…'));
};

const uploaded: [number, object] = [200, { Id: 'i', Key: 'registry-bundles/x' }];
const published: [number, object] = [200, { created: true, status: 'ACTIVE', warnings: [] }];

it.each([
  [{ namespace: 'team-a' }, 'team-a'],
  [{ tenant_id: 'team-b' }, 'team-b'],
  [{}, 'default'],
])('uploads with the metadata %j to the folder of %s, and calls the function', async (metadata, namespace) => {
  const { lines, asked } = await publish(metadata, uploaded, published);
  expect(asked.map((place) => place.replace(namespace, '<namespace>'))).toEqual([
    '/storage/v1/object/registry-bundles/incoming/<namespace>/one-<uuid>.json',
    '/functions/v1/registry_agents_sync',
  ]);
  expect(lines).toEqual([
    'id   version  outcome    digest        files  size',
    'one  1.0.0    published  …',
    '!',
    '! 1 published. Commit abcdef0.',
  ]);
});

it('a draft is drafted', async () => {
  const { lines } = await publish({}, uploaded, [200, { created: true, status: 'DRAFT', warnings: [] }]);
  expect(lines.at(-1)).toBe('! 1 drafted. Commit abcdef0.');
});

it('shows the issues that only the function found', async () => {
  const issue = {
    file: 'agent.json',
    path: 'name',
    code: 'reserved',
    message: 'This name is reserved.',
    severity: 'error',
  };
  const refusal = { code: 'MANIFEST_INVALID', detail: 'Not valid.', issues: [issue] };
  const { lines } = await publish({}, uploaded, [422, refusal]);
  expect(lines.filter((line) => /reserved|refused|exit/.test(line))).toEqual([
    'one  1.0.0    refused  …  Not valid.',
    '! error[reserved]: This name is reserved.',
    '! 1 refused. Commit abcdef0.',
    'exit 1',
  ]);
  const conflict = await publish({}, uploaded, [409, { code: 'VERSION_EXISTS', detail: 'It exists.' }]);
  expect(conflict.lines.filter((line) => /It exists|exit/.test(line))).toEqual([
    'one  1.0.0    refused  …  It exists.',
    'exit 1',
  ]);
});

it('uploads again while something is unavailable, and stops after four attempts', async () => {
  const once = await publish(
    {},
    [503, { statusCode: '503', error: 'x', message: 'x' }],
    uploaded,
    [503, {}],
    uploaded,
    published,
  );
  expect(once.asked).toHaveLength(5);
  expect(once.lines.at(-1)).toBe('! 1 published. Commit abcdef0.');
  const busy: [number, object] = [400, { statusCode: '429', error: 'x', message: 'x' }];
  const never = await publish({}, busy, busy, busy, busy);
  expect(never.asked).toHaveLength(4);
  expect(never.lines).toEqual(['! ✗ Supabase Storage is unavailable.', 'exit 1']);
});

it('says why Storage refused the upload, and what to check', async () => {
  const { lines } = await publish({}, [
    400,
    { statusCode: '403', error: 'Unauthorized', message: 'new row violates policy' },
  ]);
  expect(lines).toEqual([
    '! ✗ Supabase Storage refused the upload: new row violates policy (403)',
    '!   Check that the bucket registry-bundles exists and that the token has the role publisher: it may upload to incoming/<namespace>/.',
    'exit 1',
  ]);
});

it.each([
  [{}, 'SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, REGISTRY_TOKEN are required to publish via storage.', 1],
  [
    { SUPABASE_URL: 'https://p.supabase.co', SUPABASE_PUBLISHABLE_KEY: 'k' },
    'REGISTRY_TOKEN is required to publish via storage.',
    1,
  ],
  [
    { SUPABASE_URL: 'p.supabase.co', SUPABASE_PUBLISHABLE_KEY: 'k', REGISTRY_TOKEN: 'abc' },
    'Invalid SUPABASE_URL: must be a URL such as https://<project>.supabase.co.',
    2,
  ],
  [
    { SUPABASE_URL: 'https://', SUPABASE_PUBLISHABLE_KEY: 'k', REGISTRY_TOKEN: 'abc' },
    'Invalid SUPABASE_URL: must be a URL such as https://<project>.supabase.co.',
    2,
  ],
  [
    { SUPABASE_URL: 'https://p.supabase.co', SUPABASE_PUBLISHABLE_KEY: 'k', REGISTRY_TOKEN: 'abc' },
    'REGISTRY_TOKEN is not a valid token.',
    1,
  ],
])('%j: %s', async (environment, message, code) => {
  const lines = await command(environment);
  expect([lines[0], lines.at(-1)]).toEqual([`! ✗ ${message}`, `exit ${code}`]);
});
