/** The least that the tests execute, in percent, of everything that `counts`. */
export const thresholds = { lines: 97, branches: 90 } as const;

const roots = ['src/', 'server/', 'schema/', 'packages/', 'scripts/registry/'];

/** Whether a file, by its path in the repository, is source that the tests have to execute. */
export const counts = (path: string): boolean =>
  roots.some((root) => path.startsWith(root)) &&
  path.endsWith('.ts') &&
  !path.endsWith('.d.ts') &&
  !path.startsWith('packages/console/') && // It runs in a browser: tests/console drives it there.
  !path.includes('/generated/') &&
  !path.includes('node_modules/');
