import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const eslint = fileURLToPath(new URL('node_modules/eslint/bin/eslint.js', import.meta.url));

it('the printed schema passes the rules of graphql-eslint', () => {
  const args = ['--no-warn-ignored', '--config', 'tests/platform/graphql/eslint.config.mjs', 'schema/schema.graphql'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [eslint, ...args], { cwd: root, encoding: 'utf8' });
  expect(`${stdout}${stderr}`).toBe('');
  expect(status).toBe(0);
});
