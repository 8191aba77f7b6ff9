import { explain } from '../../packages/cli/gateway.ts';
import { Problem } from '../../packages/cli/problem.ts';
import { note } from '../../packages/cli/terminal.ts';

/** Runs a step of CI; what went wrong is a sentence, and its exit code. */
export async function running(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const problem = explain(error) ?? misused(error);
    if (!problem) throw error;
    note(`✗ ${problem.message}`);
    if (problem.hint) note(`  ${problem.hint}`);
    process.exitCode = problem.exitCode;
  }
}

/** The message of parseArgs for an option without its value, or with one that it does not take. */
const misused = (error: unknown): Problem | null =>
  String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS_')
    ? new Problem((error as Error).message, { exitCode: 2, hint: 'See --help.' })
    : null;

/** A variable that must be there. Throws a Problem that names it; never its value. */
export function needed(name: string, what: string): string {
  const value = process.env[name]?.trim();
  if (value) return value;
  throw new Problem(`${name} is not set: ${what}.`, { exitCode: 2 });
}
