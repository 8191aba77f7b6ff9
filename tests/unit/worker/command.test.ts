import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redactorOf } from '../../../packages/worker/document/redact.ts';
import { commandExecutor } from '../../../packages/worker/executors/command.ts';
import type { Executor } from '../../../packages/worker/executors/executor.ts';
import { splitCommandLine } from '../../../packages/worker/executors/splitCommandLine.ts';
import { StepFailure } from '../../../packages/worker/stepFailure.ts';
import { document, execution } from './execution.ts';

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
    ['answer({ outputs: "x" })', /contains no outputs/],
  ])('that returns %j is refused', async (body, message) => {
    const run = execution(await script(body)).run();
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.toMatchObject({ code: 'executor_answer' });
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

  it('is not started when the step was stopped before', async () => {
    const executor = await script(`writeFileSync('${folder}/begun', '');`);
    const { run, stop } = execution(executor);
    stop.abort(new StepFailure('worker_stopping', 'No.'));
    await expect(run()).rejects.toMatchObject({ code: 'worker_stopping' });
    expect(await isThere('begun')).toBe(false);
  });
});
