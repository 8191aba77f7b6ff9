import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { postgresBinaries } from '../support/postgres.ts';

const run = promisify(execFile);
const isHere = (await postgresBinaries()) !== null || process.env.CI !== undefined;

/** That it works, not what it measures: a few seconds say nothing about memory, and others use the machine. */
it.skipIf(!isHere)(
  '`npm run test:load` serves a small load, and writes what it measured',
  { timeout: 600_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-load-test-'));
    const out = join(folder, 'load.json');
    try {
      const args = ['tests/load/main.ts', '--seconds', '3', '--subscribers', '3', '--rate', '0.5', '--out', out];
      const { stdout } = await run(process.execPath, args, { cwd: fileURLToPath(new URL('../..', import.meta.url)) });
      expect(stdout).toContain('✓ No error, and no growth of memory or connections.');
      const { kinds, problems, lostEvents, leftOpen } = JSON.parse(await readFile(out, 'utf8'));
      expect(problems).toEqual([]);
      expect([lostEvents, leftOpen]).toEqual([0, 0]);
      expect(kinds.map(({ name }: { name: string }) => name)).toEqual([
        'get',
        'get from memory',
        'list',
        'nested',
        'search',
        'REST get',
        'publish',
        'instantiate',
        'publish to last subscriber',
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
