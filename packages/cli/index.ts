/** The `registry` command as a library: to run it in another program, with additional commands. */
export type { Host } from './host.ts';
export { type AddCommand, createProgram } from './program.ts';
export { type RunOptions, run } from './run.ts';
