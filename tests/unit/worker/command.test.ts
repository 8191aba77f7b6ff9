import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { redactorOf } from '../../../packages/worker/document/redact.ts';
import { commandExecutor } from '../../../packages/worker/executors/command.ts';
import type { Executor } from '../../../packages/worker/executors/executor.ts';
import { splitCommandLine } from '../../../packages/worker/executors/splitCommandLine.ts';
import { StepFailure } from '../../../packages/worker/stepFailure.ts';
import { document, execution } from './execution.ts';

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof import('node:fs/promises')>();
  return { ...real, rm: vi.fn(real.rm) };
});

describe('the words of a command line', () => {
  it.each([
    ['node agent.js', ['node', 'agent.js']],
    ['  node   "my agent.js"  --x=\'a "b"\' ', ['node', 'my agent.js', '--x=a "b"']],
    ['a\\ b "c\\"d" e\'f\'g ""', ['a b', 'c"d', 'efg', '']],
    ['echo $HOME; rm -rf * | cat > x', ['echo', '$HOME;', 'rm', '-rf', '*', '|', 'cat', '>', 'x']],
  ])('of %j are %j', (line, words) => expect(splitCommandLine(line)).toEqual(words));

  it.each([
    ['', 'The command is empty.'],
    ['   ', 'The command is empty.'],
    ['"open', 'The command has an unclosed quote or a trailing backslash: "open'],
    ["a 'b", "The command has an unclosed quote or a trailing backslash: a 'b"],
    ['a\\', 'The command has an unclosed quote or a trailing backslash: a\\'],
  ])('cannot be parsed in %j: %s', (line, message) =>
    expect(() => splitCommandLine(line)).toThrow(expect.objectContaining({ message, exitCode: 2 })),
  );
});

describe('a command', () => {
  let folder: string;
  const open: Executor[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-command-'));
  });
  afterEach(async () => {
    for (const executor of open.splice(0)) await executor.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A Node script as the executor; `read()` returns the document in it. */
  async function script(body: string, options: { killAfterMs?: number } = {}) {
    const file = join(folder, 'agent.mjs');
    await writeFile(
      file,
      `import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
const read = () => JSON.parse(readFileSync(0, 'utf8'));
const answer = (value) => process.stdout.write(JSON.stringify(value));
${body}`,
    );
    const executor = commandExecutor({ command: `"${process.execPath}" agent.mjs "a b"`, from: folder, ...options });
    open.push(executor);
    return executor;
  }
  const isThere = (name: string) =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );
  async function until(check: () => Promise<boolean>) {
    while (!(await check())) await pause(20);
  }
  const isAlive = (pid: number) => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };

  it('reads the document and returns outputs', async () => {
    const executor = await script(`const got = read(); answer({ outputs: { got, argument: process.argv[2] } });`);
    expect(await execution(executor).run()).toEqual({ got: document, argument: 'a b' });
  });

  it('has a clean environment and a temporary folder, which is removed afterwards', async () => {
    process.env.REGISTRY_TOKEN = 'the-token-of-the-worker';
    try {
      const executor = await script(`answer({ outputs: { env: process.env, cwd: process.cwd() } });`);
      const { env, cwd } = (await execution(executor).run()) as { env: Record<string, string>; cwd: string };
      expect(
        Object.keys(env).filter((name) => !['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'].includes(name)),
      ).toEqual([]);
      expect(env.TMPDIR).toBe(cwd);
      await expect(access(cwd)).rejects.toThrow(/ENOENT/);
    } finally {
      delete process.env.REGISTRY_TOKEN;
    }
  });

  it('may exit without reading a large document', async () => {
    const executor = await script(`process.stdin.destroy(); answer({ outputs: {} });`);
    expect(await execution(executor).run()).toEqual({});
  });

  it('that fails is reported with its exit code and last lines, without secrets', async () => {
    const executor = await script(`console.error('trying'); console.error('no, my-secret-value'); process.exit(3);`);
    const { run, said } = execution(executor, { redactor: redactorOf(['my-secret-value']) });
    await expect(run()).rejects.toMatchObject({
      code: 'executor_failed',
      retry: true,
      message: 'The executor exited with code 3. Last output:\ntrying\nno, (hidden)',
    });
    expect(said).toEqual(['trying', 'no, (hidden)']);
  });

  it('passes on the tokens that it used, also when it fails', async () => {
    const usage = { inputTokens: 12, outputTokens: 3 };
    const done = execution(await script(`answer({ outputs: {}, usage: ${JSON.stringify(usage)} });`));
    expect(await done.run()).toEqual({});
    const failed = execution(await script(`answer({ usage: ${JSON.stringify(usage)} }); process.exitCode = 1;`));
    await expect(failed.run()).rejects.toMatchObject({ code: 'executor_failed' });
    expect([done.tokens, failed.tokens]).toEqual([[usage], [usage]]);
  });

  it.each(['{}', '"many"', '{ inputTokens: -1, outputTokens: 0 }', '{ inputTokens: 0.5, outputTokens: 0 }'])(
    'keeps its outputs when its usage is %s',
    async (usage) => {
      const { run, said, tokens } = execution(await script(`answer({ outputs: { a: 1 }, usage: ${usage} });`));
      expect(await run()).toEqual({ a: 1 });
      expect(tokens).toEqual([]);
      expect(said).toEqual([expect.stringContaining('The usage in the response is ignored')]);
    },
  );

  it.each([
    ['', /is empty/],
    ['process.stdout.write("hello")', /is no JSON/],
    ['process.stdout.write(Buffer.from([0x22, 0xff, 0x22]))', /is no JSON/],
    ['answer([])', /contains no outputs/],
    [`const n = 900_000; process.stdout.write('['.repeat(n) + ']'.repeat(n))`, /is nested deeper than 200 levels/],
    ['answer({ outputs: "x" })', /contains no outputs/],
  ])('that returns %j is refused', async (body, message) => {
    const run = execution(await script(body)).run();
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.toMatchObject({ code: 'executor_answer' });
  });

  it('that returns more outputs than a step may have is refused before they are redacted', async () => {
    const executor = await script(`answer({ outputs: { text: 'x'.repeat(262_144) } });`);
    const redactor = { ...redactorOf([]), value: () => expect.unreachable() };
    const run = execution(executor, { redactor }).run();
    await expect(run).rejects.toMatchObject({
      code: 'outputs_invalid',
      retry: true,
      message: 'The outputs of a step must have at most 256 KiB as JSON.',
    });
  });

  it('that writes without end is stopped', async () => {
    const executor = await script(`const more = () => process.stdout.write('x'.repeat(100_000), more); more();`);
    await expect(execution(executor).run()).rejects.toMatchObject({ code: 'executor_answer', retry: false });
  });

  it('that does not exist is reported', async () => {
    const executor = commandExecutor({ command: './not-there', from: folder });
    await expect(execution(executor).run()).rejects.toMatchObject({ code: 'executor_missing' });
  });

  it('is terminated with all its child processes when the step is stopped', async () => {
    const executor = await script(
      `const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
       process.on('SIGTERM', () => { writeFileSync('${folder}/asked', ''); process.exit(0); });
       writeFileSync('${folder}/child', String(child.pid)); setInterval(() => {}, 1000);`,
    );
    const { run, stop } = execution(executor);
    const running = run();
    await until(() => isThere('child'));
    stop.abort(new StepFailure('timeout', 'Too long.'));
    await expect(running).rejects.toMatchObject({ code: 'timeout' });
    expect(await isThere('asked')).toBe(true);
    const child = Number(await readFile(join(folder, 'child'), 'utf8'));
    await until(async () => !isAlive(child));
  });

  it('that does not exit is killed', async () => {
    const executor = await script(
      `process.on('SIGTERM', () => {}); writeFileSync('${folder}/ready', ''); setInterval(() => {}, 1000);`,
      { killAfterMs: 50 },
    );
    const { run, stop } = execution(executor);
    const running = run();
    await until(() => isThere('ready'));
    stop.abort(new StepFailure('timeout', 'Too long.'));
    await expect(running).rejects.toMatchObject({ code: 'timeout' });
  });

  it('has its remaining processes stopped when it has returned', async () => {
    const executor = await script(
      `const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
       answer({ outputs: { child: child.pid } }); process.exit(0);`,
    );
    const { child } = (await execution(executor).run()) as { child: number };
    await until(async () => !isAlive(child));
  });

  it.runIf(process.platform === 'linux')(
    'has processes stopped that left its group, and its outputs are kept while they write to its folder',
    async () => {
      const code = `const fs = require('fs'); process.chdir('/'); for (let i = 0; ; i += 1) try { fs.writeFileSync(process.env.TMPDIR + '/' + i, ''); } catch {}`;
      const executor = await script(
        `const stray = spawn(process.execPath, ['-e', ${JSON.stringify(code)}], { detached: true, stdio: 'ignore' });
         stray.unref();
         writeFileSync('${folder}/stray', String(stray.pid));
         setTimeout(() => { answer({ outputs: { folder: process.cwd() } }); process.exit(0); }, 300);`,
      );
      const outputs = (await execution(executor).run()) as { folder: string };
      const stray = Number(await readFile(join(folder, 'stray'), 'utf8'));
      await until(async () => !isAlive(stray));
      await expect(access(outputs.folder)).rejects.toThrow(/ENOENT/);
    },
  );

  it.runIf(process.platform === 'linux')('has a process stopped that cleared its environment', async () => {
    const executor = await script(
      `const stray = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit', env: {} });
       writeFileSync('${folder}/stray', String(stray.pid)); answer({ outputs: { a: 1 } }); process.exit(0);`,
    );
    expect(await execution(executor).run()).toEqual({ a: 1 });
    const stray = Number(await readFile(join(folder, 'stray'), 'utf8'));
    await until(async () => !isAlive(stray));
  });

  it('keeps its outputs when its folder cannot be removed', async () => {
    const executor = await script(`answer({ outputs: { folder: process.cwd() } });`);
    vi.mocked(rm).mockRejectedValueOnce(Object.assign(new Error('not allowed'), { code: 'EACCES' }));
    const { run, said } = execution(executor);
    const outputs = (await run()) as { folder: string };
    expect(said).toEqual([`The temporary folder ${outputs.folder} cannot be removed (EACCES).`]);
    await rm(outputs.folder, { recursive: true });
  });

  it('of another user, which may not be stopped, does not end the worker', async () => {
    const executor = await script(`writeFileSync('${folder}/ready', ''); setTimeout(() => process.exit(0), 300);`);
    const { run, stop } = execution(executor);
    const running = run();
    await until(() => isThere('ready'));
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    try {
      stop.abort(new StepFailure('timeout', 'Too long.'));
      await expect(running).rejects.toMatchObject({ code: 'timeout' });
      expect(kill).toHaveBeenCalledWith(expect.any(Number), 'SIGTERM');
    } finally {
      kill.mockRestore();
    }
  });

  it('logs a bounded number of lines, and how many were omitted', async () => {
    const lines = 25_000;
    const executor = await script(
      `process.stderr.write('line\\n'.repeat(${lines}) + 'the last', () => process.exit(1));`,
    );
    const { run, said } = execution(executor);
    await expect(run()).rejects.toThrow(/the last$/);
    expect(said).toHaveLength(10_002);
    expect(said.slice(-2)).toEqual([
      'The log of a step has at most 10000 lines and 1048576 characters: what follows is omitted.',
      `${lines + 1 - 10_000} lines were omitted.`,
    ]);
  });

  it('logs a bounded number of characters', async () => {
    const executor = await script(
      `process.stderr.write(('x'.repeat(8_000) + '\\n').repeat(300) + 'short', () => answer({ outputs: {} }));`,
    );
    const { run, said } = execution(executor);
    await run();
    expect(said.filter((line) => line.startsWith('x')).join('').length).toBe(131 * 8_000);
    expect(said.at(-1)).toBe('170 lines were omitted.');
  });

  it('is not started when the step was stopped before', async () => {
    const executor = await script(`writeFileSync('${folder}/begun', '');`);
    const { run, stop } = execution(executor);
    stop.abort(new StepFailure('worker_stopping', 'No.'));
    await expect(run()).rejects.toMatchObject({ code: 'worker_stopping' });
    expect(await isThere('begun')).toBe(false);
  });
});

it.skipIf(process.platform === 'win32')('fails when no file descriptor is free to start the command', async () => {
  const program = fileURLToPath(new URL('withoutDescriptors.ts', import.meta.url));
  const { stdout } = await promisify(execFile)('/bin/sh', [
    '-c',
    'ulimit -n 100 && exec "$0" --disable-warning=ExperimentalWarning "$1"',
    process.execPath,
    program,
  ]);
  expect(JSON.parse(stdout)).toEqual({
    code: 'executor_missing',
    message: 'The executor cannot be started (EMFILE).',
    retry: true,
  });
});
