import { createHash, randomUUID } from 'node:crypto';
import type { Definition } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { Problem } from '../problem.ts';
import { progress } from '../progress.ts';
import { refusedHere } from './localOutcome.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

/** One definition on its way: the same key whenever it is sent again. */
export interface PublishRequest {
  collected: Collected;
  definition: Definition;
  idempotencyKey: string;
  commitSha: string | null;
  draft: boolean;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** A way to the registry. Resolves to what became of the definition; throws when none would get through. */
export type Send = (parcel: PublishRequest) => Promise<OutcomeRow>;

export interface PublishOptions {
  commitSha: string | null;
  draft: boolean;
}

export interface PublishedAll {
  rows: OutcomeRow[];
  /** Why the rest was not sent: the registry is not there, or takes nothing from this caller. */
  stoppedBy: unknown;
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Publishes one after the other, in the given order; a definition that is refused does not stop the others. */
export async function publishAll(
  send: Send,
  collected: readonly Collected[],
  { commitSha, draft }: PublishOptions,
): Promise<PublishedAll> {
  const run = randomUUID();
  const rows: OutcomeRow[] = [];
  const bar = progress(collected.length);
  const interrupt = new AbortController();
  // Once: the next Ctrl-C ends the process as usual.
  const stop = (signal: NodeJS.Signals) =>
    interrupt.abort(
      new Problem(`Stopped by ${signal === 'SIGINT' ? 'Ctrl-C' : signal}. What was not sent can be published again.`),
    );
  for (const signal of signals) process.once(signal, stop);
  const publishOne = (each: Collected, definition: Definition) => {
    const idempotencyKey = keyFor(run, definition, commitSha, draft);
    return send({ collected: each, definition, idempotencyKey, commitSha, draft, signal: interrupt.signal });
  };
  try {
    for (const each of collected) {
      interrupt.signal.throwIfAborted();
      bar.next(each.slug);
      rows.push(each.definition ? await publishOne(each, each.definition) : refusedHere(each));
    }
    return { rows, stoppedBy: null };
  } catch (error) {
    const rest = collected
      .slice(rows.length)
      .map((each) => (each.definition ? rowOf(each, 'not sent', '') : refusedHere(each)));
    return { rows: [...rows, ...rest], stoppedBy: error };
  } finally {
    for (const signal of signals) process.off(signal, stop);
    bar.stop();
  }
}

/**
 * One key for one publish of this run, so that a retry after a lost answer has one effect. It is not the same in the
 * next run: a publish repeats itself by its content, and a stored answer would say "published" of what is there already.
 */
const keyFor = (run: string, { kind, digest }: Definition, commitSha: string | null, draft: boolean): string =>
  `publish:${createHash('sha256')
    .update(JSON.stringify([run, kind, digest, commitSha, draft]))
    .digest('hex')}`;
