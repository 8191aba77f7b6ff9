import { GatewayRefused, type RegistryEvent } from '../../client/index.ts';
import { WorkerProblem } from '../problem.ts';

/** The feed is not the one that the copy followed: its gateway was restored from a backup, or is another one. */
export class FeedWentBackwards extends WorkerProblem {
  override readonly name = 'FeedWentBackwards';
  constructor(why: string) {
    super(
      `${why} The copy is no longer updated. Check that this is the right gateway, then start the worker with --start-again: it compares the whole copy with the gateway and continues from there.`,
    );
  }
}

/** The number of the last of these events. Throws FeedWentBackwards unless each is later than the one before it. */
export function numberAfter(last: number, events: readonly Pick<RegistryEvent, 'number'>[]): number {
  return events.reduce((before, { number }) => {
    if (!(number > before))
      throw new FeedWentBackwards(`The feed went backwards: event ${number} followed event ${before}.`);
    return number;
  }, last);
}

/** Turns the refusal of a cursor into FeedWentBackwards; returns any other error unchanged. */
export const explained = (error: unknown): unknown =>
  error instanceof GatewayRefused && error.code === 'STALE_CURSOR'
    ? new FeedWentBackwards(`The gateway no longer accepts the cursor of this copy (${error.message}).`)
    : error;
