import { GatewayRefused, type RegistryEvent } from '../../client/index.ts';
import { WorkerProblem } from '../problem.ts';

/** The feed is not the one that the copy followed: its gateway was restored from a backup, or is another one. */
export class FeedWentBackwards extends WorkerProblem {
  override readonly name = 'FeedWentBackwards';
  constructor(why: string) {
    super(
      `${why} The copy stays as it is and is not followed any more. When you know why, and the gateway is the right one, start the worker with --start-again: it compares the whole copy with the gateway and follows from there.`,
    );
  }
}

/** The number after these events. Throws FeedWentBackwards unless each is later than the one before it. */
export function numberAfter(last: number, events: readonly Pick<RegistryEvent, 'number'>[]): number {
  return events.reduce((before, { number }) => {
    if (!(number > before))
      throw new FeedWentBackwards(`The feed went backwards: after event ${before} came event ${number}.`);
    return number;
  }, last);
}

/** The refusal of a cursor, as what it means; any other error as it is. */
export const explained = (error: unknown): unknown =>
  error instanceof GatewayRefused && error.code === 'STALE_CURSOR'
    ? new FeedWentBackwards(`The gateway does not know the place where this copy stopped (${error.message})`)
    : error;
