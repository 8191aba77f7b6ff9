import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const command = fileURLToPath(new URL('../../../packages/worker/executors/command.ts', import.meta.url));
const execution = fileURLToPath(new URL('./execution.ts', import.meta.url));

it('the processes of a worker end, and their folder is removed, when the worker is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-reaper-'));
  try {
    await writeFile(
      join(folder, 'agent.mjs'),
      `process.on('SIGTERM', () => {}); console.error(process.pid + ' ' + process.cwd()); setInterval(() => {}, 1000);`,
    );
    await writeFile(
      join(folder, 'worker.ts'),
      `import { commandExecutor } from '${command}';
       import { execution } from '${execution}';
       const executor = commandExecutor({ command: '"${process.execPath}" agent.mjs', from: '${folder}' });
       const { run, said } = execution(executor);
       run().catch(() => {});
       setInterval(() => { if (said[0]) console.log(said[0]); }, 20);`,
    );
    const worker = spawn(process.execPath, [join(folder, 'worker.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(worker.stdout, 'data');
    const [pid, cwd = ''] = String(line).split('\n')[0]?.split(' ') ?? [];
    expect(() => process.kill(Number(pid), 0)).not.toThrow();
    worker.kill('SIGKILL');
    for (let alive = true; alive; await pause(50)) {
      try {
        process.kill(Number(pid), 0);
      } catch {
        alive = false;
      }
    }
    while (
      await access(cwd).then(
        () => true,
        () => false,
      )
    )
      await pause(50);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
