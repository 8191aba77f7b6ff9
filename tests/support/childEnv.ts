const inherited = ['PATH', 'HOME', 'NODE_V8_COVERAGE'] as const;

/**
 * The environment of a process that a test starts in isolation: only what a program needs to run, nothing that happens
 * to be set here, and `more`.
 */
export function childEnv(more: Record<string, string> = {}): Record<string, string> {
  const env: Record<string, string> = { NO_COLOR: '1' };
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...more };
}
