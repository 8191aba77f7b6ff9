import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openBrowser } from '../../../packages/cli/openBrowser.ts';

it('opens an address with the program of the platform, as one argument', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-browser-'));
  try {
    const program = join(folder, 'browser');
    await writeFile(program, `#!/bin/sh\nprintf '%s|%s' "$#" "$1" > '${folder}/opened'\n`, { mode: 0o755 });
    const address = 'http://127.0.0.1:4000/search?q=a b;c#code=d';
    openBrowser(address, program);
    await vi.waitFor(async () => expect(await readFile(join(folder, 'opened'), 'utf8')).toBe(`1|${address}`), 10_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('does nothing where there is no such program', async () => {
  expect(() => openBrowser('http://127.0.0.1/', join(tmpdir(), 'nofx-no-such-program'))).not.toThrow();
  expect(() => openBrowser('http://127.0.0.1/', '')).not.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 100)); // An error of the process would be thrown by now.
});
