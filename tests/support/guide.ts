import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fence, parsePage } from '../../scripts/docs/page.ts';
import { childEnv } from './childEnv.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A fenced block of commands, with their output according to the page. */
export interface GuideStep {
  line: number;
  commands: string;
  /** Expected lines of output; `…` matches anything. */
  expected: string[];
  /** JSON that the output must equal. */
  json: unknown;
}

/** The blocks of a page. */
export async function readGuide(path: string): Promise<{ steps: GuideStep[]; fences: Fence[] }> {
  const { fences } = parsePage(path, await readFile(join(root, path), 'utf8'));
  const steps = fences.flatMap((fence, at): GuideStep[] => {
    if (fence.language !== 'sh') return [];
    const next = fences[at + 1];
    // Only a block that follows immediately is the output of these commands.
    const isNext = next !== undefined && next.line - fence.line - fence.text.split('\n').length <= 3;
    const printed = isNext && next.language === '' ? next.text.split('\n').filter(Boolean) : [];
    const comments = fence.text
      .split('\n')
      .filter((line) => line.startsWith('# '))
      .map((line) => line.slice(2));
    return [
      {
        line: fence.line,
        commands: fence.text,
        expected: [...comments, ...printed],
        json: isNext && next.language === 'json' ? JSON.parse(next.text) : undefined,
      },
    ];
  });
  return { steps, fences };
}

/** A copy of the parts of the repository that a reader changes, and a shell in it that keeps exported variables. */
export interface Reader {
  /** Writes a file in the copy. */
  write(path: string, text: string): Promise<void>;
  /** Runs commands until one fails; returns their output and the exit code. */
  run(commands: string): Promise<{ code: number | null; output: string }>;
  close(): Promise<void>;
}

/** @param environment beyond what every process gets, such as REGISTRY_URL */
export async function openReader(environment: Record<string, string>): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'nofx-guide-'));
  const copied = 'packages/shared';
  await mkdir(join(folder, 'packages'));
  for (const name of await readdir(root)) {
    if (!['packages', '.git'].includes(name)) await symlink(join(root, name), join(folder, name));
  }
  for (const name of await readdir(join(root, 'packages'))) {
    if (name !== 'shared') await symlink(join(root, 'packages', name), join(folder, 'packages', name));
  }
  await cp(join(root, copied), join(folder, copied), { recursive: true });
  const exported = join(folder, '.exported');
  await writeFile(exported, '');

  return {
    async write(path, text) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), `${text}\n`);
    },
    run: (commands) =>
      new Promise((resolve, reject) => {
        const script = `set -eu\nsource ${exported}\n${commands}\nexport -p > ${exported}\n`;
        const env = childEnv({ TMPDIR: folder, ...environment });
        const shell = spawn('bash', ['-c', script], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
        let output = '';
        for (const stream of [shell.stdout, shell.stderr])
          stream.on('data', (chunk: Buffer) => {
            output += chunk;
          });
        shell.once('error', reject);
        shell.once('close', (code) => resolve({ code, output }));
      }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What differs between runs: times, ids, scores, the commit. */
export const steady = (text: string): string =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, '<uuid>')
    .replace(/"score":[\d.]+/g, '"score":0')
    .replace(/ Commit [0-9a-f]+\.$/gm, '');

/** The lines of `expected` that are missing in `output`, in order. */
export function linesMissing(output: string, expected: readonly string[]): string[] {
  const lines = steady(output)
    .split('\n')
    .map((line) => line.trimEnd());
  let from = 0;
  return expected.filter((text) => {
    const pattern = new RegExp(`^${steady(text).trimEnd().split('…').map(escapePattern).join('.*')}$`);
    const at = lines.findIndex((line, index) => index >= from && pattern.test(line));
    if (at < 0) return true;
    from = at + 1;
    return false;
  });
}

const escapePattern = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
