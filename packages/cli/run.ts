import { CommanderError } from 'commander';
import pc from 'picocolors';
import { GatewayUnreachable } from '../client/index.ts';
import { explain } from './gateway.ts';
import { refuseOptionsTakenByNpm } from './npmOptions.ts';
import { type AddCommand, createProgram } from './program.ts';
import { type GatewayOptions, readSettings } from './settings.ts';
import { note, print } from './terminal.ts';
import { asksForVersion, packageVersion } from './version.ts';

/** Does what the command line asks for, and sets the exit code. `more` are commands of the caller's own. */
export async function run(more: readonly AddCommand[] = []): Promise<void> {
  // Whoever read the output has enough: `registry tail | head -1`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = createProgram(more);
  try {
    const words = process.argv.slice(2);
    if (asksForVersion(words)) return print(await packageVersion());
    refuseOptionsTakenByNpm(program, words);
    await program.parseAsync();
  } catch (error) {
    process.exitCode = exitCodeFor(error, program.opts<GatewayOptions>());
  }
}

/** 0: help was asked for; 1: refused or failed; 2: the command line was not understood; 3: the gateway cannot be reached. */
function exitCodeFor(error: unknown, options: GatewayOptions): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const problem = explain(error, error instanceof GatewayUnreachable ? readSettings(options).urlReason : null);
  if (!problem) {
    note(`${pc.red('✗')} Something went wrong that should not have. Please report it:`);
    console.error(error);
    return 1;
  }
  note(`${pc.red('✗')} ${problem.message}`);
  if (problem.hint) note(pc.dim(`  ${problem.hint}`));
  return problem.exitCode;
}
