import { createHash, randomUUID } from 'node:crypto';
import type { Definition } from '../../manifest/index.ts';
import type { Collected } from '../collect.ts';
import { Problem } from '../problem.ts';
import { progress } from '../progress.ts';
import { refusedHere } from './localOutcome.ts';
import { type OutcomeRow, rowOf } from './outcome.ts';

/** A definition to publish, with the same idempotency key in every attempt. */
export interface PublishRequest {
  collected: Collected;
  definition: Definition;
  idempotencyKey: string;
  commitSha: string | null;
  draft: boolean;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

/** Publishes one definition and resolves to its outcome. Throws when the others would fail, too. */
export type Send = (request: PublishRequest) => Promise<OutcomeRow>;

export interface PublishOptions {
  commitSha: string | null;
  draft: boolean;
  /** Fingerprints of breaking changes to allow. */
  acknowledge?: readonly string[];
}

export interface PublishedAll {
  rows: OutcomeRow[];
  /** Why the rest was not sent: the registry is unreachable, or refuses this caller. */
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
      new Problem(`Stopped by ${signal === 'SIGINT' ? 'Ctrl-C' : signal}. Run the command again to publish the rest.`),
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
 * One key per publish of this process, so that a retry after a lost response has one effect. It differs in the
 * next process: a repeated publish is recognized by its content, and a stored response would say "published" again.
 */
const keyFor = (run: string, { kind, digest }: Definition, commitSha: string | null, draft: boolean): string =>
  `publish:${createHash('sha256')
    .update(JSON.stringify([run, kind, digest, commitSha, draft]))
    .digest('hex')}`;
