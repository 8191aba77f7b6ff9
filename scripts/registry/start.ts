import { keepCompiled } from '../../packages/node/compileCache.ts';

keepCompiled(); // Most of a short command would be spent on reading TypeScript.

/**
 * Starts the CLI as this repository has it: with the definitions of packages/shared, and with the command that reaches
 * the database.
 *
 * @param words of the command line, before those that were typed
 */
export async function start(...words: string[]): Promise<void> {
  const { run } = await import('../../packages/cli/run.ts');
  const { host } = await import('./host.ts');
  const { preview } = await import('./preview.ts');
  await run({ words, commands: [preview], host });
}
