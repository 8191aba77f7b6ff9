/** The `registry` command as a library: to start it from another program, with commands of its own. */
export type { Host } from './host.ts';
export { type AddCommand, createProgram } from './program.ts';
export { type RunOptions, run } from './run.ts';
