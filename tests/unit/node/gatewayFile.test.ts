import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findGateway, gatewayFile, localGateway, writeGatewayFile } from '../../../packages/node/gatewayFile.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nofx-gateway-file-'));
  file = gatewayFile(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The id of a process that has ended. */
const ended = () => spawnSync(process.execPath, ['-e', '']).pid;
const url = 'http://127.0.0.1:4711/graphql';
const own = { url, pid: process.pid, host: hostname() };

describe('the file with the URL of a gateway', () => {
  it('is found while its process runs, and disappears when it is removed', async () => {
    const remove = await writeGatewayFile(folder, 'http://127.0.0.1:4711');
    expect(findGateway(folder)).toEqual({ url });
    expect((await stat(file)).mode & 0o077).toBe(0);
    await remove();
    expect(existsSync(file)).toBe(false);
    expect(findGateway(folder)).toEqual({ url: null, reason: `${file} was not found.` });
  });

  it.each([
    ['http://0.0.0.0:4711', url],
    ['http://[::]:4711', 'http://[::1]:4711/graphql'],
  ])('contains the loopback address for %s', async (origin, expected) => {
    await writeGatewayFile(folder, origin);
    expect(JSON.parse(await readFile(file, 'utf8')).url).toBe(expected);
  });

  it('is kept by a gateway that stops when another gateway has overwritten it', async () => {
    const remove = await writeGatewayFile(folder, 'http://127.0.0.1:4711');
    await writeGatewayFile(folder, 'http://127.0.0.1:4712');
    await remove();
    expect(findGateway(folder)).toEqual({ url: 'http://127.0.0.1:4712/graphql' });
  });

  it.each([
    ['nothing', ''],
    ['truncated JSON', '{"url":'],
    ['another shape', '[]'],
    ['no URL', JSON.stringify({ ...own, url: 'file:///etc/passwd' })],
    ['no process id', JSON.stringify({ ...own, pid: -1 })],
    ['a host with control characters', JSON.stringify({ ...own, host: 'a\u001b[2J' })],
  ])('is ignored when it contains %s', async (_, text) => {
    await writeFile(file, text);
    expect(findGateway(folder)).toEqual({
      url: null,
      reason: `${file} does not contain the address of a gateway.`,
    });
  });

  it('is ignored when its process has ended', async () => {
    const pid = ended();
    await writeFile(file, JSON.stringify({ ...own, pid }));
    expect(findGateway(folder).reason).toBe(`The gateway of ${file} (process ${pid}) is no longer running.`);
  });

  it('is ignored when it was written on another machine', async () => {
    await writeFile(file, JSON.stringify({ ...own, host: 'elsewhere' }));
    expect(findGateway(folder).reason).toBe(`The gateway of ${file} runs on another machine (elsewhere).`);
  });

  it.each([
    'http://203.0.113.9:4000/graphql',
    'http://registry.example.com/graphql',
    'http://127.0.0.1.example.com/graphql',
    'http://me:pass@127.0.0.1:4000/graphql',
    'http://127.0.0.1:4000/elsewhere',
  ])('sends no token to %s', async (elsewhere) => {
    await writeFile(file, JSON.stringify({ ...own, url: elsewhere }));
    expect(findGateway(folder).reason).toBe(`The address in ${file} is not an address of this machine.`);
  });

  it('is replaced by the default URL, with an explanation', () => {
    expect(localGateway(folder)).toEqual({
      url: 'http://127.0.0.1:4000/graphql',
      reason: `REGISTRY_URL is not set, so the default address was used: ${file} was not found.`,
    });
  });
});
