import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

/** An event as a reader recorded it. */
export interface Seen {
  number: number;
  id: string;
}

export interface Reader {
  name: string;
  kill(): Promise<void>;
  restart(): void;
  seen(): Seen[];
  /** Its output when it gave up; null while it reads. */
  gaveUp(): string | null;
}

const program = fileURLToPath(new URL('reader.ts', import.meta.url));

/** Readers in separate processes, over both transports, on all gateways. */
export const startReaders = ({ folder, gateways, token }: World, count: number): Reader[] =>
  Array.from({ length: count }, (_, index) => {
    const transport = index % 2 === 0 ? 'ws' : 'sse';
    const name = `reader ${index + 1} (${transport})`;
    const file = join(folder, `reader-${index + 1}.log`);
    const { url = '' } = gateways[index % gateways.length] ?? {};
    let said: string | null = null;
    let child: ChildProcess;
    const start = () => {
      const started = fork(program, [file, transport, url], {
        env: { ...process.env, REGISTRY_TOKEN: token },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let words = '';
      started.stderr?.on('data', (chunk) => {
        words += chunk;
      });
      started.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL') said = `exit ${code}: ${words.trim()}`;
      });
      child = started;
    };
    start();
    return {
      name,
      restart: start,
      gaveUp: () => said,
      async kill() {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
      seen: () =>
        existsSync(file)
          ? readFileSync(file, 'utf8')
              .split('\n')
              .slice(0, -1)
              .map((line) => {
                const [number, id = ''] = line.split(' ');
                return { number: Number(number), id };
              })
          : [],
    };
  });
