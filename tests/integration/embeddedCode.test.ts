import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { engine } from '../support/database.ts';

const script = fileURLToPath(new URL('../support/embeddedQueries.ts', import.meta.url));

describe.skipIf(engine !== 'pglite')('the code of the embedded Postgres', () => {
  it('is not compiled again to optimise it, however often it runs', async () => {
    const child = [script, inject('pglite')];
    const { stdout } = await promisify(execFile)(process.execPath, child, { maxBuffer: 16 * 2 ** 20 });
    const compilers = new Set(Array.from(stdout.matchAll(/^Compiled function .* using (\w+)/gm), ([, name]) => name));
    expect(/^\[.*\]$/m.exec(stdout)?.[0]).toBe('[{"sum":1499998}]');
    expect([...compilers]).toEqual(['Liftoff']);
  });
});
