import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = (script: string, ...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: 'utf8', timeout: 60_000 });

const scripts = [
  'bench/main.ts',
  'bench/console.ts',
  'scripts/ci/comment.ts',
  'scripts/ci/deploy.ts',
  'scripts/ci/token.ts',
  'tests/faults/main.ts',
  'scripts/check.ts',
  'scripts/gates.ts',
  'scripts/migrate.ts',
  'tests/mutation/main.ts',
  'tests/policies/mutate.ts',
  'scripts/newEpoch.ts',
  'scripts/billing/quotas.ts',
  'scripts/billing/main.ts',
  'scripts/registry/main.ts',
  'scripts/test.ts',
  'scripts/testPlatform.ts',
  'server/main.ts',
  'packages/worker/main.ts',
];

it.each(scripts)(
  '%s shows its usage, does nothing else then, and refuses unknown options',
  (script) => {
    const help = run(script, '--help');
    expect(help.status).toBe(0);
    expect(help.stdout).toMatch(/^Usage: /);
    expect(help.stderr).not.toMatch(/\n\s+at /);
    const unknown = run(script, '--no-such-option');
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('--no-such-option');
    expect(unknown.stderr).not.toMatch(/\n\s+at /);
  },
  120_000,
);
