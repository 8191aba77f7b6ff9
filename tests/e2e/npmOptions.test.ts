import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { childEnv } from '../support/childEnv.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A script of package.json as typed. There is no gateway: a command that continues would fail with another code. */
const npmRun = (...words: string[]): Promise<{ code: unknown; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = childEnv({ REGISTRY_URL: 'http://127.0.0.1:9/graphql', REGISTRY_TOKEN: 'a.b.c' });
    execFile('npm', ['run', '--silent', ...words], { cwd: root, env }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    );
  });

describe('an option before npm’s `--`', () => {
  it.each([
    [['registry:publish', 'agents', '--dry-run'], '--dry-run', 'registry:publish -- agents --dry-run'],
    [['registry:publish', 'agents', '--draft'], '--draft', 'registry:publish -- agents --draft'],
    [['registry:publish', 'agents', '--dir', 'x'], '--dir', 'registry:publish -- … --dir <folder>'],
    [['registry', 'search', 'review', '--first', '1'], '--first', 'registry -- … --first <count>'],
    [['validate:agents', '--dir', 'x'], '--dir', 'validate:agents -- … --dir <folder>'],
    [['worker', '--agents', 'code-reviewer'], '--agents', 'worker -- … --agents <ids>'],
  ])('stops npm run %j', async (words, option, instead) => {
    const { code, out, err } = await npmRun(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`npm read ${option} as an option of its own, so nothing was done.`);
    expect(err).toContain(`Put options after "--": npm run ${instead}`);
  });
});
