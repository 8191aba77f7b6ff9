import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundlesFolder, upToDateBundle } from '../../server/bundle.ts';

const build = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/bundles/gateway.ts', ...args], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
const unfinished = () => readdirSync(bundlesFolder).filter((name) => !/^(?:[0-9a-f]{64}|last\.json)$/.test(name));

it('two builds at once leave one bundle that is whole', async () => {
  const built = await Promise.all([build(), build()]);
  for (const { stderr } of built)
    expect(stderr).toMatch(/^Built the gateway in [\d.]+ s: one bundle of \d+ modules\.\n$/);
  const entry = upToDateBundle();
  expect(entry && existsSync(entry)).toBe(true);
  expect(unfinished()).toEqual([]);
});

it('a build that is not needed prints nothing', async () => {
  expect(await build('--if-needed')).toEqual({ stdout: '', stderr: '' });
});
