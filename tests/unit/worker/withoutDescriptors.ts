import { closeSync, openSync } from 'node:fs';
import { commandExecutor } from '../../../packages/worker/executors/command.ts';
import type { StepFailure } from '../../../packages/worker/stepFailure.ts';
import { execution } from './execution.ts';

/** Runs a command in a process that has four free file descriptors, and prints how it fails. */
const { run } = execution(commandExecutor({ command: `"${process.execPath}" -e 1`, from: '.' }));
process.stdout.write(''); // Opened while it can be.
const open: number[] = [];
try {
  for (;;) open.push(openSync('/dev/null', 'r'));
} catch {
  for (const descriptor of open.slice(-4)) closeSync(descriptor);
}
await run().catch(({ code, message, retry }: StepFailure) => console.log(JSON.stringify({ code, message, retry })));
process.exit(0);
