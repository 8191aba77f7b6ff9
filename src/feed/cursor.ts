import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../errors.ts';

/**
 * A place in the log: everything up to `seq` was seen. The cursor of it is signed with the epoch, which is the log's
 * own secret and the name of its life: a log that was restored from a backup begins another.
 */
export interface FeedPosition {
  seq: number;
  epoch: string;
}

export const encodeFeedCursor = ({ seq, epoch }: FeedPosition): string =>
  Buffer.from(`${seq}.${lifeOf(epoch)}.${signature(seq, epoch)}`).toString('base64url');

/**
 * The place that a cursor names in a log with this epoch; "0" is the beginning.
 *
 * @throws RequestError STALE_CURSOR when the cursor is of another life of the log, BAD_USER_INPUT when it is none
 */
export function decodeFeedCursor(cursor: string, epoch: string): number {
  if (cursor === '0') return 0;
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const [, seq, life, signed] = /^(\d{1,15})\.([\w-]{8})\.([\w-]{16})$/.exec(text) ?? [];
  if (!seq || !life || !signed) throw unreadable();
  if (life !== lifeOf(epoch)) {
    throw new RequestError(
      'STALE_CURSOR',
      'The cursor belongs to an earlier life of the log, which has been restored since. Start again from "0".',
    );
  }
  if (!timingSafeEqual(Buffer.from(signed), Buffer.from(signature(Number(seq), epoch)))) throw unreadable();
  return Number(seq);
}

const unreadable = () =>
  new RequestError('BAD_USER_INPUT', '`after` is not a cursor of the feed. Use the `cursor` of an event, or "0".');

const lifeOf = (epoch: string) => createHash('sha256').update(`life of ${epoch}`).digest('base64url').slice(0, 8);

const signature = (seq: number, epoch: string) =>
  createHmac('sha256', epoch).update(String(seq)).digest('base64url').slice(0, 16);
