import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const deno = join(root, 'tests/platform/node_modules/.bin/deno');

export interface DenoFunction {
  url: string;
  /** Everything that it has printed. */
  output(): string;
  end(): Promise<void>;
}

interface Place {
  /** The folder that contains `supabase/functions`; defaults to the repository. */
  folder?: string;
  /** Whether packages come from node_modules, or Deno downloads them according to the import map, as on Supabase. */
  packages?: 'node_modules' | 'fetched';
}

/** Runs an edge function with Deno on a free port; rejects with its output if it ends before it listens. */
export async function startFunction(
  name: string,
  env: Record<string, string>,
  { folder = root, packages = 'node_modules' }: Place = {},
): Promise<DenoFunction> {
  const home = join(folder, 'supabase/functions', name);
  const child = spawn(
    deno,
    [
      ...['run', '--no-prompt', '--no-lock', '--allow-net', '--allow-env'],
      `--node-modules-dir=${packages === 'fetched' ? 'none' : 'manual'}`,
      ...['--config', join(home, 'deno.json'), join(home, 'index.ts')],
    ],
    {
      cwd: folder,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        NO_COLOR: '1',
        DENO_NO_UPDATE_CHECK: '1',
        DENO_TLS_CA_STORE: 'system,mozilla',
        DENO_DIR: join(root, 'tests/.cache/deno'),
        DENO_SERVE_ADDRESS: 'tcp:127.0.0.1:0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /Listening on (http:\/\/127\.0\.0\.1:\d+)\//.exec(printed)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(`exit ${code}: ${printed}`)));
  });
  return { url, output: () => printed, end: () => ended(child) };
}

async function ended(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
