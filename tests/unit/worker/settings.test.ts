import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../packages/worker/commandLine.ts';
import { isSelected, placesOf, selectionFrom } from '../../../packages/worker/copy/selection.ts';
import { nameOf, readSettings, tokenOf } from '../../../packages/worker/settings.ts';

const read = (args: string[] = [], environment: Record<string, string> = {}) =>
  readSettings(readCommandLine(['node', 'worker', ...args]), { REGISTRY_DATA_DIR: '/nonexistent', ...environment });

describe('the settings of a worker', () => {
  it('have one value each', () =>
    expect(read()).toMatchObject({
      REGISTRY_URL: 'http://127.0.0.1:4000/graphql',
      REGISTRY_WORKER_DIR: '.registry/worker',
      REGISTRY_WORKER_ALLOW_HOSTS: [],
      agents: [],
      concurrency: 1,
      lease: 60,
      timeout: 600,
      grace: 30,
      transport: 'ws',
      startAgain: false,
    }));

  it('are taken from the command line before the environment', () => {
    const environment = { REGISTRY_URL: 'http://a/graphql', REGISTRY_WORKER_NAME: 'env', REGISTRY_TOKEN: ' t ' };
    expect(read(['--url', 'http://b/graphql', '--agents', 'a1, acme/b1,', '--start-again'], environment)).toMatchObject(
      {
        REGISTRY_URL: 'http://b/graphql',
        REGISTRY_WORKER_NAME: 'env',
        REGISTRY_TOKEN: 't',
        agents: ['a1', 'acme/b1'],
        startAgain: true,
      },
    );
  });

  it.each([
    [['--concurrency', '0'], {}, 'Invalid --concurrency: must be an integer from 1 to 100.'],
    [['--concurrency', 'x'], {}, 'Invalid --concurrency: must be '],
    [['--endpoint', 'ftp://x'], {}, 'Invalid --endpoint: must be '],
    [['--url', 'x'], {}, 'Invalid --url: must be '],
    [['--name', 'a b'], {}, 'Invalid --name: must be '],
    [['--transport', 'tcp'], {}, 'Invalid --transport: must be ws or sse.'],
    [[], { REGISTRY_URL: 'x' }, 'Invalid REGISTRY_URL: must be '],
    [[], { REGISTRY_WORKER_ALLOW_HOSTS: 'a,b c' }, 'Invalid REGISTRY_WORKER_ALLOW_HOSTS: must be '],
    [[], { REGISTRY_WORKER_VARIABLES: 'A-B' }, 'Invalid REGISTRY_WORKER_VARIABLES: must be '],
    [[], { REGISTRY_STDIO_COMMANDS: '/bin/sh' }, 'Invalid REGISTRY_STDIO_COMMANDS: must be '],
  ])('%j with %j are refused by name', (args, environment, message) =>
    expect(() => read(args, environment)).toThrow(message),
  );

  it('never show an invalid token', () => {
    const refused = () => read([], { REGISTRY_TOKEN: 'two words' });
    expect(refused).toThrow(/^Invalid REGISTRY_TOKEN: must be/);
    expect(refused).not.toThrow(/words/);
  });

  it('name a worker by its machine and process by default', () => {
    expect(nameOf(read())).toMatch(new RegExp(`^[A-Za-z0-9_.-]+\\.${process.pid}$`));
    expect(nameOf(read(['--name', 'mine']))).toBe('mine');
  });

  it('are read again from the token file each time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nofx-token-'));
    const file = join(folder, 'token');
    const token = tokenOf(read([], { REGISTRY_TOKEN: 'other', REGISTRY_TOKEN_FILE: file })) as () => string;
    expect(token).toThrow(/REGISTRY_TOKEN_FILE cannot be read \(ENOENT\)/);
    for (const text of ['one', 'two']) {
      await writeFile(file, text);
      expect(token()).toBe(text);
    }
    await rm(folder, { recursive: true });
  });
});

describe('the agents of a worker', () => {
  it.each(['', 'a', 'A', 'a/b/c', '/code-reviewer', 'acme/', '../x', 'code--reviewer', 'Acme/code-reviewer'])(
    'are not named by %j',
    (name) => expect(() => selectionFrom([name])).toThrow(/is not a valid agent/),
  );

  it('are looked up in the worker’s own namespace and in default, by default', () => {
    expect(placesOf('triage', 'acme')).toEqual([
      { namespace: 'acme', agentId: 'triage' },
      { namespace: 'default', agentId: 'triage' },
    ]);
    expect(placesOf('triage', 'default')).toEqual([{ namespace: 'default', agentId: 'triage' }]);
    expect(placesOf('globex/triage', 'acme')).toEqual([{ namespace: 'globex', agentId: 'triage' }]);
  });

  it.each([
    ['acme', true],
    ['default', true],
    ['globex', false],
  ])('include one of %s: %s', (namespace, expected) => {
    expect(isSelected(selectionFrom(['triage']), 'acme', { namespace, agentId: 'triage' })).toBe(expected);
    expect(isSelected('all', 'acme', { namespace, agentId: 'triage' })).toBe(true);
    expect(isSelected(selectionFrom(['triage']), 'acme', { namespace, agentId: 'other' })).toBe(false);
  });
});
