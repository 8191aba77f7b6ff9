import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { agent } from '../support/definitions.ts';
import { startFunction } from '../support/deno.ts';
import { callFunction, type EdgeRegistry, functionNames, openEdgeRegistry } from '../support/edgeFunctions.ts';

/**
 * What Supabase's CLI uploads for a function, captured by a stand-in of its management API, and executed in a folder
 * with nothing else, with packages that Deno downloads. It cannot test Supabase's own bundler and runtime.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = join(root, 'tests/platform/node_modules/.bin/supabase');
let folder: string;
let edge: EdgeRegistry;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-deploy-'));
  edge = await openEdgeRegistry();
});
afterAll(async () => {
  await edge?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the CLI uploaded: the files by path, and its metadata. */
async function uploadOf(name: string) {
  const bodies: { type: string; bytes: Buffer }[] = [];
  const api = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url?.includes('/functions/deploy')) {
      bodies.push({ type: request.headers['content-type'] ?? '', bytes: Buffer.concat(chunks) });
    }
    const id = '00000000-0000-4000-8000-000000000001';
    const deployed = { id, slug: name, name, status: 'ACTIVE', version: 1, created_at: 1, updated_at: 1 };
    response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(request.method === 'POST' ? deployed : []));
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  const address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const profile = join(folder, 'profile.yaml');
  const hosts = ['project_host', 'pooler_host'].map((key) => `${key}: supabase.invalid`);
  const urls = ['api_url', 'dashboard_url', 'docs_url'].map((key) => `${key}: ${address}`);
  await writeFile(profile, ['name: standin', ...urls, ...hosts, ''].join('\n'));
  try {
    await promisify(execFile)(
      cli,
      ['functions', 'deploy', name, '--use-api', '--remote=abcdefghijklmnopqrst', '--profile', profile, '--yes'],
      { cwd: root, env: { ...process.env, SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}` } },
    );
  } finally {
    api.close();
  }
  const [{ type, bytes } = { type: '', bytes: Buffer.from('') }] = bodies;
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  const files = form.getAll('file').filter((each) => typeof each !== 'string');
  return { metadata: JSON.parse(String(form.get('metadata'))), files };
}

it.each(functionNames)('%s runs with the files that the CLI uploads, and no others', async (name) => {
  const { metadata, files } = await uploadOf(name);
  expect(metadata).toMatchObject({
    entrypoint_path: `supabase/functions/${name}/index.ts`,
    import_map_path: `supabase/functions/${name}/deno.json`,
    verify_jwt: false,
  });
  const unpacked = join(folder, name);
  for (const file of files) {
    const path = join(unpacked, file.name);
    expect(path.startsWith(unpacked)).toBe(true);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, new Uint8Array(await file.arrayBuffer()));
  }
  const deno = await startFunction(name, edge.environment, { folder: unpacked, packages: 'fetched' });
  try {
    const authorization = `Bearer ${await edge.registry.token()}`;
    const { status, body } = await callFunction(
      deno.url,
      { bundle: agent({ agentId: 'deployed' }) },
      { authorization },
    );
    // The function for templates refuses an agent with the same contract, so it has run as well.
    expect([status, body.code ?? body.agentId]).toEqual(
      name === 'registry_agents_sync' ? [201, 'deployed'] : [422, 'MANIFEST_INVALID'],
    );
  } finally {
    await deno.end();
  }
});

it('both functions import packages in the versions of the lock file', async () => {
  const lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const maps = await Promise.all(
    functionNames.map((name) => readFile(join(root, 'supabase/functions', name, 'deno.json'), 'utf8')),
  );
  expect(maps[0]).toBe(maps[1]);
  for (const address of Object.values<string>(JSON.parse(maps[0] ?? '{}').imports)) {
    const [, name, version] = /^npm:\/?(@?[^@]+)@([^/]+)\/?$/.exec(address) ?? [];
    expect(version).toBe(lock.packages[`node_modules/${name}`].version);
  }
});
