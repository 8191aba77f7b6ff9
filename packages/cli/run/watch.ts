import pc from 'picocolors';
import {
  type Client,
  isTransient,
  pause,
  type RunQuery,
  WatchRunDocument,
  type WatchRunSubscription,
  waitMs,
} from '../../client/index.ts';
import { note, print } from '../terminal.ts';
import { hasEnded, outputLines, stepLine, templateOf } from './runText.ts';

type Snapshot = WatchRunSubscription['run'];

const backoff = { firstMs: 500, maxMs: 15_000 };

/**
 * Follows a run until it ends or the signal is aborted, also across lost connections: each connection
 * starts with the current state of the run. Prints changes, or each state as one line of JSON.
 *
 * @returns the last state
 * @throws GatewayRefused
 */
export async function watchRun(
  client: Client,
  begin: NonNullable<RunQuery['run']>,
  { json, signal }: { json: boolean; signal: AbortSignal },
): Promise<Snapshot> {
  let last: Snapshot = begin;
  const seen = new Map<string, string>();
  if (!json) print(`Run ${begin.id} of ${templateOf(begin)}: ${begin.status}`);

  function show(run: Snapshot) {
    if (json) return print(JSON.stringify(run));
    for (const step of run.steps) {
      const line = stepLine(step);
      if (seen.get(step.id) !== line) print(line);
      seen.set(step.id, line);
    }
  }

  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      for await (const { run } of client.subscribe(WatchRunDocument, { id: begin.id }, { signal })) {
        attempt = 1;
        last = run;
        show(run);
      }
      if (hasEnded(last.status)) break;
    } catch (error) {
      if (!isTransient(error)) throw error;
      note(pc.dim(`${error.message} Reconnecting…`));
    }
    await pause(waitMs(attempt, backoff), signal);
  }
  if (!json && hasEnded(last.status))
    print([`The run has ended: ${last.status}.`, ...outputLines(last.outputs)].join('\n'));
  return last;
}
