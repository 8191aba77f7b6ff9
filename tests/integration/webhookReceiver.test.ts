import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { signatureHeaders } from '../../src/webhooks/signature.ts';

/** The receiver that `docs/webhooks.md` shows, run as it is. */
it('the receiver in the docs takes what is signed, once, and nothing else', async () => {
  const page = await readFile(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const source = /```js\n(\/\/ receiver\.mjs\n[\s\S]*?)```/.exec(page)?.[1];
  if (!source) throw new Error('docs/webhooks.md shows no receiver.');
  const folder = await mkdtemp(join(tmpdir(), 'receiver-'));
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
  const previous = `whsec_${Buffer.alloc(32, 6).toString('base64')}`;
  await writeFile(join(folder, 'receiver.mjs'), source);
  const child = spawn(process.execPath, [join(folder, 'receiver.mjs')], {
    env: { PATH: process.env.PATH, PORT: String(port), WEBHOOK_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const body = JSON.stringify({ id: 'e1', type: 'agent.added', subject: 'agents/code-reviewer' });
  const send = async (secrets: string[], sent = body, secondsAgo = 0): Promise<number> => {
    const timestamp = Math.floor(Date.now() / 1_000) - secondsAgo;
    const headers = signatureHeaders({ id: 'e1', timestamp, body }, secrets);
    return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: sent })).status;
  };
  try {
    await expect.poll(() => send([previous]).catch(() => 0), { timeout: 20_000 }).toBe(401);
    expect(await send([secret])).toBe(204);
    expect(await send([previous, secret])).toBe(204);
    expect(await send([secret], body.replace('added', 'removed'))).toBe(401);
    expect(await send([secret], body, 600)).toBe(401);
    await expect.poll(() => lines).toEqual(['agent.added agents/code-reviewer']);
  } finally {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
});
