import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

export interface SupabaseCli {
  /** Runs a command of the CLI on a copy of `supabase/`. */
  run(...args: string[]): Promise<Ran>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'tests/platform/node_modules/.bin/supabase');

/** Supabase's own CLI. It writes beside config.toml, so it works on a copy. */
export async function openSupabaseCli(): Promise<SupabaseCli> {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-supabase-'));
  await cp(join(root, 'supabase'), join(folder, 'supabase'), { recursive: true });
  const env = { ...process.env, HOME: folder, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' };
  return {
    run: (...args) =>
      new Promise((resolve) => {
        const options = { env, cwd: folder, maxBuffer: 64 * 1024 * 1024 };
        const child = execFile(program, ['--workdir', folder, '--yes', ...args], options, (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
        );
        child.stdin?.end();
      }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The options that point the CLI to a database. */
export const remote = (url: string) => `--remote=${url}?sslmode=disable`;
