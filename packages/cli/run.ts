import { CommanderError } from 'commander';
import pc from 'picocolors';
import { GatewayUnreachable } from '../client/index.ts';
import { explain } from './gateway.ts';
import { type Host, setHost } from './host.ts';
import { refuseOptionsTakenByNpm } from './npmOptions.ts';
import { type AddCommand, createProgram } from './program.ts';
import { type GatewayOptions, readSettings } from './settings.ts';
import { note, print } from './terminal.ts';
import { asksForVersion, packageVersion } from './version.ts';

export interface RunOptions {
  /** Commands of the caller's own, beside those of every client of a registry. */
  commands?: readonly AddCommand[];
  /** Words of the command line, before those that were typed. */
  words?: readonly string[];
  /** What differs from the installed command. */
  host?: Partial<Host>;
}

/** Runs the command line, and sets the exit code. */
export async function run({ commands, words: before = [], host = {} }: RunOptions = {}): Promise<void> {
  setHost(host);
  // The reader closed the pipe: `registry tail | head -1`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const program = createProgram(commands);
  try {
    const words = [...before, ...process.argv.slice(2)];
    if (asksForVersion(words)) return print(await packageVersion());
    refuseOptionsTakenByNpm(program, words, before.length);
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeFor(error, program.opts<GatewayOptions>());
  }
}

/** 0: help was requested; 1: refused or failed; 2: invalid command line; 3: the gateway is unreachable. */
function exitCodeFor(error: unknown, options: GatewayOptions): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const problem = explain(error, error instanceof GatewayUnreachable ? readSettings(options).urlReason : null);
  if (!problem) {
    note(`${pc.red('✗')} Internal error. Please report it:`);
    console.error(error);
    return 1;
  }
  note(`${pc.red('✗')} ${problem.message}`);
  if (problem.hint) note(pc.dim(`  ${problem.hint}`));
  return problem.exitCode;
}
