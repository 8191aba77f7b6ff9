import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { childEnv } from './childEnv.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

const script =
  (name: 'backup' | 'restore') =>
  (args: string[], env: Record<string, string> = {}): Promise<Ended> =>
    run(process.execPath, [`scripts/backup/${name}.ts`, ...args], { cwd: root, env: childEnv(env) }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error) => error as Ended,
    );

/** `npm run backup` and `npm run restore` in separate processes. */
export const backup = script('backup');
export const restore = script('restore');
