import { RequestError } from '../errors.ts';

/** A place in the log: everything up to `seq` was seen, in the life `epoch` of the log (null: whichever). */
export interface FeedPosition {
  seq: number;
  epoch: string | null;
}

export const encodeFeedCursor = ({ seq, epoch }: { seq: number; epoch: string }): string =>
  Buffer.from(`${seq}.${epoch}`).toString('base64url');

/** Reads what `encodeFeedCursor` wrote; "0" is the beginning. Throws BAD_USER_INPUT for anything else. */
export function decodeFeedCursor(cursor: string): FeedPosition {
  if (cursor === '0') return { seq: 0, epoch: null };
  const match = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (!match?.[1] || !match[2]) {
    throw new RequestError(
      'BAD_USER_INPUT',
      '`after` is not a cursor of the feed. Use the `cursor` of an event, or "0".',
    );
  }
  return { seq: Number(match[1]), epoch: match[2] };
}
