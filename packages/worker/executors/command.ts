import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StepDocument } from '../document/stepDocument.ts';
import { StepFailure } from '../stepFailure.ts';
import { type ExecutionContext, type Executor, maxAnswerBytes, readAnswer, tooLong } from './executor.ts';
import { signalGroup } from './group.ts';
import { openLines } from './lines.ts';
import { splitCommandLine } from './splitCommandLine.ts';
import { killStrays } from './strays.ts';
import { openWatch } from './watch.ts';

/** The variables that a process needs to run at all; everything else is in the document. */
const plainVariables = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot', 'PATHEXT'];

interface CommandOptions {
  /** Such as `node my-agent.js`: without a shell. */
  command: string;
  /** The base of relative paths in it; the process itself runs in a temporary folder. */
  from: string;
  /** How long a process may take to exit after SIGTERM. */
  killAfterMs?: number;
}

/**
 * A process for each step, in its own process group and temporary folder. It reads the document from its standard input
 * and writes `{"outputs": {…}}`, with `usage` if it has any, to its standard output, also when it fails; its standard error is logged.
 */
export function commandExecutor({ command, from, killAfterMs = 5_000 }: CommandOptions): Executor {
  const [program, ...args] = splitCommandLine(command).map((word, index) => located(word, from, index === 0)) as [
    string,
  ];
  const watch = openWatch();
  return {
    description: `the command ${command}`,
    async run(document, context) {
      context.signal.throwIfAborted();
      const folder = await mkdtemp(join(tmpdir(), 'registry-step-'));
      try {
        return await runProcess({ program, args, folder, killAfterMs, watch }, document, context);
      } finally {
        await removeFolder(folder, context.say);
      }
    },
    close: () => watch.close(),
  };
}

/** A folder that cannot be removed does not change the result of the step. */
async function removeFolder(folder: string, say: (line: string) => void) {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    say(`The temporary folder ${folder} cannot be removed (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** A word that names a file relative to this folder, as an absolute path. */
function located(word: string, from: string, isProgram: boolean): string {
  if (word.startsWith('-') || (isProgram && !/[/\\]/.test(word))) return word;
  const path = resolve(from, word);
  return existsSync(path) ? path : word;
}

interface Process {
  program: string;
  args: string[];
  folder: string;
  killAfterMs: number;
  watch: ReturnType<typeof openWatch>;
}

/** TRACEPARENT and TRACESTATE, as tools that continue a trace read them from their environment. */
const traceVariables = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));

async function runProcess(
  { program, args, folder, killAfterMs, watch }: Process,
  document: StepDocument,
  { signal, redactor, say, used, traceHeaders = {} }: ExecutionContext,
): Promise<Record<string, unknown>> {
  const own = Object.fromEntries(
    plainVariables.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
  const child = spawn(program, args, {
    cwd: folder,
    // Node passes its NODE_V8_COVERAGE on to every child whose environment does not name it.
    env: { ...own, ...traceVariables(traceHeaders), TMPDIR: folder, NODE_V8_COVERAGE: undefined },
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  // Without a free file descriptor it has no pipes either.
  if (pid === undefined) throw await notStarted(child);
  watch.started(pid, folder);
  const end = (how: NodeJS.Signals) => signalGroup(pid, how);

  child.on('error', () => {}); // What is left of it is in its exit code.
  const lines = openLines(redactor, say);
  const answer: Buffer[] = [];
  let length = 0;
  child.stderr.on('data', (chunk: Buffer) => lines.take(chunk));
  child.stdout.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxAnswerBytes) answer.push(chunk);
    else end('SIGKILL');
  });
  child.stdin.on('error', () => {}); // It may exit without reading.
  child.stdin.end(JSON.stringify(document));

  let hardEnd: NodeJS.Timeout | undefined;
  const stop = () => {
    end('SIGTERM');
    hardEnd = setTimeout(() => end('SIGKILL'), killAfterMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const { code, how } = await ended(child, async () => {
      end('SIGKILL');
      await killStrays(folder);
    });
    lines.end();
    const read = readAnswer(Buffer.concat(answer), { used, say });
    signal.throwIfAborted();
    if (length > maxAnswerBytes) throw tooLong();
    if (code !== 0) {
      const tail = lines.tail();
      const why = code === null ? `was terminated by ${how}` : `exited with code ${code}`;
      throw new StepFailure('executor_failed', `The executor ${why}.${tail && ` Last output:\n${tail}`}`);
    }
    return read.outputs();
  } finally {
    clearTimeout(hardEnd);
    signal.removeEventListener('abort', stop);
    watch.ended(pid, folder);
  }
}

async function notStarted(child: ReturnType<typeof spawn>): Promise<StepFailure> {
  const [cause] = (await once(child, 'error').catch((error: unknown) => [error])) as [NodeJS.ErrnoException];
  return new StepFailure('executor_missing', `The executor cannot be started (${cause.code}).`, { cause });
}

/** The process has ended and its output is complete; the processes that it left behind are ended, too. */
function ended(child: ReturnType<typeof spawn>, endOthers: () => Promise<void>) {
  return new Promise<{ code: number | null; how: NodeJS.Signals | null }>((resolveEnd, reject) => {
    child.once('exit', (code, how) => {
      const others = endOthers();
      const done = () => {
        clearTimeout(patience);
        others.then(() => resolveEnd({ code, how }), reject);
      };
      // A process that was not found may keep the pipes open indefinitely.
      const patience = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        done();
      }, 1_000);
      child.once('close', done);
    });
  });
}
