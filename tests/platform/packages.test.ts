import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorkspaces, type Workspace } from '../../scripts/packages/workspaces.ts';
import { childEnv } from '../support/childEnv.ts';
import { type GatewayProcess, startGateway } from '../support/gateway.ts';
import { startProxy } from '../support/testProxy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const shared = join(root, 'packages/shared');

interface Said {
  code: number;
  out: string;
  err: string;
}

/** Another repository: the packages from their tarballs, on the oldest Node that they support. */
describe('the packages in a separate project', () => {
  let folder: string;
  let project: string;
  let workspaces: Workspace[];
  let lowest: string;
  let gateway: GatewayProcess;
  let token: string;

  const run = (command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = childEnv()) =>
    new Promise<Said>((resolve) => {
      execFile(command, args, { cwd, env, maxBuffer: 16_000_000 }, (error, out, err) =>
        resolve({ code: error ? Number(error.code) : 0, out, err }),
      );
    });
  /** A command of the project, on its version of Node. */
  const installed = (command: string, args: readonly string[], env: Record<string, string> = {}, cwd = project) => {
    const bin = join(project, 'node_modules/.bin');
    return run(join(bin, command), args, cwd, childEnv({ PATH: `${bin}:${process.env.PATH}`, ...env }));
  };
  const registry = (args: readonly string[], env: Record<string, string> = {}, cwd = project) =>
    installed('registry', args, { REGISTRY_URL: gateway.url, REGISTRY_TOKEN: token, ...env }, cwd);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-packages-'));
    project = join(folder, 'project');
    workspaces = await readWorkspaces();
    const required = new Set(workspaces.map(({ manifest }) => manifest.engines.node.replace('>=', '')));
    expect([...required]).toHaveLength(1);
    [lowest = ''] = required;

    const packed = await run('npm', ['run', '--silent', 'packages:pack', '--', join(folder, 'tarballs')], root);
    expect([packed.code, packed.err]).toEqual([0, expect.anything()]);
    await cp(join(root, 'tests/fixtures/packages'), project, { recursive: true });
    await writeFile(
      join(project, 'package.json'),
      JSON.stringify({ name: 'somebody-else', private: true, type: 'module', allowScripts: { node: true } }),
    );
    const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    const tarballs = (await readdir(join(folder, 'tarballs'))).map((name) => join(folder, 'tarballs', name));
    const others = ['typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
    const npm = ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
    // With the whole environment, which may configure access to the npm registry.
    const added = await run('npm', [...npm, ...tarballs, ...others, `node@${lowest}`], project, { ...process.env });
    expect([added.code, added.err]).toEqual([0, expect.anything()]);

    gateway = await startGateway(join(folder, 'data'));
    const signed = await installed('registry', ['token', '--role', 'publisher'], {
      REGISTRY_DATA_DIR: join(folder, 'data'),
    });
    token = signed.out.trim();
  }, 900_000);
  afterAll(async () => {
    await gateway?.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  });

  it('run on the oldest Node that they declare', async () => {
    expect((await installed('node', ['--version'])).out.trim()).toBe(`v${lowest}`);
    const [{ manifest } = { manifest: { version: '' } }] = workspaces;
    expect(await registry(['--version'])).toMatchObject({ code: 0, out: `${manifest.version}\n` });
  });

  it('contain JavaScript, declarations, a license and a readme, and no source', async () => {
    for (const { manifest } of workspaces) {
      const place = join(project, 'node_modules', manifest.name);
      const files = (await readdir(place, { recursive: true, withFileTypes: true })).filter((each) => each.isFile());
      const names = files.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']));
      expect(names.filter((name) => !/(\.js|\.d\.ts|\.schema\.json)$/.test(name)).sort()).toEqual([
        'LICENSE',
        'README.md',
        'package.json',
      ]);
      const {
        private: isPrivate,
        license,
        dependencies,
      } = JSON.parse(await readFile(join(place, 'package.json'), 'utf8'));
      expect({ isPrivate, license }).toEqual({ isPrivate: undefined, license: 'MIT' });
      for (const [name, range] of Object.entries(dependencies))
        if (name.startsWith('@nofx/')) expect([name, range]).toEqual([name, manifest.version]);
    }
  });

  it('have types that a strict project accepts', async () => {
    const checked = await installed('tsc', ['--project', project]);
    expect(checked).toEqual({ code: 0, out: '', err: '' });
  });

  it('execute a typed query', async () => {
    const built = await installed('tsc', [
      '--project',
      project,
      '--noEmit',
      'false',
      '--outDir',
      join(project, 'built'),
    ]);
    expect(built).toMatchObject({ code: 0, out: '' });
    const { code, out, err } = await installed('node', ['built/query.js', gateway.url], { REGISTRY_TOKEN: token });
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      role: 'PUBLISHER',
      agents: expect.any(Number),
      issues: expect.any(Number),
      newer: true,
      misuse: 'function',
    });
  });

  describe('check and publish definitions of another repository', () => {
    const manifest = () => join(project, 'agents/triage/agent.json');
    const edit = async (change: Record<string, unknown>) => {
      const was = JSON.parse(await readFile(manifest(), 'utf8'));
      await writeFile(manifest(), `${JSON.stringify({ ...was, ...change }, null, 2)}\n`);
    };
    let commit: string;

    beforeAll(async () => {
      await cp(join(shared, 'agents/code-reviewer'), join(project, 'agents/triage'), { recursive: true });
      await edit({ agentId: 'triage', version: '1.0.0' });
      await writeFile(join(project, '.gitignore'), 'node_modules/\nbuilt/\n');
      const git = (...args: string[]) =>
        run('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], project);
      await git('init', '--quiet');
      await git('add', '--all');
      await git('commit', '--quiet', '--message', 'Triage');
      commit = (await git('rev-parse', 'HEAD')).out.trim();
    });

    it('in the current folder, and report what is wrong', async () => {
      expect(await registry(['validate'], { REGISTRY_TOKEN: '' })).toMatchObject({
        code: 0,
        out: '✓ 1 agent: 1 valid.\n',
      });
      await edit({ version: 'v1' });
      const wrong = await registry(['validate'], { REGISTRY_TOKEN: '' });
      await edit({ version: '1.0.0' });
      expect(wrong.code).toBe(1);
      expect(wrong.out).toContain('agents/triage/agent.json');
      expect(wrong.out).toContain('invalid_version');
    });

    it('with the commit of that repository, once', async () => {
      const first = await registry(['publish', 'agents', '--json']);
      expect([first.code, first.err]).toEqual([0, expect.stringContaining('1 published.')]);
      expect(JSON.parse(first.out)).toMatchObject({
        commitSha: commit,
        outcomes: [{ id: 'triage', version: '1.0.0', outcome: 'published' }],
      });
      const second = await registry(['publish', 'agents', '--dir', 'agents/triage', '--json']);
      expect(JSON.parse(second.out).outcomes).toMatchObject([{ id: 'triage', outcome: 'unchanged' }]);
      const shown = await registry(['show', 'agent', 'triage', '--json']);
      expect(JSON.parse(shown.out)).toMatchObject({ version: { version: '1.0.0', commitSha: commit } });
    });

    it('from any folder, and say where they looked', async () => {
      const elsewhere = await registry(['publish', 'templates'], {}, folder);
      expect(elsewhere).toMatchObject({ code: 1, out: '' });
      expect(elsewhere.err).toContain(`✗ No templates found in ${folder}. Expected templates/, or template.json`);
    });

    it.each(['ws', 'sse'])('and follow events across a disconnect, over %s', async (transport) => {
      const proxy = await startProxy(gateway.url);
      const reader = spawn(join(project, 'node_modules/.bin/node'), ['built/follow.js', proxy.url, transport], {
        cwd: project,
        env: childEnv({ REGISTRY_TOKEN: token }),
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines = linesOf(reader);
      const version = transport === 'ws' ? '1.1.0' : '1.2.0';
      const isOf = (wanted: string) => (event: Line) =>
        event !== 'lost' && event.entryId === 'triage' && event.version === wanted;
      try {
        const before = await lines.until(isOf('1.0.0'));
        await proxy.close();
        await edit({ version });
        expect(await registry(['publish', 'agents'])).toMatchObject({ code: 0 });
        const meanwhile = await lines.until((event) => event === 'lost');
        await proxy.open();
        const after = await lines.until(isOf(version));
        const numbers = [...before, ...meanwhile, ...after].flatMap((event) =>
          event === 'lost' ? [] : [event.number],
        );
        expect(numbers).toEqual(numbers.map((_, at) => at + 1));
      } finally {
        reader.kill();
        await proxy.close();
      }
    });

    it('and are copied and verified by a worker', async () => {
      const worker = spawn(
        join(project, 'node_modules/.bin/registry-worker'),
        ['--agents', 'triage', '--dir', join(folder, 'copy')],
        {
          cwd: project,
          env: childEnv({
            PATH: `${join(project, 'node_modules/.bin')}:${process.env.PATH}`,
            REGISTRY_URL: gateway.url,
            REGISTRY_TOKEN: token,
          }),
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      );
      const lines = createInterface({ input: worker.stdout });
      const ended = once(worker, 'exit');
      for await (const line of lines) if (line.includes('Ready: 1 agent in the copy')) break;
      worker.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    });
  });
});

type Line = 'lost' | { number: number; entryId: string; version: string | null };

/** The lines of JSON that a process prints, each once. */
function linesOf({ stdout }: ChildProcess) {
  if (!stdout) throw new Error('The output of the process is not read.');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    /** The next lines, up to the first that matches. */
    async until(isWanted: (line: Line) => boolean): Promise<Line[]> {
      const seen: Line[] = [];
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`The process ended after ${JSON.stringify(seen)}.`);
        const line: Line = JSON.parse(value);
        seen.push(line);
        if (isWanted(line)) return seen;
      }
    },
  };
}
